import { describe, expect, test } from "@jest/globals";
import { listTestsAnswerSchema, type ShowTestAnswer } from "../../../course/api/answers.ts";
import { answerIdSchema, instantSchema, questionIdSchema } from "../../../course/ids.ts";
import { receiptSchema } from "../../../course/submission.ts";
import { askedOf, asksTheSame, carryOver } from "../../../web/student/asked.ts";
import { Device } from "../../../web/student/device/device.ts";
import { keepShownTest } from "../../../web/student/device/keep-shown-test.ts";
import { inMemory } from "../../../web/student/device/storage.ts";
import { draftOf, givenBefore } from "../../../web/student/given-answers.ts";
import { sentLatest } from "../../../web/student/sent-latest.ts";
import type { Answers } from "../../../web/student/submit-request.ts";

const name = { subject: "linux", testId: "t1" };

/** Questions as `[id, text, ...choices]`; choices have the ids a, b, c in the order in which they stand. */
const shownTest = (...questions: readonly (readonly [string, string, ...string[]])[]): ShowTestAnswer => ({
  code: 200,
  title: "One",
  deadline: instantSchema.parse("2026-11-23T22:00:00.000Z"),
  body: questions.map(([id, question, ...choices]) => ({
    questionId: questionIdSchema.parse(id),
    question,
    answers: choices.map((answerBody, index) => ({
      answerId: answerIdSchema.parse("abc"[index]),
      answerBody,
    })),
  })),
});

const before = shownTest(["1", "Two and two?", "three", "four"], ["2", "Is it so?", "yes", "no"]);
const given: Answers = { 1: "b", 2: "a" };
const carriedTo = (now: ShowTestAnswer) => carryOver(now, given, askedOf(before, given));

describe("Answers that are not sent yet", () => {
  test("stay where the questions are as they were", () => {
    expect(carriedTo(before)).toEqual({ answers: given, altered: [], lost: [] });
  });

  test("go with their question when another is inserted before it, also one that offers the same", () => {
    const now = shownTest(
      ["1", "Is it not so?", "yes", "no"],
      ["2", "Two and two?", "three", "four"],
      ["3", "Is it so?", "yes", "no"],
    );
    expect(carriedTo(now)).toEqual({ answers: { 2: "b", 3: "a" }, altered: [], lost: [] });
  });

  test("go with the words of the choice when choices change their places", () => {
    const now = shownTest(["1", "Two and two?", "four", "three"], ["2", "Is it so?", "no", "yes"]);
    expect(carriedTo(now)).toEqual({ answers: { 1: "a", 2: "b" }, altered: [], lost: [] });
  });

  test("stay, and the question is named, when a choice comes beside the one that was picked", () => {
    const now = shownTest(["1", "Two and two?", "three", "four", "five"], ["2", "Is it so?", "yes", "no"]);
    expect(carriedTo(now)).toEqual({ answers: given, altered: ["1"], lost: [] });
  });

  test.each([
    ["the question asks something else", ["1", "Three and one?", "three", "four"]],
    ["the choice is gone", ["1", "Two and two?", "three", "five"]],
  ] as const)("are told, not used, when %s", (_, first) => {
    const { answers, lost } = carriedTo(shownTest([...first], ["2", "Is it so?", "yes", "no"]));
    expect(answers).toEqual({ 2: "a" });
    expect(lost).toEqual([{ question: "Two and two?", offered: ["three", "four"], answer: "four" }]);
  });

  test("of questions with the same words go to the one of the same id, or the same choices, or to none", () => {
    const asked = { 1: { question: "Why?", offered: ["x", "y"], answer: "x" } };
    const twins = shownTest(["2", "Why?", "x", "y"], ["1", "Why?", "x", "y"]);
    expect(carryOver(twins, { 1: "a" }, asked).answers).toEqual({ 1: "a" });
    const oneLikeIt = shownTest(["1", "Why?", "x", "z"], ["2", "Why?", "x", "y"]);
    expect(carryOver(oneLikeIt, { 1: "a" }, asked).answers).toEqual({ 2: "a" });
    const others = shownTest(["2", "Why?", "x", "y"], ["3", "Why?", "x", "y"]);
    expect(carryOver(others, { 1: "a" }, asked)).toMatchObject({ answers: {}, lost: [asked[1]] });
  });

  test("go to what asks the same also in another order of choices, not where a choice's id means another", () => {
    const turned = before.body.map((question) => ({ ...question, answers: question.answers.toReversed() }));
    expect(asksTheSame(before, { body: turned })).toBe(true);
    const renamed = shownTest(["1", "Two and two?", "four", "three"], ["2", "Is it so?", "yes", "no"]);
    expect(asksTheSame(before, renamed)).toBe(false);
  });
});

