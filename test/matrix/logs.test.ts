import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import * as z from "zod";
import { closedRun } from "../weeks/support/closed-run.ts";
import { noJsonInputs, wrongInputs } from "./support/bad-input.ts";
import { asStudentId, GuardedClass, openRef, words } from "./support/guarded-class.ts";

jest.setTimeout(240_000);

/** Ann and bob submit, cara does not, and dora's submission is corrupt on S3. */
const everybody = ["ann", "bob", "cara", "dora"];

let guarded: GuardedClass;
let runId: string;
/** What nobody may find in a log, by what it is. */
const secrets = new Map<string, string>();
/** Lines of all logs, by file; `region` is what the region said of its own faults. */
let logs: ReadonlyMap<string, string>;

beforeAll(async () => {
  guarded = await GuardedClass.begin(everybody);
  await submitAll();
  await guarded.week.bucket.put(corruptKey(), '{"answers": "not of this shape"}');
  await badDay();
  await readCalendars();
  keepTokens();
  guarded.week.moveTo("2026-11-23 23:00");
  runId = closedRun(await guarded.week.closed(await guarded.week.scheduledRun())).runId;
  guarded.week.moveTo("2026-11-24 05:01");
  keepKeysAndAddresses();
  await guarded.week.stop();
  logs = readLogs();
});

afterAll(() => guarded.end());

const corruptKey = (): string => {
  const { subjectName, testId } = openRef;
  const at = new Date(guarded.week.clock.now()).toISOString();
  return `students/dora/submissions/${subjectName}/${testId}/${at}-${"0".repeat(32)}.json`;
};

const submitAll = async (): Promise<void> => {
  for (const studentId of ["ann", "bob"]) {
    const testResult = [{ questionId: "q1", answer: words.rightAnswer }];
    const body = JSON.stringify({ ...openRef, studentId, testResult });
    const { status } = await guarded.call(guarded.week.keyOf(studentId), { path: "/v1/test", body });
    expect(status).toBe(200);
  }
};

/** A calendar's address that works, one that does not, and one that is no address of the API. */
const readCalendars = async (): Promise<void> => {
  const { text } = await guarded.call(guarded.week.keyOf("ann"), { path: "/v1/calendar" });
  const path = new URL(JSON.parse(text).body.address).pathname.replace(/^\/api/, "");
  const secret = path.split("/").at(-1) ?? "";
  secrets.set("the secret of a calendar", secret);
  expect((await guarded.call(undefined, { method: "GET", path })).status).toBe(200);
  for (const other of [`${path}x`, path.replace("/ann/", "/bob/"), `${path}/more`])
    expect((await guarded.call(undefined, { method: "GET", path: other })).status).toBe(404);
};

/** Everything that goes wrong at the front door, with right keys and wrong ones. */
const badDay = async (): Promise<void> => {
  const ann = guarded.week.keyOf("ann");
  for (const [, request] of [...noJsonInputs, ...wrongInputs]) await guarded.call(ann, request);
  for (const key of [`${ann}x`, "nobody.c2VjcmV0LW9mLW5vYm9keQ", "malformed-key-of-nobody"]) {
    secrets.set(`the wrong key ${key.slice(0, 9)}`, key);
    await guarded.call(key, { path: "/v1/tests", body: "{}" });
  }
};

const keepKeysAndAddresses = (): void => {
  for (const id of everybody) {
    secrets.set(`${id}'s secret`, guarded.week.keyOf(id).slice(id.length + 1));
    secrets.set(`${id}'s address`, `${id}@example.com`);
  }
  secrets.set("the trainer's address", "trainer@example.com");
  secrets.set("the sender's address", "no-reply@example.com");
  secrets.set("a right answer", words.rightAnswer);
  secrets.set("a wrong answer", words.wrongAnswer);
  secrets.set("an answer that is not offered", "yak-1");
  secrets.set("a question", words.question);
};

