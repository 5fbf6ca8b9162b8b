import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { readFaultPlan } from "local-region";
import { balance } from "../../tools/soak/balance.ts";
import { runClass } from "../../tools/soak/run-class.ts";
import { writeSoakCourse } from "../../tools/soak/soak-class.ts";
import { submitClass } from "../../tools/soak/submit-class.ts";
import { Week } from "../weeks/support/week.ts";
import { soakedWeek } from "./support/soaked-week.ts";

const timeoutMs = 180_000;
jest.setTimeout(timeoutMs);

/** Large enough that each mix strikes, and small enough for a test; `npm run soak` takes any. */
const students = 16;

/** Three parts, the last of which is not full. */
const studentsOfPart = 6;

let folder: string;
let week: Week | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mixes-"));
});

afterEach(async () => {
  await week?.end();
  rmSync(folder, { recursive: true });
});

test.each(["errors-everywhere", "doubled-messages", "slow-mail", "crashing-functions"])(
  "under the faults of %s everybody ends as graded or missing, with each mail there once or said to be unknown",
  async (mix) => {
    const course = writeSoakCourse(folder, students, 1);
    const faults = readFaultPlan(resolve("examples", "faults", `${mix}.yaml`));
    week = await Week.begin(folder, "2026-11-17 20:05", { faults, studentsOfPart });
    const region = soakedWeek(week);
    const keys = new Map(course.students.map(({ studentId }) => [studentId, week?.keyOf(studentId) ?? ""]));
    const receipts = await submitClass(region, course, keys);
    const signal = AbortSignal.timeout(timeoutMs);
    const runs = await runClass(region, course, { signal, log: () => undefined, idleMs: 200 });
    const inbox = await week.inbox();
    const result = await balance({ class: course, receipts, runs, bucket: week.bucket, inbox });
    expect(result).toMatchObject({ lost: [], doubled: [], failed: 0 });
    expect(result.graded + result.missing).toBe(students);
    expect(runs.runs[0]).toMatchObject({ parts: 3 });
    expect(week.log.had.filter((line) => line.startsWith("Fault "))).not.toEqual([]);
  },
);
