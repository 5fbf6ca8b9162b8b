import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { studentIdSchema, testRefSchema } from "../../../course/ids.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { extendedFile, writeExtensionsFile } from "../../../trainer/extend/extensions-file.ts";
import { courseFolders } from "../support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const header = "studentId,subject,testId,until";
const boot = testRefSchema.parse({ subject: "linux", testId: "boot" });
const renamed = { ...boot, renamedFrom: [testRefSchema.parse({ subject: "linux", testId: "start" })] };
const line = (studentId: string, until = "2026-11-30 23:00", of: typeof boot = boot) => ({
  studentId: studentIdSchema.parse(studentId),
  test: of,
  until,
});

const edited = (before: string | Buffer | undefined, ...lines: ReturnType<typeof line>[]): Buffer => {
  const folder = folders.make({ "extensions.csv": before });
  const bytes = extendedFile(folder, lines);
  // What is written can be read.
  readCourse(folder, bytes);
  return bytes;
};

describe("A line of extensions.csv is", () => {
  test.each<[string, string | undefined, string]>([
    ["written into a new file", undefined, `${header}\nadam,linux,boot,2026-11-30 23:00\n`],
    [
      "added below the others",
      `${header}\nbeata,linux,boot,2026-11-25 23:00\n`,
      `${header}\nbeata,linux,boot,2026-11-25 23:00\nadam,linux,boot,2026-11-30 23:00\n`,
    ],
    ["added where the last line has no end", header, `${header}\nadam,linux,boot,2026-11-30 23:00`],
    [
      "added with a mark and Windows line ends",
      `\ufeff${header}\r\n`,
      `\ufeff${header}\r\nadam,linux,boot,2026-11-30 23:00\r\n`,
    ],
    ["added with an old Mac's line ends", `${header}\r`, `${header}\radam,linux,boot,2026-11-30 23:00\r`],
    [
      "added in the file's columns, with its delimiter",
      "sep=;\r\nuntil;studentId;testId;subject;;\r\n",
      "sep=;\r\nuntil;studentId;testId;subject;;\r\n2026-11-30 23:00;adam;boot;linux;;\r\n",
    ],
    [
      "added below rows that a spreadsheet left empty",
      `${header},\n,,,,\n`,
      `${header},\n,,,,\nadam,linux,boot,2026-11-30 23:00,\n`,
    ],
    [
      "replaced in its place",
      `${header}\r\n adam , linux,"boot" ,2026-11-25 23:00\r\n\r\nbeata,linux,boot,2026-11-25 23:00`,
      `${header}\r\n adam , linux,"boot" ,2026-11-30 23:00\r\n\r\nbeata,linux,boot,2026-11-25 23:00`,
    ],
    [
      "replaced where ids are kept from a spreadsheet",
      `${header}\n="adam",linux,boot,2026-11-25 23:00\n`,
      `${header}\n="adam",linux,boot,2026-11-30 23:00\n`,
    ],
  ])("%s, and every other byte stays", (_, before, after) => {
    expect(edited(before, line("adam")).toString()).toBe(after);
  });

  test.each([
    ["", (text: string) => Buffer.from(text, "utf16le")],
    [" with its bytes the other way round", (text: string) => Buffer.from(text, "utf16le").swap16()],
  ])("written in UTF-16%s where the file is", (_, encoded) => {
    const bytes = edited(encoded(`\ufeff${header}\r\n`), line("adam"));
    expect(bytes).toEqual(encoded(`\ufeff${header}\r\nadam,linux,boot,2026-11-30 23:00\r\n`));
  });

  test("replaced under the test's earlier name too", () => {
    const folder = folders.make({
      "extensions.csv": `${header}\nadam,linux,start,2026-11-25 23:00\n`,
    });
    expect(extendedFile(folder, [line("adam", "2026-11-30 23:00", renamed)]).toString()).toBe(
      `${header}\nadam,linux,start,2026-11-30 23:00\n`,
    );
  });
});

test("several lines are written at once, and in one step", () => {
  const folder = folders.make({ "extensions.csv": `${header}\nbeata,linux,boot,2026-11-25 23:00\n` });
  const bytes = extendedFile(folder, [line("adam"), line("beata")]);
  expect(writeExtensionsFile(folder, bytes)).toBe(true);
  expect(readFileSync(join(folder, "extensions.csv"), "utf8")).toBe(
    `${header}\nbeata,linux,boot,2026-11-30 23:00\nadam,linux,boot,2026-11-30 23:00\n`,
  );
  expect(existsSync(join(folder, "extensions.csv.new"))).toBe(false);
  expect(writeExtensionsFile(folder, bytes)).toBe(false);
});
