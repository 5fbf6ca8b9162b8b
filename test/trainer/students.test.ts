import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { readCourse } from "../../trainer/course-folder/read-course.ts";
import { trainer } from "./support/course-cloud.ts";
import { courseFolders, goodCourse } from "./support/course-files.ts";

const folders = courseFolders();
afterEach(folders.removeAll);

const moodle =
  'First name,Last name,"Email address"\nCyryl,"Mak, Jr.",cyryl@example.com\nAdam,Wilk,adam@example.com\n';

const courseWith = (list: string, students?: string) => {
  const folder = folders.make({
    "list.csv": list,
    ...(students === undefined ? {} : { "students.csv": students }),
  });
  return { folder, list: join(folder, "list.csv"), students: join(folder, "students.csv") };
};

test("a list of another system is added to the list of the course, and what was on it stays", async () => {
  const { folder, list, students } = courseWith(moodle);
  const { code, out } = await trainer("students", "import", list, "--into", folder);
  expect({ code, lines: out.split("\n") }).toEqual({
    code: 0,
    lines: [
      `Added 1 student to ${students}`,
      "  cyryl  cyryl@example.com  Cyryl Mak, Jr.  id made of the address",
      `${list}:3: Adam Wilk is on the list already, as "adam"`,
      `The list keeps 1 who is not in ${list}: beata.`,
    ],
  });
  expect(readFileSync(students, "utf8")).toBe(
    `${goodCourse["students.csv"]}cyryl,cyryl@example.com,"Cyryl Mak, Jr."\n`,
  );
});

test("taken in twice, a list changes nothing more", async () => {
  const { folder, list, students } = courseWith(moodle);
  await trainer("students", "import", list, "--into", folder);
  const before = readFileSync(students, "utf8");
  const { code, out } = await trainer("students", "import", list, "--into", folder, "--json");
  expect({ code, counts: JSON.parse(out).counts }).toEqual({
    code: 0,
    counts: { read: 2, imported: 0, skipped: 2 },
  });
  expect(readFileSync(students, "utf8")).toBe(before);
});

test("the result as JSON names whom it added and whom not, and no other cell of the file", async () => {
  const { folder, list } = courseWith(
    "username,password,email\nawilk,s3cret,a@example.com\nbob,s3cret,\nadam,s3cret,x@example.com\n",
  );
  const { code, out } = await trainer("students", "import", list, "--into", folder, "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toEqual({
    counts: { read: 3, imported: 1, skipped: 2 },
    students: [{ studentId: "awilk", email: "a@example.com", name: "awilk" }],
    changed: [
      {
        studentId: "adam",
        what: "email",
        listed: "adam@example.com",
        imported: "x@example.com",
        isTakenOver: false,
      },
    ],
    gone: [{ studentId: "beata", email: "beata@example.com", name: "Beata Sowa" }],
    skipped: [
      { file: list, line: 3, what: "bob", why: expect.stringContaining("has no address") },
      { file: list, line: 4, what: "x@example.com", why: expect.stringContaining('"adam" is on the list') },
    ],
  });
  expect(out).not.toContain("s3cret");
});

test("a list in the place of students.csv is taken in there, and kept as it was", async () => {
  const { folder, students } = courseWith("", moodle);
  const check = await trainer("check", folder);
  expect(check.out).toContain(
    `A list of another system is taken in with: bin/trainer students import ${students} --into ${folder}`,
  );
  expect(check.out.match(/students\.csv:/g)).toHaveLength(1);
  const { code, out } = await trainer("students", "import", students, "--into", folder);
  expect(code).toBe(0);
  expect(out).toContain(`The file as it was is kept as ${join(folder, "students-as-exported.csv")}.`);
  expect(readFileSync(join(folder, "students-as-exported.csv"), "utf8")).toBe(moodle);
  expect(readCourse(folder).students.map(({ studentId }) => studentId)).toEqual(["cyryl", "adam"]);
});

test("what was kept is not written over: nothing is changed then", async () => {
  const { folder, students } = courseWith("", moodle);
  writeFileSync(join(folder, "students-as-exported.csv"), "mine");
  const { code, err } = await trainer("students", "import", students, "--into", folder);
  expect({ code, said: err }).toEqual({ code: 1, said: expect.stringContaining("Nothing was written.") });
  expect(readFileSync(students, "utf8")).toBe(moodle);
});

