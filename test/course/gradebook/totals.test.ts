import { describe, expect, test } from "@jest/globals";
import { type CountingScore, type ScoreRules, totalsOf, weightOf } from "../../../course/gradebook/totals.ts";

const score = (right: number, questions: number, changes: Partial<CountingScore> = {}): CountingScore => ({
  subject: "linux",
  points: { numerator: BigInt(right), denominator: BigInt(questions) },
  best: 5,
  weight: 1,
  ...changes,
});

const totals = (scores: readonly CountingScore[], rules: ScoreRules = {}) => {
  const { total, outOf, average, dropped } = totalsOf(scores, rules);
  return [total, outOf, average, [...dropped].toSorted().join()];
};

describe("the sum of a student's scores", () => {
  test("is exact, and rounded only to be shown: three thirds of 5 are 5", () => {
    expect(totals([score(1, 3), score(1, 3), score(1, 3)])).toEqual(["5", "15", "33.33", ""]);
  });

  // 5 × (1/3 + 2/3) + 0.04 × 1/8 = 5.005; a thirds' remainder lost on the way would make it 5.00.
  test("is rounded once, half up", () => {
    expect(totals([score(1, 3), score(2, 3), score(1, 8, { best: 0.04 })])[0]).toBe("5.01");
  });

  test("is nothing, with no average, when nothing counts", () => {
    expect(totals([])).toEqual(["0", "0", null, ""]);
    expect(totals([score(3, 3, { weight: 0 })])).toEqual(["0", "0", null, ""]);
  });

  // 2 × 3.75 + 0.5 × 5 = 10 out of 2 × 5 + 0.5 × 5 = 12.5.
  test("takes each score by its test's weight", () => {
    expect(totals([score(3, 4, { weight: 2 }), score(2, 2, { weight: 0.5 })])).toEqual([
      "10",
      "12.5",
      "80",
      "",
    ]);
  });

  test("adds up scores of different best scores", () => {
    expect(totals([score(1, 2, { best: 10 }), score(1, 2, { best: 0.5 })])).toEqual([
      "5.25",
      "10.5",
      "50",
      "",
    ]);
  });
});

describe("a test's weight", () => {
  const rules = { weights: { linux: 2, "linux/files": 0.5 } };

  test("is its own, else its subject's, else 1", () => {
    expect(weightOf({ subject: "linux", testId: "files" }, rules)).toBe(0.5);
    expect(weightOf({ subject: "linux", testId: "boot" }, rules)).toBe(2);
    expect(weightOf({ subject: "networks", testId: "boot" }, rules)).toBe(1);
    expect(weightOf({ subject: "networks", testId: "boot" }, {})).toBe(1);
  });
});

describe("the lowest scores", () => {
  test("don't count, as many as the course says", () => {
    expect(totals([score(1, 5), score(5, 5), score(0, 5), score(4, 5)], { drop: 2 })).toEqual([
      "9",
      "10",
      "90",
      "0,2",
    ]);
  });

  test("are dropped of each subject", () => {
    const networks = { subject: "networks" };
    const scores = [score(1, 5), score(2, 5), score(4, 5, networks), score(3, 5, networks)];
    expect(totals(scores, { drop: { linux: 1 } })).toEqual(["9", "15", "60", "0"]);
    expect(totals(scores, { drop: { linux: 1, networks: 1 } })).toEqual(["6", "10", "60", "0,3"]);
  });

  // 4 of 10 is the lower average, but the larger share: without it 1 of 5 is left, which is worse.
  test("are those without which the average is the best, not those with the fewest points", () => {
    const scores = [score(1, 5, { best: 1 }), score(40, 100, { best: 100 }), score(9, 10, { best: 10 })];
    expect(totals(scores, { drop: 1 })).toEqual(["9.2", "11", "83.64", "1"]);
  });

  test("leave one that counts, however few there are yet", () => {
    expect(totals([score(2, 5)], { drop: 3 })).toEqual(["2", "5", "40", ""]);
    expect(totals([score(2, 5), score(3, 5)], { drop: 3 })).toEqual(["3", "5", "60", "0"]);
  });

  test("are never those without weight, which don't count anyway", () => {
    const scores = [score(0, 5, { weight: 0 }), score(2, 5), score(4, 5)];
    expect(totals(scores, { drop: 1 })).toEqual(["4", "5", "80", "1"]);
  });

  test("are the lighter of equals, so that more counts", () => {
    expect(totals([score(0, 5, { weight: 3 }), score(0, 5)], { drop: 1 })).toEqual(["0", "15", "0", "1"]);
    expect(totals([score(0, 5), score(0, 5, { weight: 3 })], { drop: 1 })).toEqual(["0", "15", "0", "0"]);
  });

  test("are the later of the same, so that what is shown as dropped does not jump", () => {
    expect(totals([score(2, 5), score(2, 5), score(2, 5)], { drop: 1 })).toEqual(["4", "10", "40", "2"]);
  });
});

