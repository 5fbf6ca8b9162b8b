import { expect, test } from "@jest/globals";
import { questionIdSchema } from "../../../course/ids.ts";
import { amount, duration, priceOf, share, untilOrSince } from "../../../web/console/format.ts";
import { addressOf, placeOf } from "../../../web/console/router.ts";
import { shownJson } from "../../../web/console/shown-json.ts";
import { facilityBars, scoreBars } from "../../../web/console/test-charts.ts";

test.each([
  [40, "40 ms"],
  [12_340, "12.3 s"],
  [66_000, "1 min 6 s"],
  [3_600_000, "1 h"],
  [183_840_000, "2 d 3 h"],
])("%d ms are %s", (ms, words) => {
  expect(duration(ms)).toBe(words);
});

test("a deadline is shown as time from now, or ago", () => {
  expect([untilOrSince(60_000, 0), untilOrSince(0, 60_000)]).toEqual(["in 1 min", "1 min ago"]);
});

test("prices are shown as in the price lists", () => {
  const prices = [0.025, 0.2, 0.0000133334, 1].map((dollars, index) =>
    priceOf({ dollars, per: index === 2 ? 1 : 1000 }),
  );
  expect(prices).toEqual(["$0.025 per 1,000", "$0.20 per 1,000", "$0.0000133334 each", "$1.00 per 1,000"]);
  expect([amount(1234), amount(1.23456), share(1, 3), share(0, 0)]).toEqual(["1,234", "1.23", "33%", "–"]);
});

test("every view's address leads back to it, whatever its names hold", () => {
  expect([addressOf.runs, addressOf.tests, addressOf.inbox].map(placeOf).map(({ view }) => view)).toEqual([
    "runs",
    "tests",
    "inbox",
  ]);
  expect(placeOf(addressOf.student("a run/1", "é"))).toEqual({
    view: "student",
    run: "a run/1",
    student: "é",
  });
  expect(placeOf(addressOf.test("linux", "week1"))).toEqual({
    view: "test",
    subject: "linux",
    testId: "week1",
  });
  expect([placeOf(""), placeOf("#/elsewhere"), placeOf("#/runs/%E0%A4%A")].map(({ view }) => view)).toEqual([
    "runs",
    "nowhere",
    "run",
  ]);
});

test("JSON inside JSON is shown as JSON, and no task token is shown", () => {
  const parameters = JSON.stringify({ MessageBody: JSON.stringify({ token: "secret", input: { a: 1 } }) });
  const shown = shownJson({ parameters, TaskToken: "secret", note: "{not JSON" });
  expect(shown).not.toContain("secret");
  expect(JSON.parse(shown)).toEqual({
    parameters: { MessageBody: { token: "(hidden: it is a credential)", input: { a: 1 } } },
    TaskToken: "(hidden: it is a credential)",
    note: "{not JSON",
  });
  expect(shownJson('{"token":"secret"}')).not.toContain('"secret"');
});

const scored = (right: number, students = 1, questions = 4) => ({ right, questions, scale: 5, students });

test("every score that is possible has its bar, also one that nobody has", () => {
  expect(scoreBars([scored(4), scored(1, 2)]).map(({ label, value }) => [label, value])).toEqual([
    ["5", 1],
    ["3.75", 0],
    ["2.5", 0],
    ["1.25", 2],
    ["0", 0],
  ]);
  expect(scoreBars([])).toEqual([]);
  expect(scoreBars([scored(1, 200_000)])[3]?.value).toBe(200_000);
});

test("where there are too many scores for a picture, some share a bar, and each student is in one", () => {
  const bars = scoreBars([scored(0, 1, 40), scored(17, 1, 40), scored(40, 1, 40)]);
  expect(bars.length).toBeLessThan(15);
  expect(bars.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(3);
  expect([bars.at(0)?.value, bars.at(-1)?.value]).toEqual([1, 1]);
});

test("where questions have points, a student stands in the tenth of the scale that the score lies in", () => {
  const points = (earned: string, students: number) => ({
    ...scored(1, students),
    points: { earned, of: "12" },
  });
  const nothing = { ...scored(0, 9), nothingCounts: true as const };
  const bars = scoreBars([points("12", 1), points("10", 2), points("0", 3), nothing]);
  expect(bars).toHaveLength(10);
  expect(bars.flatMap(({ label, value }) => ((value ?? 0) > 0 ? [[label, value]] : []))).toEqual([
    ["4.5 – 5", 1],
    ["4 – 4.5", 2],
    ["0 – 0.5", 3],
  ]);
});

test("a question's bar is the part of its points that was earned; where there is none, it says why", () => {
  const shown = { areChoices: true, students: 2, discrimination: null, efficiency: null, answers: [] };
  const counts = { others: 0, leftOut: 0, otherKey: 0, isJudged: false, flags: [] };
  const none = { facility: null };
  const figures = [
    { facility: 62.5 },
    none,
    { ...none, void: "dropped" as const },
    { ...none, void: "given" as const },
  ];
  const bars = figures.map((figure, index) => ({
    ...{ ...shown, ...counts, ...figure, place: index + 1, question: `What is q${index + 1}?` },
    questionId: questionIdSchema.parse(`q${index + 1}`),
  }));
  expect(facilityBars(bars)).toEqual([
    { label: "1. What is q1?", value: 0.625, words: "62.5%" },
    { label: "2. What is q2?", value: null, words: "nobody had it" },
    { label: "3. What is q3?", value: null, words: "void: nobody's answer counts" },
    { label: "4. What is q4?", value: null, words: "void: everybody has its points" },
  ]);
});
