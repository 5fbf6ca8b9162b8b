import { expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { submitTest } from "../../../tasks/api/submit-test.ts";
import { AnswerKeys } from "../../../tasks/grading/answer-keys.ts";
import { gradeStudent } from "../../../tasks/grading/grade-student.ts";
import { request } from "../../tasks/support/api-course.ts";
import { apiEvent } from "../../tasks/support/api-event.ts";
import { instant, rosterLine, runId, studentId, testRef } from "../../tasks/support/course.ts";
import type { CourseFiles } from "../support/course-files.ts";
import { publishing } from "../support/publishing.ts";

const { cloud, folders, publish: publishFiles } = publishing();

const boot = testRef("boot");
const deadline = instant("2026-11-23T22:00:00.000Z");

/** `q1: b` is a question with this right answer, of a and b. */
const asking = (key: Readonly<Record<string, string>>, more = ""): string =>
  `title: Booting\n${more}questions:\n${Object.entries(key)
    .map(([id, right]) => `  - { id: ${id}, text: "${id}?", answers: { a: x, b: y }, right: ${right} }\n`)
    .join("")}`;

const publish = async (files: CourseFiles): Promise<string> => {
  const { code, err } = await publishFiles(files);
  expect(code).toBe(0);
  return err;
};

/** Takes answers as the API does, at so many seconds after the cloud's start: what was published is seen two seconds later. */
const send = async (answers: Readonly<Record<string, string>>, afterSeconds = 10, testId = "boot") => {
  const testResult = Object.entries(answers).map(([questionId, answer]) => ({ questionId, answer }));
  const body = { subjectName: "linux", testId, studentId: "adam", testResult };
  const at = new Date(Date.parse("2026-11-17T18:00:00Z") + afterSeconds * 1_000).toISOString();
  const event = apiEvent({ body, at, caller: "adam" });
  expect(await request(submitTest, event, cloud().bucket)).toMatchObject({ status: 200 });
};

const right = async (test = boot, renamedFrom?: readonly (typeof boot)[]): Promise<string> => {
  const due = { ...test, title: "", deadline, ...(renamedFrom && { renamedFrom: [...renamedFrom] }) };
  const student = rosterLine("adam", [due]);
  const { tests } = await gradeStudent(
    { runId: runId("2026-11-23T22-00-00Z"), scale: 5, student },
    { store: cloud().bucket, answerKeys: new AnswerKeys(cloud().bucket) },
  );
  const [outcome] = tests;
  return outcome?.status === "graded" ? `${outcome.right}/${outcome.questions}` : String(outcome?.status);
};

test("who has handed in all right still has all right when a question is added", async () => {
  await publish({ "linux/boot.yaml": asking({ q1: "a", q2: "a" }) });
  await send({ q1: "a", q2: "a" });
  const warning = await publish({ "linux/boot.yaml": asking({ q1: "a", q2: "a", q3: "b" }) });
  expect(warning).toMatch(/1 student handed it in \(adam\), and its questions change: q3 is new\./);
  expect(await right()).toBe("2/2");
  await send({ q1: "a", q2: "a", q3: "a" }, 20);
  expect(await right()).toBe("2/3");
});

test("a submission from before it noted its questions is told by its time", async () => {
  await publish({ "linux/boot.yaml": asking({ q1: "a" }) });
  await send({ q1: "a" });
  for await (const key of cloud().bucket.list(keys.submissions(studentId("adam")))) {
    const { version, ...unnoted } = Object(await cloud().json(key));
    expect(version).toMatch(/^[0-9a-f]{32}$/);
    await cloud().bucket.put(key, JSON.stringify(unnoted));
  }
  cloud().clock.moveTo(Date.parse("2026-11-18T18:00:00Z"));
  await publish({ "linux/boot.yaml": asking({ q1: "a", q2: "a" }) });
  expect(await right()).toBe("1/1");
});

test("a key mended after questions were added holds for who handed in before", async () => {
  await publish({ "linux/boot.yaml": asking({ q1: "a", q2: "a" }) });
  await send({ q1: "b", q2: "a" });
  await publish({ "linux/boot.yaml": asking({ q1: "a", q2: "a", q3: "a" }) });
  expect(await right()).toBe("1/2");
  await publish({ "linux/boot.yaml": asking({ q1: "b", q2: "a", q3: "a" }) });
  expect(await right()).toBe("2/2");
});

test("what a test asked under its earlier name, or before it was left out, is kept too", async () => {
  await publish({ "linux/boot.yaml": asking({ q1: "a" }) });
  await send({ q1: "a" });
  const start = asking({ q1: "a", q2: "a" }, "renamedFrom: boot\n");
  await publish({ "linux/boot.yaml": undefined, "linux/start.yaml": start });
  expect(await right(testRef("start"), [boot])).toBe("1/1");
  expect(
    (
      await cloud().trainer(
        "publish",
        folders.make({ "linux/boot.yaml": undefined, "linux/other.yaml": asking({ q1: "a" }) }),
        "--yes",
      )
    ).code,
  ).toBe(0);
  await publish({
    "linux/boot.yaml": undefined,
    "linux/start.yaml": asking({ q1: "a", q2: "a", q3: "a" }, "renamedFrom: boot\n"),
  });
  expect(await right(testRef("start"), [boot])).toBe("1/1");
});

test("questions that nobody can have seen are not kept", async () => {
  await publish({ "linux/boot.yaml": asking({ q1: "a" }, "opens: 2026-11-18 20:00\n") });
  await publish({ "linux/boot.yaml": asking({ q2: "a" }, "opens: 2026-11-18 20:00\n") });
  expect(await cloud().bucket.get(keys.superseded(boot))).toBeNull();
});