describe("A device that has kept answers", () => {
  const inserted = shownTest(["1", "New?", "three", "four"], ["2", "Two and two?", "three", "four"]);

  test("gives them back under the questions that they were given to", () => {
    const device = new Device(inMemory(), inMemory());
    device.keepDraft("ada", name, draftOf(before, { 1: "b" }, false));
    expect(givenBefore(device, "ada", name, inserted)).toEqual({
      from: "draft",
      answers: { 2: "b" },
      altered: [],
      lost: [],
      isGuessed: false,
    });
  });

  test("gives back what an earlier version of the page kept, by the questions that it saw last, and says so", () => {
    const lasting = inMemory();
    lasting.setItem("test-time/draft/ada/linux/t1", '{"answers":{"1":"b"},"isUnsure":true}');
    lasting.setItem("test-time/test/ada/linux/t1", JSON.stringify(before));
    const device = new Device(lasting, inMemory());
    expect(givenBefore(device, "ada", name, before)).toMatchObject({ answers: { 1: "b" }, isGuessed: true });
    keepShownTest(device, "ada", name, inserted);
    keepShownTest(device, "ada", name, inserted);
    expect(device.draft("ada", name)).toMatchObject({ isUnsure: true, isGuessed: true });
    expect(givenBefore(device, "ada", name, inserted)).toMatchObject({
      answers: { 2: "b" },
      isGuessed: true,
    });
  });

  const receipt = {
    submissionId: "s",
    receivedAt: "2026-11-19T10:00:00.000Z",
    deadline: "d",
    sha256: "h",
  };
  const sent = {
    subjectName: "linux",
    testId: "t1",
    studentId: "ada",
    testResult: [{ questionId: "1", answer: "b" }],
    receipt,
  };

  const proof = {
    submissionId: "a".repeat(32),
    sha256: "b".repeat(64),
    receivedAt: "2026-11-19T10:00:00.000Z",
    deadline: "2026-11-23T22:00:00.000Z",
  };

  test("does the same with what was sent from it, and prefers what is not sent yet", () => {
    const lasting = inMemory();
    lasting.setItem("test-time/receipt/ada/linux/t1", JSON.stringify(sent));
    lasting.setItem("test-time/test/ada/linux/t1", JSON.stringify(before));
    const device = new Device(lasting, inMemory());
    keepShownTest(device, "ada", name, inserted);
    expect(givenBefore(device, "ada", name, inserted)).toMatchObject({
      from: "receipt",
      answers: { 2: "b" },
    });
    device.keepDraft("ada", name, draftOf(inserted, { 1: "a" }, false));
    expect(givenBefore(device, "ada", name, inserted)).toMatchObject({ from: "draft", answers: { 1: "a" } });
    device.dropDraft("ada", name);
    expect(givenBefore(device, "ada", name, inserted)).toMatchObject({ from: "receipt" });
  });

  test("finds them under the new name of a test that was renamed, and leaves alone what stands there", () => {
    const device = new Device(inMemory(), inMemory());
    const former = { subject: "linux", testId: "t0" };
    const draft = draftOf(before, given, false);
    device.keepDraft("ada", former, draft);
    device.keepReceipt(
      "ada",
      { ...former, testId: "older" },
      { ...sent, receipt: receiptSchema.parse(proof) },
    );
    const open = { ...name, title: "One", opens: null, deadline: before.deadline, submitted: true };
    const renamedFrom = [former, { subject: "linux", testId: "older" }];
    const list = listTestsAnswerSchema.parse({
      code: 200,
      body: [],
      open: [{ ...open, attemptsUsed: 1, attemptsAllowed: null, renamedFrom }],
    });
    device.keepList("ada", list);
    expect([device.draft("ada", name), device.draft("ada", former)]).toEqual([draft, null]);
    expect(device.receipt("ada", name)?.receipt).toEqual(proof);
    device.keepDraft("ada", former, { ...draft, answers: {} });
    device.keepList("ada", list);
    expect(device.draft("ada", name)).toEqual(draft);
  });

  test("knows what arrived last: from itself, or by the server's list from another one", () => {
    const lasting = inMemory();
    const device = new Device(lasting, inMemory());
    const listed = (receivedAt: string) =>
      lasting.setItem(
        "test-time/list/ada",
        JSON.stringify({
          open: [
            { ...name, title: "One", deadline: "d", submitted: true, receipt: { ...receipt, receivedAt } },
          ],
        }),
      );
    expect(sentLatest(device, "ada", name)).toBeNull();
    lasting.setItem("test-time/receipt/ada/linux/t1", JSON.stringify(sent));
    expect(sentLatest(device, "ada", name)).toEqual(receipt);
    listed("2026-11-18T10:00:00.000Z");
    expect(sentLatest(device, "ada", name)).toEqual(receipt);
    listed("2026-11-20T10:00:00.000Z");
    expect(sentLatest(device, "ada", name)?.receivedAt).toBe("2026-11-20T10:00:00.000Z");
  });
});
