import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { writeCourse } from "../../../tools/bench/course.ts";
import { measureRun } from "../../../tools/bench/measure-run.ts";
import { assemblyOf } from "../../support/assembly-of.ts";

jest.setTimeout(180_000);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bench-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("both weeks of the bench take every submission, grade everybody and mail each once", async () => {
  const assembly = await assemblyOf(writeCourse(join(folder, "course"), 1, "week1").folder);
  const options = { students: 5, warmUpStudents: 2, latencyMs: 1, folder, assembly };
  const { submissions, lost, mails, invocations, ...rest } = await measureRun({
    ...options,
    log: () => undefined,
  });
  expect({ lost, mails, refused: submissions.refused }).toEqual({ lost: 0, mails: 5, refused: 0 });
  expect(submissions.measured).toBe(3);
  // The submission, and its place in the list of the test.
  expect(submissions.each.calls["s3:PutObject"]).toBe(2);
  expect(rest.run.each.calls["ses:SendEmail"]).toBe(1);
  const opened = Object.entries(invocations).find(([name]) => name.includes("OpenRun"));
  expect(opened?.[1]).toBe(2);
});
