import { describe, expect, test } from "@jest/globals";
import { releaseOf } from "../../../course/grading/release.ts";
import { settingsSchema } from "../../../course/settings.ts";
import { aTest, instant, settings } from "../../tasks/support/course.ts";

const extended = instant("2026-11-25T22:00:00.000Z");
const graded = instant("2026-11-23T22:01:00.000Z");
const oneHasLonger = aTest("t1", { lastDeadline: extended });

describe("What a student may know of a graded test", () => {
  test("is the score alone where the course gives no feedback", () => {
    expect(releaseOf({}, aTest(), graded)).toEqual({ score: "now", marks: "never", answers: "never" });
  });

  test("is everything at once, as long as nobody has more time", () => {
    const all = { score: "now", marks: "now", answers: "now" };
    expect(releaseOf({ feedback: true }, aTest(), graded)).toEqual(all);
    expect(releaseOf({ feedback: true }, undefined, graded)).toEqual(all);
  });

  test("is which answers were right, and the right ones when the last deadline has passed", () => {
    const feedback = { feedback: true };
    expect(releaseOf(feedback, oneHasLonger, graded)).toEqual({
      score: "now",
      marks: "now",
      answers: extended,
    });
    expect(releaseOf(feedback, oneHasLonger, extended).answers).toBe("now");
  });

  test("is what the course says", () => {
    const released = (release: object) =>
      releaseOf(
        { feedback: true, ...settingsSchema.pick({ release: true }).parse({ release }) },
        oneHasLonger,
        graded,
      );
    expect(released({ answers: "after grading" }).answers).toBe("now");
    expect(released({ answers: "never" })).toEqual({ score: "now", marks: "now", answers: "never" });
    expect(released({ score: "after extensions" })).toEqual({
      score: extended,
      marks: extended,
      answers: extended,
    });
    expect(released({ score: "never" })).toEqual({ score: "never", marks: "never", answers: "never" });
  });
});

describe("A course's release", () => {
  test("is one of three words", () => {
    expect(fault({ score: "sometimes" })).toBe('must be "after grading", "after extensions" or "never"');
  });

  const fault = (release: unknown): string | undefined =>
    settingsSchema.safeParse({ ...settings, release }).error?.issues[0]?.message;

  test("takes no answers before the score", () => {
    const words = "may not tell right answers before the score, which they show";
    expect(fault({ score: "never", answers: "after extensions" })).toBe(words);
    expect(fault({ score: "after extensions", answers: "after grading" })).toBe(words);
    expect(fault({ score: "after extensions", answers: "never" })).toBeUndefined();
  });
});
