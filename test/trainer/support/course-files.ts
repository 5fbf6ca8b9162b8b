import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Files of a small good course; a test replaces those it is about. */
export const goodCourse = {
  "course.yaml": `title: Evening class
trainer: { name: Ada Nowak, email: trainer@example.com }
sender: no-reply@example.com
timeZone: Europe/Warsaw
deadline: Monday 23:00
id: evening-class
`,
  "linux/boot.yaml": `title: Booting
opens: 2026-11-17 20:00
deadline: 2026-11-23 23:00
questions:
  - text: What starts every other process?
    answers: { a: init, b: the shell }
    right: a
    feedback: PID 1 is started by the kernel.
  - text: What holds the kernel's parameters?
    answers: { a: /proc/cmdline, b: /dev/null, c: 0.10 }
    right: a
`,
  "students.csv":
    "studentId,email,name\nadam,adam@example.com,Adam Wilk\nbeata,beata@example.com,Beata Sowa\n",
} as const;

export type CourseFiles = Readonly<Record<string, string | Buffer | undefined>>;

/** Writes a course folder; `undefined` leaves a file of the good course out. */
export const writeCourse = (changes: CourseFiles = {}, base: CourseFiles = goodCourse): string => {
  const folder = mkdtempSync(join(tmpdir(), "course-"));
  for (const [file, content] of Object.entries({ ...base, ...changes })) {
    if (content === undefined) continue;
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
};

/** Folders made by `make`, removed at the end of each test. */
export const courseFolders = () => {
  const folders: string[] = [];
  return {
    make: (changes?: CourseFiles, base?: CourseFiles): string => {
      const folder = writeCourse(changes, base);
      folders.push(folder);
      return folder;
    },
    removeAll: (): void => {
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
};
