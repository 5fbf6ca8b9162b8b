import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { png } from "../../trainer/text/support/pictures.ts";
import { writeWeeksCourse } from "../../weeks/support/course-folder.ts";

/** The course's one test, as `<subject>/<testId>` and as people read it. */
export const testPath = "linux/processes";
export const testTitle = "Processes and the kernel";

const processes = `title: ${testTitle}
opens: 2026-11-17 20:00
questions:
  - text: Which process does the kernel start first in user space?
    answers: { a: "init, with process id 1", b: the login shell, c: cron, d: the desktop }
    right: a
  - text: Which system call makes a copy of the calling process?
    answers: { a: exec, b: fork, c: wait, d: open }
    right: b
  - text: A process has ended, but its parent has not asked for its exit status yet. What is it called?
    answers: { a: a daemon, b: an orphan, c: a zombie, d: a thread }
    right: c
  - text: Which signal can a process neither catch, block nor ignore?
    answers: { a: SIGTERM, b: SIGINT, c: SIGHUP, d: SIGKILL }
    right: d
`;

/** For one attempt only, in letters that run the other way. */
export const oncePath = "linux/terms";
export const onceTitle = "Terms, once";

const once = `title: ${onceTitle}
language: he
opens: 2026-11-17 20:00
attempts: 1
questions:
  - text: מה זה?
    answers:
      a: כן.
      b: |
        לא.

        ~~~sh
        ls # כן
        ~~~

        $x^2$ ![דיסק](disk.png)
    right: a
`;

const later = `title: Not yet
opens: 2026-11-30 20:00
questions:
  - text: Is it open?
    answers: { a: "yes", b: "no" }
    right: a
`;

/** A test for one attempt, and one that opens a week later, beside the course's one test. */
export const writeFurtherTests = (folder: string): void => {
  writeFileSync(join(folder, `${oncePath}.yaml`), once);
  writeFileSync(join(folder, "linux/disk.png"), png(8, 6));
  writeFileSync(join(folder, "linux/later.yaml"), later);
};

const families: Readonly<Record<string, string>> = {
  ann: "Ann Ames",
  bob: "Bob Brook",
  cara: "Cara Cole",
  dan: "Dan Dale",
  eve: "Eve Ellis",
  fay: "Fay Frost",
  gus: "Gus Gray",
  hal: "Hal Hill",
  ida: "Ida Ives",
};

/** A course as pictures of the pages should have it: a test that somebody might really set, and people with names. */
export const writeWebCourse = (folder: string, studentIds: readonly string[]): string => {
  writeWeeksCourse(folder, studentIds, [{ path: testPath, opens: "2026-11-17 20:00" }]);
  writeFileSync(join(folder, `${testPath}.yaml`), processes);
  const rows = studentIds.map((id) => `${id},${id}@example.com,${families[id] ?? id}`);
  writeFileSync(join(folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
  return folder;
};
