import { describe, expect, test } from "@jest/globals";
import {
  type Appeal,
  appealLedgerName,
  appealSchema,
  shownAppeal,
  shownAppealSchema,
} from "../../../course/appeals/appeal.ts";
import { appealId, parseAppealId } from "../../../course/appeals/appeal-ref.ts";
import { appealProblem, plainText } from "../../../course/appeals/appeal-text.ts";
import {
  answeredAppealSchema,
  answerRequestSchema,
  appealListSchema,
  nextSteps,
  verdictText,
} from "../../../course/appeals/listed-appeal.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { instant, studentId, testRef } from "../../tasks/support/course.ts";

const ref = { studentId: studentId("ann"), ...testRef("boot"), questionId: questionIdSchema.parse("q2") };
const written = { text: "a is right", at: instant("2026-11-24T12:00:00.000Z") };
const answer = {
  ...{ text: "It is.", by: "Ada Nowak", at: instant("2026-11-25T12:00:00.000Z") },
  decision: "accepted",
} as const;
const open: Appeal = { ...ref, ...written, status: "open" };
const answered: Appeal = { ...ref, ...written, status: "answered", answer };
const declined: Appeal = { ...answered, answer: { ...answer, decision: "declined" } };

describe("An appeal", () => {
  test("is named by student, test and question", () => {
    expect(appealId(ref)).toBe("ann/linux/boot/q2");
    expect(parseAppealId("ann/linux/boot/q2")).toEqual(ref);
  });

  test.each(["", "ann/linux/boot", "ann/linux/boot/q2/", "ann/linux/boot/q2/more", "ann/linux/../q2"])(
    "is not named by %j",
    (id) => {
      expect(parseAppealId(id)).toBeNull();
    },
  );

  test("is stored as it is, and shown to its student without what the student knows", () => {
    for (const appeal of [open, answered, declined]) expect(appealSchema.parse(appeal)).toEqual(appeal);
    const shown = [open, answered].map(shownAppeal);
    const { questionId } = ref;
    expect(shown).toEqual([
      { questionId, ...written, status: "open" },
      { questionId, ...written, status: "answered", answer },
    ]);
    expect(shown.map((each) => shownAppealSchema.parse(each))).toEqual(shown);
  });

  test.each([
    { ...answered, answer: undefined },
    { ...answered, answer: { ...answer, decision: "perhaps" } },
    { ...open, status: "closed" },
    { ...open, questionId: "../q2" },
  ])("is not of the shape %j", (other) => {
    expect(appealSchema.safeParse(other).success).toBe(false);
  });

  test("has one mail of its answer, named by the question", () => {
    expect(appealLedgerName(ref)).toBe("appeal-q2");
  });
});

describe("The text of an appeal", () => {
  test.each([
    ["one\r\ntwo\rthree\nfour", "one\ntwo\nthree\nfour"],
    [" \n a\u200bb \r\n", "ab"],
  ])("%j is kept as %j", (typed, kept) => {
    expect(plainText(typed)).toBe(kept);
  });

  test("has at least one character and a thousand at most, and who wrote more is told how many", () => {
    expect(["x", "x".repeat(1000)].map(appealProblem)).toEqual([null, null]);
    expect(appealProblem("")).toMatchObject({ reason: "appeal-empty", values: {} });
    expect(appealProblem("x".repeat(1001))).toMatchObject({
      body: "The text has 1001 characters; at most 1000 are taken. Nothing was stored.",
      ...{ reason: "appeal-too-long", values: { characters: "1001", mostCharacters: "1000" } },
    });
  });
});

describe("An appeal in the trainer's list", () => {
  const about = { id: "ann/linux/boot/q2", name: "Ann", title: "Boot", question: "Which?", given: "a" };
  const [half, whole] = [
    { earned: "1", of: "2" },
    { earned: "1", of: "1" },
  ];

  test.each([
    [{}, undefined],
    [{ isRight: true }, "right"],
    [{ isRight: true, ...whole }, "right, 1 of 1 point"],
    [{ isRight: false, ...half }, "partly right, 1 of 2 points"],
    [{ isRight: false, earned: "0", of: "2" }, "wrong, 0 of 2 points"],
    [{ isRight: false, earned: "0" }, "wrong"],
    [{ isRight: false, of: "2" }, "wrong"],
    [{ isRight: false, given: null }, "counts as wrong"],
    [{ isRight: false, void: "dropped" as const }, "void: nobody's answer counts"],
    [{ isRight: false, void: "given" as const, ...whole }, "void: everybody has its points, 1 of 1 point"],
  ])("with the mark %j says %j", (mark, said) => {
    expect(verdictText({ ...about, ...mark })).toBe(said);
  });

  test("that is accepted leaves two ways: for everybody, and for this student", () => {
    expect(nextSteps({ appeal: answered })).toEqual([
      "For everybody: mend q2 in linux/boot.yaml, then bin/trainer publish, then bin/trainer grade --again linux/boot",
      'For this student alone: bin/trainer score ann linux/boot VALUE --because "..."',
    ]);
  });

  test("has all that a trainer needs to decide", () => {
    const { question, given } = about;
    const texts = { html: { question, given, right: "b" }, plain: { question, given, right: "b" } };
    const marked = { ...about, isRight: false, ...half, void: "dropped", right: "b", ...texts };
    const appeals = [
      { appeal: open, about: marked },
      { appeal: answered, about },
    ];
    const list = { appeals, isCut: true, unreadable: ["bob/linux/boot/q2: it is not JSON."] };
    expect(appealListSchema.parse(list)).toEqual(list);
    const sent = { appeal: answered, about, mail: "refused", reason: "No such address." };
    expect(answeredAppealSchema.parse(sent)).toEqual(sent);
    const taken = ["sent", "unknown", "not-sent", "perhaps"].map(
      (mail) => answeredAppealSchema.safeParse({ ...sent, mail }).success,
    );
    expect(taken).toEqual([true, true, true, false]);
  });

  test("is answered by a text, a decision, and the time of the appeal that was read", () => {
    const request = { id: about.id, text: "It is.", seenAt: written.at };
    for (const decision of ["accepted", "declined"])
      expect(answerRequestSchema.parse({ ...request, decision })).toEqual({ ...request, decision });
    for (const bad of [request, { ...request, decision: "perhaps" }, { decision: "accepted" }])
      expect(answerRequestSchema.safeParse(bad).success).toBe(false);
  });
});
