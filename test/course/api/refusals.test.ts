import { describe, expect, test } from "@jest/globals";
import { refusalSchema } from "../../../course/api/answers.ts";
import { isEnough, refusalSentence } from "../../../course/api/refusals.ts";
import { refused } from "../../../course/api/refused.ts";
import {
  contentSecurityPolicy,
  contentSecurityPolicyWithoutQuotes,
} from "../../../course/api/security-headers.ts";
import { wordsOf } from "../../../course/words/words.ts";

const polish = wordsOf({ language: "pl" }).refusals;
const when = (instant: string): string => `<${instant}>`;
const late = { subject: "linux", testId: "files", deadline: "2026-11-23T22:00:00.000Z" };

describe("Why the API refuses", () => {
  test("is an English sentence, and beside it what other languages are made from", () => {
    const refusal = refused("deadline-passed", late, () => "Monday");
    expect(refusal).toEqual({
      body: "The deadline of linux/files has passed. It was Monday.",
      reason: "deadline-passed",
      values: late,
    });
    expect(refusalSchema.parse({ code: 410, ...refusal })).toMatchObject(refusal);
  });

  test("is told in a client's language, with its own way to write an instant", () => {
    expect(refusalSentence(refused("deadline-passed", late), polish, when)).toBe(
      "Termin testu linux/files minął: <2026-11-23T22:00:00.000Z>.",
    );
  });

  test.each([
    ["no reason, as an older server", { body: "Sorry." }],
    ["a reason of a newer server", { reason: "of-tomorrow", values: {} }],
    ["a reason of another kind", { reason: ["no-such-link"], values: {} }],
    ["a name that every object has", { reason: "constructor" }],
    ["not all values", { reason: "no-test", values: { subject: "linux" } }],
    ["values of another kind", { reason: "no-subject", values: { subject: ["linux"] } }],
  ])("is left to the server's own sentence, where it gives %s", (_, refusal) => {
    expect(refusalSentence(refusal, polish, when)).toBeNull();
  });

  test("is said without what its code means elsewhere, where it is about an appeal", () => {
    const ofAppeals = [
      "marks-not-shown",
      "no-question",
      "appeal-empty",
      "appeal-too-long",
      "appeal-answered",
    ];
    expect(ofAppeals.filter((reason) => isEnough({ reason }))).toEqual(ofAppeals);
    for (const reason of ["no-test", "deadline-passed", undefined]) expect(isEnough({ reason })).toBe(false);
  });
});

test("Nothing in an answer of the API is loaded or run, and the gateway's own header has no single quotes", () => {
  expect(contentSecurityPolicy).toBe("default-src 'none'; frame-ancestors 'none'; sandbox");
  expect(contentSecurityPolicyWithoutQuotes).toBe("sandbox");
});