test("the list keeps its delimiter, its mark, its columns and their order", async () => {
  const before = "\ufeffemail;groups;studentId\nzoe@example.com;evening late;007\n";
  const { folder, list, students } = courseWith("Email,Name\nadam@example.com,Adam\n", before);
  await trainer("students", "import", list, "--into", folder);
  expect(readFileSync(students, "utf8")).toBe(
    "\ufeffemail;groups;studentId;name\nzoe@example.com;evening late;007;\nadam@example.com;;adam;Adam\n",
  );
});

test("an address that was made is named, because a key will be mailed there", async () => {
  const { folder, list } = courseWith('Student,ID,SIS Login ID,Section\n"Wilk, Ewa",1001,ewilk,CS\n');
  const { code, out } = await trainer(
    "students",
    "import",
    list,
    "--into",
    folder,
    "--domain",
    "uni.example",
  );
  expect(code).toBe(0);
  expect(out).toContain(
    'ewilk@uni.example  Ewa Wilk  id from "SIS Login ID", address made: look whether it is right before you invite',
  );
});

test("what the file says otherwise of a student is shown, and taken over only when that is asked for", async () => {
  const csv =
    "Student ID,Email,Name,Section\nadam,adam@new.example,Adam Wilk,A\nbeata,beata@example.com,Beata Nowak,B\n";
  const { folder, list, students } = courseWith(csv);
  const before = readFileSync(students, "utf8");
  const shown = await trainer("students", "import", list, "--into", folder);
  expect(shown.out).toContain("Otherwise in the file; the list stays as it is (--update takes these over):");
  expect(shown.err).toContain("1 line of");
  expect(readFileSync(students, "utf8")).toBe(before);
  const { code, out } = await trainer("students", "import", list, "--into", folder, "--update", "--json");
  expect({ code, counts: JSON.parse(out).counts }).toEqual({
    code: 0,
    counts: { read: 2, imported: 2, skipped: 0 },
  });
  expect(readFileSync(students, "utf8")).toBe(
    "studentId,email,name,groups\nadam,adam@new.example,Adam Wilk,A\nbeata,beata@example.com,Beata Nowak,B\n",
  );
});

test("somebody else with the id of a student does not take that student's place", async () => {
  const csv = "Student ID,Email,Name\nadam,zoe@example.com,Zoe Mak\n";
  const { folder, list, students } = courseWith(csv);
  const before = readFileSync(students, "utf8");
  const { code } = await trainer("students", "import", list, "--into", folder, "--update");
  expect(code).toBe(1);
  expect(readFileSync(students, "utf8")).toBe(before);
});

test("a list whose columns are not known is counted as JSON, line by line, and refused", async () => {
  const { folder, list } = courseWith("a,b\n1,2\n3,4\n");
  const { code, out } = await trainer("students", "import", list, "--into", folder, "--json");
  expect({ code, counts: JSON.parse(out).counts }).toEqual({
    code: 1,
    counts: { read: 2, imported: 0, skipped: 2 },
  });
});

test("a dry run writes nothing", async () => {
  const { folder, list, students } = courseWith(moodle);
  const { out } = await trainer("students", "import", list, "--into", folder, "--dry-run");
  expect(out).toContain(`Would add 1 student to ${students}`);
  expect(readFileSync(students, "utf8")).toBe(goodCourse["students.csv"]);
});

test.each<[string, string, string, number, string]>([
  [
    "a list of the course that has faults",
    moodle,
    "studentId,email\nadam,nobody\n",
    1,
    "students.csv:2: email must be",
  ],
  ["nobody", "Email,Name\n", goodCourse["students.csv"], 1, "There is nobody in"],
  [
    "a workbook",
    "PK\x03\x04 xl/workbook.xml",
    goodCourse["students.csv"],
    1,
    "list.csv:1: is no ZIP package that can be read",
  ],
])("with %s nothing is added", async (_, list, students, code, sentence) => {
  const course = courseWith(list, students);
  const result = await trainer("students", "import", course.list, "--into", course.folder);
  expect(result.code).toBe(code);
  expect(result.err).toContain(sentence);
  expect(readFileSync(course.students, "utf8")).toBe(students);
});

test("a folder that is no course gets no list", async () => {
  const { folder, list } = courseWith(moodle);
  const { code, err } = await trainer("students", "import", list, "--into", join(folder, "linux"));
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("there is no course.yaml in it") });
  expect(existsSync(join(folder, "linux", "students.csv"))).toBe(false);
});

test.each([
  [["--columns", "ID"], "--columns: "],
  [["--domain", "@uni.example"], "--domain must be the part of an address after its @"],
])("the options %j are a wrong command line", async (options, sentence) => {
  const { folder, list } = courseWith(moodle);
  const { code, err } = await trainer("students", "import", list, "--into", folder, ...options);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(sentence) });
});
