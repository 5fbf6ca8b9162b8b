import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { keys } from "../../course/storage/storage-keys.ts";
import { noJsonInputs, trickyNames, trickyPaths, wrongInputs } from "./support/bad-input.ts";
import { expectRefusal } from "./support/expect-refusal.ts";
import { asStudentId, GuardedClass, words } from "./support/guarded-class.ts";

jest.setTimeout(240_000);

let guarded: GuardedClass;
let ann: string;
let atFirst: readonly string[];

beforeAll(async () => {
  guarded = await GuardedClass.begin(["ann", "bob"]);
  ann = guarded.week.keyOf("ann");
  atFirst = await guarded.stored();
});

afterAll(() => guarded.end());

/** Nothing that bad input brings about may say what the students must not know. */
const expectNothingGiven = (text: string): void => {
  expect(text).not.toMatch(/"right"|answer-key|students\/|runs\/|example\.com|\bat .*\.ts|Error/);
};

describe.each([
  ["A body that is no JSON object", noJsonInputs],
  ["A name that leads astray", trickyNames],
  ["A request that can't be met", wrongInputs],
])("%s is refused in words, and nothing is stored:", (_, inputs) => {
  test.each(inputs)("%s", async (_, request, code, sentence) => {
    const reply = await guarded.call(ann, request);
    expectRefusal(reply, code);
    expect(JSON.parse(reply.text).body).toMatch(new RegExp(sentence, "s"));
    expectNothingGiven(reply.text);
    expect(await guarded.stored()).toEqual(atFirst);
  });
});

describe("A way around the routes is a 404:", () => {
  test.each(trickyPaths)("'%s'", async (path) => {
    for (const method of ["GET", "POST"]) {
      const reply = await guarded.call(ann, { method, path });
      expectRefusal(reply, 404);
      expectNothingGiven(reply.text);
    }
    expect(await guarded.stored()).toEqual(atFirst);
  });
});

test("after all of that the class works as before, and what is stored is ann's submission and its entry in the test's list", async () => {
  const testResult = [{ questionId: "q1", answer: words.rightAnswer }];
  const body = JSON.stringify({ subjectName: "linux", testId: "week1", studentId: "ann", testResult });
  expect((await guarded.call(ann, { path: "/v1/test", body })).status).toBe(200);
  const added = (await guarded.stored()).filter((name) => !atFirst.includes(name));
  expect(added).toEqual([
    expect.stringMatching(/^by-test\/linux\/week1\/handed-in\/ann\//),
    expect.stringContaining(keys.submissions(asStudentId("ann"))),
  ]);
});