/** A sequence of numbers that is the same each time. */
const numbers = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};

const someScores = (next: (below: number) => number): CountingScore[] =>
  Array.from({ length: 1 + next(7) }, () => {
    const questions = 1 + next(6);
    const subject = ["linux", "networks"][next(2)] ?? "";
    return score(next(questions + 1), questions, {
      subject,
      best: [1, 5, 5.5, 100][next(4)] ?? 1,
      weight: [0, 0.25, 1, 3][next(4)] ?? 1,
    });
  });

const rules: ScoreRules[] = [
  {},
  { drop: 1 },
  { drop: 2 },
  { drop: { linux: 1 } },
  { drop: { linux: 2, networks: 1 } },
];

const ratio = (scores: readonly CountingScore[], chosen: readonly number[]): number => {
  const picked = chosen.flatMap((place) => scores[place] ?? []);
  const outOf = picked.reduce((sum, { best, weight }) => sum + best * weight, 0);
  const total = picked.reduce(
    (sum, { points, best, weight }) =>
      sum + (Number(points.numerator) / Number(points.denominator)) * best * weight,
    0,
  );
  return outOf === 0 ? Number.NaN : (100 * total) / outOf;
};

const subsets = (places: readonly number[]): number[][] =>
  Array.from({ length: 2 ** places.length }, (_, bits) =>
    places.filter((_, place) => Math.floor(bits / 2 ** place) % 2 === 1),
  );

describe("of any scores", () => {
  test("a better one never gives a worse average", () => {
    const next = numbers(7);
    for (let round = 0; round < 2_000; round += 1) {
      const scores = someScores(next);
      const better = scores.map((one) => ({ ...one }));
      const place = next(scores.length);
      const one = scores[place];
      if (one === undefined || one.points.numerator === one.points.denominator) continue;
      better[place] = { ...one, points: { ...one.points, numerator: one.points.numerator + 1n } };
      for (const rule of rules) {
        const [before, after] = [totalsOf(scores, rule), totalsOf(better, rule)];
        expect(Number(after.average)).toBeGreaterThanOrEqual(Number(before.average));
      }
    }
  });

  test("no other choice of as many to drop gives a better average", () => {
    const next = numbers(11);
    for (let round = 0; round < 400; round += 1) {
      const scores = someScores(next);
      const weighty = scores.flatMap(({ weight }, place) => (weight > 0 ? [place] : []));
      for (const drop of [1, 2]) {
        const { average, dropped } = totalsOf(scores, { drop });
        const kept = weighty.length - dropped.size;
        const best = Math.max(
          ...subsets(weighty)
            .filter(({ length }) => length === kept)
            .map((chosen) => ratio(scores, chosen)),
        );
        if (average === null) expect(weighty).toEqual([]);
        else expect(Math.abs(Number(average) - best)).toBeLessThan(0.006);
      }
    }
  });
});
