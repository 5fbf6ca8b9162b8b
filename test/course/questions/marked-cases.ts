import { describe, expect, test } from "@jest/globals";
import { exactText } from "../../../course/grading/fraction.ts";
import { markingFor } from "../../../course/questions/markings.ts";
import { answerKeyEntrySchema } from "../../../course/questions/schemas.ts";
import { answerSchema } from "../../../course/questions/shapes.ts";

/** A rule, a given answer, and the exact share of the points that it earns. */
export type MarkedCase = readonly [rule: string, key: object, given: unknown, share: string];

/** Each case by hand: what is asked, what is answered, what it is worth. */
export const markedCases = (type: string | undefined, cases: readonly MarkedCase[]): void => {
  describe(`A question of the type ${type ?? "single"}`, () => {
    test.each(cases)("%s: %j answered by %j earns %s", (_, key, given, share) => {
      const entry = answerKeyEntrySchema.parse({ questionId: "q1", ...(type && { type }), ...key });
      expect(exactText(markingFor(entry).share(entry, answerSchema.parse(given)))).toBe(share);
    });

    test("has at least twenty cases, some right and some not", () => {
      expect(cases.length).toBeGreaterThanOrEqual(20);
      expect(new Set(cases.map(([, , , share]) => share)).size).toBeGreaterThan(1);
    });
  });
};
