import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "@jest/globals";
import { trainer } from "./support/course-cloud.ts";
import { courseFolders } from "./support/course-files.ts";

const folders = courseFolders();
afterEach(() => folders.removeAll());

test("check says what is in a good course", async () => {
  const folder = folders.make();
  expect(await trainer("check", folder)).toEqual({
    code: 0,
    out: [
      "Evening class",
      "  linux/boot  Booting  2 questions  until Monday 23 November 2026, 23:00 (Europe/Warsaw)",
      "2 students, scores up to 5.",
      `Nothing is wrong. Publish it with: bin/trainer publish ${folder}`,
    ].join("\n"),
    err: "",
  });
});

const broken = { "course.yaml": "title: Łódź class\n", "linux/boot.yaml": "title: Booting\n" };

test("check names every problem, and fails", async () => {
  const { code, out, err } = await trainer("check", folders.make(broken));
  expect(code).toBe(1);
  expect(out).toContain("course.yaml:1: trainer is missing");
  expect(out).toContain("linux/boot.yaml:1: questions is missing");
  expect(err).toMatch(/^\d problems in .*\. Correct them, then check again\.$/);
});

test("check gives the same as JSON", async () => {
  const good = await trainer("check", folders.make(), "--json");
  expect(JSON.parse(good.out)).toMatchObject({
    problems: [],
    title: "Evening class",
    tests: [{ subject: "linux", testId: "boot", questions: 2 }],
    students: 2,
  });
  expect(good.out).not.toContain("init");
  const bad = await trainer("check", folders.make(broken), "--json");
  expect(bad.code).toBe(1);
  expect(JSON.parse(bad.out).problems).toContainEqual({
    file: "course.yaml",
    line: 1,
    message: "trainer is missing",
  });
});

test("check passes on what may be a mistake", async () => {
  const twins = "studentId,email,name\nadam,a@example.com,Adam\nbeata,a@example.com,Beata\n";
  const { code, out, err } = await trainer("check", folders.make({ "students.csv": twins }));
  expect(code).toBe(0);
  expect(out).toContain("Nothing is wrong, apart from 1 warning.");
  expect(err).toContain("Warning: students.csv:3: beata has the address of adam");
});

test("check warns of a language without words, in which page, mails and client stay English", async () => {
  const settings = readFileSync(join(folders.make(), "course.yaml"), "utf8");
  const check = (language: string) =>
    trainer("check", folders.make({ "course.yaml": `${settings.trimEnd()}\nlanguage: ${language}\n` }));
  const latin = await check("la");
  expect(latin.code).toBe(0);
  expect(latin.err).toMatch(
    /^Warning: course\.yaml:\d+: language is la, in which page, mails and client have no words/,
  );
  expect((await check("pl-PL")).err).toBe("");
});

test("check warns of what may be a mistake beside what is wrong, at once", async () => {
  const folder = folders.make({
    "linux/boot.yaml": "questions:\n  - text: Who uses # here?\n    answers: { a: x, b: y }\n    right: c\n",
  });
  const { code, out, err } = await trainer("check", folder);
  expect(code).toBe(1);
  expect(out).toBe('linux/boot.yaml:4: question 1: right is "c", which is not one of its answers (a, b)');
  expect(err).toContain('Warning: linux/boot.yaml:2: questions[1].text is read as "Who uses"');
  expect(err).toContain(`1 problem in ${folder}. Correct it, then check again.`);
  expect(JSON.parse((await trainer("check", folder, "--json")).out)).toMatchObject({
    problems: [{ line: 4 }],
    warnings: [{ file: "linux/boot.yaml", line: 2 }],
  });
});

test("check refuses what is no folder", async () => {
  expect((await trainer("check", "/no/such/course")).err).toContain("/no/such/course is not a folder.");
});