const tokenSchema = z.object({ token: z.string().min(20) });
const scheduledSchema = z.object({ parameters: z.string() });
const parametersSchema = z.object({ MessageBody: z.union([z.string(), tokenSchema]) });

/** Keeps the token of each step that waits for a queue's worker. */
const keepTokens = (): void => {
  guarded.week.region.engine.onEvent(({ type, taskScheduledEventDetails: details }) => {
    if (type !== "TaskScheduled" || !JSON.stringify(details).includes("sqs")) return;
    const { MessageBody } = parametersSchema.parse(JSON.parse(scheduledSchema.parse(details).parameters));
    const body = typeof MessageBody === "string" ? JSON.parse(MessageBody) : MessageBody;
    secrets.set(`task token ${secrets.size}`, tokenSchema.parse(body).token);
  });
};

const readLogs = (): ReadonlyMap<string, string> => {
  const folder = join(guarded.week.data, "logs");
  const files = readdirSync(folder).map((name): [string, string] => [
    name,
    readFileSync(join(folder, name), "utf8"),
  ]);
  return new Map([...files, ["region", guarded.week.log.had.join("\n")]]);
};

const jsonLines = (name: string): Record<string, unknown>[] =>
  [...logs]
    .filter(([file]) => file.includes(name))
    .flatMap(([, text]) => text.split("\n"))
    .filter((line) => line.startsWith("{"))
    .map((line): Record<string, unknown> => JSON.parse(line));

describe("The logs of a week", () => {
  test("are there: of the front door, the API and the run", () => {
    const files = [...logs.keys()].join(" ");
    for (const part of ["access.log", "SubmitTest", "GradeStudent", "MailStudent", "CloseRun"]) {
      expect(files).toContain(part);
    }
    expect(jsonLines("access").length).toBeGreaterThan(noJsonInputs.length + wrongInputs.length);
  });

  test("hold no key, no task token, no answer and no e-mail address", () => {
    const tokens = [...secrets.keys()].filter((what) => what.startsWith("task token"));
    // The grading worker's of four students, and the mail worker's of all but the one whose test failed.
    expect(tokens).toHaveLength(7);
    for (const [what, secret] of secrets) {
      for (const [file, text] of logs) {
        if (text.includes(secret)) throw new Error(`${what} is in the log ${file}.`);
      }
    }
  });

  test("name the student of each call whose key was right, and nobody otherwise", () => {
    const calls = jsonLines("access");
    expect(calls.filter(({ status }) => status === "200").map(({ studentId }) => studentId)).toEqual(
      expect.arrayContaining(["ann", "bob"]),
    );
    for (const { status, studentId } of calls) if (status === "401") expect(studentId).toBe("-");
  });

  test("carry run and student as fields, of each task that is done of each student", () => {
    const done = [...jsonLines("GradeStudentWorker"), ...jsonLines("MailStudentWorker")]
      .filter(({ message }) => message === "A task is done.")
      .map(({ service, studentId, runId: ofRun }) => [service, studentId, ofRun]);
    expect(done.sort()).toEqual(
      [
        ...["ann", "bob", "cara"].flatMap((id) => [
          ["gradeStudent", asStudentId(id), runId],
          ["mailStudent", asStudentId(id), runId],
        ]),
      ].sort(),
    );
    expect(jsonLines("OpenRun").find(({ message }) => message === "Opened a run.")).toMatchObject({ runId });
  });

  test("count in metrics what became of everybody, and that nobody waits any more", () => {
    const counts = (name: string) => jsonLines(name).find((line) => "_aws" in line);
    expect(counts("CloseRun")).toMatchObject({
      service: "closeRun",
      RunsClosed: 1,
      TestsGraded: 2,
      TestsMissing: 5,
      TestsFailed: 1,
      MailsSent: 2,
      MailsToSettle: 0,
    });
    expect(counts("WatchDeadline")).toMatchObject({ service: "watchDeadline", StudentsOverdue: 0 });
  });
});
