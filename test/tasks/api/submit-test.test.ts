import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { submissionSchema } from "../../../course/submission.ts";
import { submitTest } from "../../../tasks/api/submit-test.ts";
import { publishedCourse, request } from "../support/api-course.ts";
import { apiEvent, type EventOptions } from "../support/api-event.ts";
import { aTest, instant, profile, studentId, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";

const ann = studentId("ann");
const under = keys.submissions(ann);

const bodyOf = (testResult: unknown, changes: Record<string, unknown> = {}) => ({
  subjectName: "linux",
  testId: "t1",
  studentId: "ann",
  testResult,
  ...changes,
});

const answers = (...pairs: [string, string][]) =>
  pairs.map(([questionId, answer]) => ({ questionId, answer }));
const good = bodyOf(answers(["q1", "a"], ["q2", "b"]));

const call = (body: unknown, store: MemoryStore = publishedCourse(), options: EventOptions = {}) =>
  request(submitTest, apiEvent({ body, ...options }), store);

describe("a submission", () => {
  test("is stored, and its receipt proves the stored bytes", async () => {
    const store = publishedCourse();
    const { status, json } = await call(good, store);
    expect(status).toBe(200);
    expect(json.code).toBe(200);
    expect(typeof json.body).toBe("string");
    const [key = "", ...others] = store.keys(under);
    expect(others).toEqual([]);
    expect(json.receipt).toEqual({
      submissionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      receivedAt: "2026-11-20T12:00:00.000Z",
      deadline: "2026-11-23T22:00:00.000Z",
      sha256: createHash("sha256").update(store.text(key)).digest("hex"),
    });
    expect(key).toBe(`${under}linux/t1/2026-11-20T12:00:00.000Z-${json.receipt.submissionId}.json`);
    expect(submissionSchema.parse(store.json(key)).answers).toEqual(answers(["q1", "a"], ["q2", "b"]));
  });

  test("with questions left out is taken", async () => {
    expect((await call(bodyOf(answers(["q1", "a"])))).status).toBe(200);
    expect((await call(bodyOf(answers(["q1", ""], ["q2", "b"])))).status).toBe(200);
  });

  test("carries the student's own deadline on its receipt", async () => {
    const extensions = [{ ...testRef(), deadline: instant("2026-11-25T22:00:00.000Z") }];
    const store = publishedCourse().set(keys.profile(ann), profile("ann", { extensions }));
    const { json } = await call(good, store, { at: "2026-11-24T12:00:00.000Z" });
    expect(json.receipt.deadline).toBe("2026-11-25T22:00:00.000Z");
  });
});

describe("a test's list", () => {
  const listedTest = aTest("t1", { isListed: true });
  const list = keys.testList(testRef());

  test("names each submission of a listed test, after it was stored", async () => {
    const store = publishedCourse([listedTest]);
    const { json } = await call(good, store);
    const { submissionId, receivedAt } = json.receipt;
    const pointer = keys.handedIn(ann, testRef(), receivedAt, submissionId);
    expect(store.keys(list)).toEqual([pointer]);
    expect(store.json(pointer)).toEqual({ studentId: "ann", ...testRef(), receivedAt, submissionId });
    const writes = store.calls.filter((each) => each.startsWith("create "));
    expect(writes.map((each) => each.startsWith(`create ${under}`))).toEqual([true, false]);
  });

  test("names none of a test that came into the course without a list", async () => {
    const store = publishedCourse();
    await call(good, store);
    expect(store.keys(list)).toEqual([]);
  });

  test("that can't be written keeps nobody from handing in and is marked; the same answers again complete it", async () => {
    const store = publishedCourse([listedTest]);
    const { receipt } = (await call(good, store)).json;
    const pointer = keys.handedIn(ann, testRef(), receipt.receivedAt, receipt.submissionId);
    const broken = publishedCourse([listedTest]);
    broken.failNext("create", pointer, new Error("S3 is down"));
    expect((await call(good, broken)).json.receipt).toEqual(receipt);
    const mark = keys.listNotWhole(testRef());
    expect(broken.keys(list)).toEqual([mark]);
    expect((await call(good, broken, { at: "2026-11-21T12:00:00.000Z" })).json.receipt).toEqual(receipt);
    expect(broken.keys(list)).toEqual([pointer, mark]);
    const brokenAgain = publishedCourse([listedTest]);
    for (const key of [pointer, mark]) brokenAgain.failNext("create", key, new Error("S3 is down"));
    expect((await call(good, brokenAgain)).json.receipt).toEqual(receipt);
  });
});

describe("submissions in a row", () => {
  const readsOfCourse = ({ calls }: MemoryStore) => calls.filter((call) => call.startsWith("get course/"));

  test("share what they read of the course, and nothing of the students", async () => {
    const store = publishedCourse();
    await call(good, store, { at: "2026-11-20T12:00:00.000Z" });
    const once = readsOfCourse(store);
    expect(once).toHaveLength(2);
    await call(bodyOf(answers(["q1", "b"])), store, { at: "2026-11-20T12:00:01.000Z" });
    expect(readsOfCourse(store)).toEqual(once);
    expect(store.calls.filter((call) => call === `get ${keys.profile(ann)}`)).toHaveLength(2);
    expect(store.keys(under)).toHaveLength(2);
  });

  test("see what the trainer published more than two seconds before", async () => {
    const store = publishedCourse();
    await call(good, store, { at: "2026-11-20T12:00:00.000Z" });
    store.set(keys.tests, [aTest("t1", { deadline: instant("2026-11-20T12:00:02.500Z") })]);
    expect((await call(bodyOf([]), store, { at: "2026-11-20T12:00:03.000Z" })).status).toBe(410);
  });
});

describe("the same answers again", () => {
  const reordered = bodyOf(answers(["q2", "b"], ["q1", "a"]));

  test("are the same attempt, with the same receipt", async () => {
    const store = publishedCourse();
    const first = await call(good, store);
    const again = await call(reordered, store, { at: "2026-11-21T12:00:00.000Z" });
    expect(again.json).toEqual(first.json);
    expect(store.keys(under)).toHaveLength(1);
  });

  test("get the receipt also when all attempts are used up", async () => {
    const store = publishedCourse([aTest("t1", { attemptsAllowed: 1 })]);
    const first = await call(good, store);
    expect((await call(good, store, { at: "2026-11-21T12:00:00.000Z" })).json).toEqual(first.json);
  });

  test("are a new attempt after different ones, so that the latest counts", async () => {
    const store = publishedCourse();
    await call(good, store);
    await call(bodyOf(answers(["q1", "c"])), store, { at: "2026-11-21T12:00:00.000Z" });
    const { json } = await call(good, store, { at: "2026-11-21T13:00:00.000Z" });
    expect(json.receipt.receivedAt).toBe("2026-11-21T13:00:00.000Z");
    expect(store.keys(under)).toHaveLength(3);
  });

  test("sent twice at the same instant are stored once", async () => {
    const store = publishedCourse();
    const [first, second] = await Promise.all([call(good, store), call(good, store)]);
    expect(second.json).toEqual(first.json);
    expect(store.keys(under)).toHaveLength(1);
  });
});

describe("nothing is stored, and the answer is", () => {
  const refused = async (
    code: number,
    body: unknown,
    { store = publishedCourse(), ...options }: EventOptions & { store?: MemoryStore } = {},
  ): Promise<string> => {
    const before = store.keys();
    const { status, json } = await call(body, store, options);
    expect({ status, code: json.code }).toEqual({ status: code, code });
    expect(store.keys()).toEqual(before);
    return json.body;
  };

  test("410 from the deadline on", async () => {
    await refused(410, good, { at: "2026-11-23T22:00:00.000Z" });
  });

  test("410 after the deadline for answers that were taken before it", async () => {
    const store = publishedCourse();
    await call(good, store);
    await refused(410, good, { store, at: "2026-11-23T22:00:00.000Z" });
  });

  test("404 for a test that does not exist or has not opened", async () => {
    await refused(404, bodyOf([], { testId: "t9" }));
    const store = publishedCourse([aTest("t1", { opens: instant("2026-11-21T00:00:00.000Z") })]);
    await refused(404, good, { store });
  });

  test("403 for somebody else's id", async () => {
    await refused(403, { ...good, studentId: "bob" });
  });

  test("400 for a second key, as the gateway may know the first from before", async () => {
    const headers = { "x-api-key": ["ann.right"], "X-Api-Key": ["bob.junk"] };
    expect(await refused(400, good, { headers })).toBe("The header x-api-key came 2 times; send one key.");
  });

  test("403 for a student off the list", async () => {
    await refused(403, good, {
      store: publishedCourse().set(keys.profile(ann), profile("ann", { onList: false })),
    });
  });

  test("409 when the attempts are used up", async () => {
    const store = publishedCourse([aTest("t1", { attemptsAllowed: 1 })]);
    await call(good, store);
    const sentence = await refused(409, bodyOf(answers(["q1", "c"])), {
      store,
      at: "2026-11-21T12:00:00.000Z",
    });
    expect(sentence).toBe("All attempts at linux/t1 are used up; 1 allowed.");
  });

  test("400 for an answer that is not offered, naming question and value", async () => {
    expect(await refused(400, bodyOf(answers(["q1", "z"])))).toBe('Question "q1" offers a, b, c, not "z".');
  });

  test("400 for no answer at all, which leaves the one before as the latest", async () => {
    const store = publishedCourse();
    await call(good, store);
    for (const nothing of [answers(), answers(["q1", ""], ["q2", ""])]) {
      expect(await refused(400, bodyOf(nothing), { store })).toBe(
        "Every question is left out; there is nothing to send.",
      );
    }
  });

  test("400 for a question that the test does not have, and for one answered twice", async () => {
    expect(await refused(400, bodyOf(answers(["q7", "a"])))).toContain('"q7"');
    expect(await refused(400, bodyOf(answers(["q1", "a"], ["q1", "b"])))).toContain("more than once");
  });

  test("400 naming all missing parameters", async () => {
    expect(await refused(400, {})).toBe(
      "subjectName is missing; testId is missing; studentId is missing; testResult is missing.",
    );
  });

  test.each(["../x", "%2f", "a/b", "t\u0001", "..", "t1\u0000.json"])(
    "400 for the test name %j",
    async (testId) => {
      await refused(400, bodyOf([], { testId }));
    },
  );

  test("413 for a body over 256 KiB, counted in bytes", async () => {
    await refused(413, "x".repeat(256 * 1024 + 1));
    await refused(413, "ż".repeat(128 * 1024 + 1));
    await refused(413, "x".repeat(1024 * 1024));
    await refused(400, "x".repeat(256 * 1024));
  });
});
