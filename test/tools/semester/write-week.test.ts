import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { readWholeGradebook } from "../../../adapters/gradebook/course-gradebook.ts";
import { scoreText } from "../../../course/grading/score.ts";
import { scoreListSchema } from "../../../course/grading/score-list.ts";
import { instantSchema, testPath } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { testIndexSchema } from "../../../course/test.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { makeUpCourse } from "../../../tools/class/course-folder.ts";
import { questionCount, rightAnswersOf, semester, testsOfWeek } from "../../../tools/semester/course.ts";
import { writeWeek } from "../../../tools/semester/write-week.ts";
import type { Course } from "../../../trainer/course-folder/course.ts";
import { monday, profile } from "../../tasks/support/course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

logger.setLogLevel("SILENT");

const size = { weeks: 3, tests: 5, students: 12 };

let folder: string;
let course: Course;
const store = new MemoryStore();

/** A published course of this size, whose weeks are all written. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "semester-"));
  course = makeUpCourse(join(folder, "course"), semester(size));
  store.set(keys.settings, course.settings).set(keys.tests, testIndexSchema.parse(course.tests));
  store.setLines(keys.roster, course.students);
  for (const { studentId: id } of course.students) {
    store.set(keys.profile(id), profile(id, { apiKey: { sha256: "0".repeat(64), madeAt: monday } }));
  }
  for (const each of course.tests) store.set(keys.answerKey(each), each.answerKey);
  const studentIds = course.students.map(({ studentId }) => studentId);
  for (let week = 1; week <= size.weeks; week += 1) {
    const tests = testsOfWeek(course.tests, week);
    const deadlineMs = Date.parse(tests[0]?.deadline ?? "");
    const week0 = { store, bucketName: "bucket", executionArn: `arn:week-${week}`, studentIds };
    await writeWeek({ ...week0, tests, deadlineMs });
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const expectedOf = (studentId: Course["students"][number]["studentId"]): (string | null | undefined)[] =>
  course.tests.map((each) => {
    const right = rightAnswersOf(studentId, each);
    return right === null ? undefined : scoreText({ right, questions: questionCount, scale: 5 });
  });

test("a made-up semester has its tests spread over its weeks", () => {
  const perWeek = [1, 2, 3].map((week) => testsOfWeek(course.tests, week).length);
  expect(perWeek).toEqual([1, 2, 2]);
  expect(new Set(course.tests.map(testPath)).size).toBe(size.tests);
});

test("its gradebook says what each student has answered right, and who has handed in nothing", async () => {
  const now = instantSchema.parse("2026-10-01T00:00:00.000Z");
  const { tests, students } = await readWholeGradebook(store, () => now);
  expect(tests.map(testPath).toSorted()).toEqual(course.tests.map(testPath).toSorted());
  const place = (path: string): number => tests.findIndex((each) => testPath(each) === path);
  const seen = students.map(({ studentId, cells }) => [
    studentId,
    course.tests.map((each) => cells[place(testPath(each))]?.score),
  ]);
  expect(seen).toEqual(course.students.map(({ studentId }) => [studentId, expectedOf(studentId)]));
  const missing = students.flatMap(({ cells }) => cells).filter((cell) => cell?.status === "missing");
  expect(missing.length).toBe(
    course.students.flatMap(({ studentId }) => expectedOf(studentId)).filter((one) => one === undefined)
      .length,
  );
  expect(missing.length).toBeGreaterThan(0);
});

test("each student's list has an entry of each test, and the mail ledger each score and the three mails before it", () => {
  for (const { studentId } of course.students) {
    const list = scoreListSchema.parse(store.json(keys.scores(studentId))).tests;
    expect(list.map(testPath).toSorted()).toEqual(course.tests.map(testPath).toSorted());
    const graded = list.filter(({ status }) => status === "graded");
    const mails = store.keys(keys.mails(studentId));
    const notices = mails.filter((key) => /\/(opened|before-(24|2)h-[^/]*)\.json$/.test(key));
    expect(notices).toHaveLength(3 * size.tests);
    expect(mails).toHaveLength(notices.length + graded.length);
  }
});
