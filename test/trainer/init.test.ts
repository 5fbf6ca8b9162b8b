import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { readCourse } from "../../trainer/course-folder/read-course.ts";
import { trainer, trainerWith } from "./support/course-cloud.ts";
import { atTerminal } from "./support/screen.ts";

let parent: string;
let folder: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), "init-"));
  folder = join(parent, "my-course");
});
afterEach(() => rmSync(parent, { recursive: true }));

const needed = [
  "--title",
  "Evening class",
  "--trainer-name",
  "Ada Nowak",
  "--trainer-email",
  "ada@example.com",
];

test("init makes a course by questions and answers that can be published as it is", async () => {
  const answers = [
    "Łódź: evening #1",
    "Ada Nowak",
    "ada@example.com",
    "",
    "Europe/Warsaw",
    "Friday 18:00",
    "10",
    "",
  ];
  const { code, out, err } = await atTerminal(answers, "init", folder);
  expect({ code, firstLine: out.split("\n")[0] }).toEqual({ code: 0, firstLine: `Made ${folder}` });
  expect(err).toContain("The address that mails come from? [ada@example.com] ");
  expect(err).toContain("whatever the title becomes. [lodz-evening-1] ");
  expect(readCourse(folder)).toMatchObject({
    settings: {
      id: "lodz-evening-1",
      title: "Łódź: evening #1",
      trainer: { name: "Ada Nowak", email: "ada@example.com" },
      sender: "ada@example.com",
      timeZone: "Europe/Warsaw",
      deadline: "Friday 18:00",
      scale: 10,
    },
    students: [{ studentId: "ada", email: "ada@example.com" }],
    tests: [{ subject: "general", testId: "welcome" }],
    warnings: [],
  });
});

test("init asks again until an answer can be used", async () => {
  const answers = [
    "",
    "Evening class",
    "Ada",
    "nobody",
    "ada@example.com",
    "",
    "Moon/Base",
    "UTC",
    "",
    "",
    "My class",
    "mine",
  ];
  const { code, err } = await atTerminal(answers, "init", folder);
  expect(code).toBe(0);
  expect(err).toContain("The answer is needed.");
  expect(err).toContain("The answer must be an e-mail address.");
  expect(err).toContain('The answer must be a time zone such as "Europe/Warsaw".');
  expect(err).toContain("The answer must be made of small letters a to z, digits and hyphens");
  expect(readCourse(folder).settings).toMatchObject({ timeZone: "UTC", id: "mine" });
});

test("init works without a person, by options", async () => {
  const { code } = await trainerWith(
    { answer: null },
    "init",
    folder,
    ...needed,
    "--time-zone",
    "Asia/Tokyo",
  );
  expect(code).toBe(0);
  expect(readCourse(folder).settings).toMatchObject({
    timeZone: "Asia/Tokyo",
    deadline: "Monday 23:00",
    scale: 5,
  });
});

test("init names every option it needs when nobody is there to answer", async () => {
  const { code, err } = await trainerWith({ answer: null }, "init", folder);
  expect(code).toBe(2);
  expect(err).toContain(
    "these options are needed: --title <text>, --trainer-name <text>, --trainer-email <address>",
  );
  expect(existsSync(folder)).toBe(false);
});

test.each([
  [
    ["--deadline", "at noon"],
    '--deadline must be a weekday and a time such as "Monday 23:00", not "at noon".',
  ],
  [["--title", "Two\nlines"], "--title must stand on one line, without control characters, not"],
  [["--id", "My class"], "--id must be made of small letters a to z, digits and hyphens between them"],
  [["--scale", "much"], '--scale must be a number, not "much".'],
  [["--trainer-email", "ada"], '--trainer-email must be an e-mail address, not "ada".'],
])("init refuses %j", async (options, sentence) => {
  const { code, err } = await trainerWith({ answer: null }, "init", folder, ...needed, ...options);
  expect(code).toBe(2);
  expect(err).toContain(sentence);
});

test("init proposes an id in which titles that differ in signs differ", async () => {
  const options = [...needed.slice(2), "--title", "Programming in C++"];
  expect((await trainerWith({ answer: null }, "init", folder, ...options)).code).toBe(0);
  expect(readCourse(folder).settings.id).toBe("programming-in-c-plus-plus");
});

test("init writes over nothing", async () => {
  await trainerWith({ answer: null }, "init", folder, ...needed);
  const before = readFileSync(join(folder, "course.yaml"), "utf8");
  const { code, err } = await trainer("init", folder, ...needed, "--title", "Another");
  expect(code).toBe(1);
  expect(err).toContain("is there already and not empty; nothing was written.");
  expect(readFileSync(join(folder, "course.yaml"), "utf8")).toBe(before);
});
