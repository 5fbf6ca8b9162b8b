import { describe, expect, test } from "@jest/globals";
import { questionIdSchema } from "../../../course/ids.ts";
import type { QuestionStatistics } from "../../../course/statistics/analysis.ts";
import { analysisViewSchema } from "../../../course/statistics/analysis-view.ts";
import type { Flag } from "../../../course/statistics/flags.ts";
import {
  alphaWords,
  discriminationWords,
  efficiencyWords,
  facilityText,
  facilityWords,
  hadAllWords,
  meanWords,
  sdWords,
  standardErrorWords,
} from "../../../course/statistics/in-words.ts";
import { analysisViewOf, shownAnswers } from "../../../course/statistics/shown-analysis.ts";

/** What is said of figures: those at the ends of its band. */
type Bands = readonly (readonly [sentence: string, ...figures: number[]])[];

/** The figures of which something else is said. */
const saidOtherwise = (bands: Bands, words: (figure: number) => string): readonly string[] =>
  bands.flatMap(([sentence, ...figures]) =>
    figures.flatMap((figure) => (words(figure) === sentence ? [] : [`${figure}: ${words(figure)}`])),
  );

describe("in words is said", () => {
  test("by Moodle's bands how hard a question is", () => {
    const bands: Bands = [
      ["This part of its points was earned: nearly everybody can do it.", 100, 95],
      ["This part of its points was earned: it is easy.", 94.99, 80],
      ["This part of its points was earned: it is fairly easy.", 79.99, 65],
      ["This part of its points was earned: it is about right for most.", 64.99, 35],
      ["This part of its points was earned: it is hard.", 34.99, 20],
      ["This part of its points was earned: it is very hard, or something is wrong with it.", 19.99, 0],
    ];
    expect(saidOtherwise(bands, (facility) => facilityWords({ facility, isJudged: true }))).toEqual([]);
  });

  test("how well it separates better students from weaker ones", () => {
    const bands: Bands = [
      ["It separates better students from weaker ones very well.", 100, 50],
      ["It separates better students from weaker ones well enough.", 49.99, 30],
      ["It separates better students from weaker ones only weakly.", 29.99, 20],
      ["It hardly separates better students from weaker ones.", 19.99, 0],
      ["Better students do worse here than weaker ones: look at its key and its words.", -0.01, -100],
    ];
    expect(saidOtherwise(bands, (figure) => discriminationWords(figure, true))).toEqual([]);
  });

  test("how much of that was possible", () => {
    const bands: Bands = [
      ["How much it separates, of what is possible with these points.", 100, 0],
      ["It separates the wrong way round.", -0.01, -100],
    ];
    expect(saidOtherwise(bands, efficiencyWords)).toEqual([]);
  });

  test("how well the questions go together", () => {
    const bands: Bands = [
      [
        "The questions go together well: another test of the kind would give nearly the same order.",
        ...[100, 75],
      ],
      ["The questions go together well enough.", 74.99, 64],
      ["The questions go together little: the score depends much on which ones were asked.", 63.99, -50],
    ];
    expect(saidOtherwise(bands, (figure) => alphaWords(figure, true))).toEqual([]);
  });

  test("what a figure means, and of few students not whether it is a good one", () => {
    expect([
      facilityWords({ facility: 10, isJudged: false }),
      discriminationWords(-10, false),
      alphaWords(10, false),
      standardErrorWords(0),
      ...[meanWords, sdWords],
    ]).toEqual([
      "This part of its points was earned.",
      "How its points go with those in the rest of the test, from -100% to 100%.",
      "How well the questions go together; 100% is the most.",
      "How far a student's score may be off by chance, up or down.",
      "The average share of the points.",
      "How far students are apart.",
    ]);
  });

  test("why there is no figure", () => {
    expect([
      facilityWords({ facility: null, isJudged: true }),
      facilityWords({ facility: null, isJudged: true, void: "dropped" }),
      facilityWords({ facility: null, isJudged: true, void: "given" }),
      discriminationWords(null, true),
      efficiencyWords(null),
      alphaWords(null, true),
      standardErrorWords(null),
    ]).toEqual([
      "Nobody whose answer counts had this question.",
      "The question is void: nobody's answer counts.",
      "The question is void: everybody has its points.",
      "Undefined: all have the same points in it, or in the rest of the test.",
      "Undefined, for the same reason.",
      "Undefined: it takes two questions and two students with different points.",
      "Undefined, as alpha is.",
    ]);
  });

  test("in a list, a facility's figure, or why there is none", () => {
    expect([
      facilityText({ facility: 0 }),
      facilityText({ facility: 12.5, void: "given" }),
      facilityText({ facility: null }),
      facilityText({ facility: null, void: "dropped" }),
    ]).toEqual(["0%", "12.5%", "nobody had it", "void: nobody's answer counts"]);
  });

  test("over whom alpha and standard error are, where not over all", () => {
    expect([hadAllWords(3, 3), hadAllWords(0, 0), hadAllWords(0, 3), hadAllWords(1, 3)]).toEqual([
      null,
      null,
      "Nobody had all questions, so there is neither alpha nor standard error.",
      "Alpha and standard error are over the 1 student who had all questions.",
    ]);
  });
});

const flag = (kind: Flag["kind"], answerId: string): Flag => ({ kind, answerId, reason: "Look at it." });

/** Of a question that was answered in as many ways as there are counts, each by its place: `n0`, `n1` and so on. */
const question = (
  counts: readonly number[],
  changes: Partial<QuestionStatistics> & { readonly right?: readonly string[] } = {},
): QuestionStatistics => {
  const { right = ["n0"], ...others } = changes;
  const answers = counts.map((count, place) => ({
    ...{ answerId: `n${place}`, text: `Text of ${place}`, count, restCorrelation: null },
    isRight: right.includes(`n${place}`),
  }));
  return {
    ...{ questionId: questionIdSchema.parse("q1"), question: "How many?", areChoices: false, students: 30 },
    ...{ facility: 50, discrimination: 40, efficiency: 60, leftOut: 2, otherKey: 1, ungrouped: 0 },
    ...{ isJudged: true, flags: [], answers },
    ...others,
  };
};

describe("of a question's answers are shown", () => {
  const shown = (of: QuestionStatistics) => {
    const { answers, others } = shownAnswers(of);
    return [answers.map(({ answerId }) => answerId).join(" "), others];
  };

  test("the first eight; who gave another one is counted, with those who are in no group", () => {
    expect(shown(question([9, 8, 7, 6, 5, 4, 3, 2]))).toEqual(["n0 n1 n2 n3 n4 n5 n6 n7", 0]);
    expect(shown(question([9, 8, 7, 6, 5, 4, 3, 2, 2, 1], { ungrouped: 5 }))).toEqual([
      "n0 n1 n2 n3 n4 n5 n6 n7",
      2 + 1 + 5,
    ]);
  });

  test("also a right one further down, up to four right ones, and one that a flag is about", () => {
    const counts = [14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1];
    const right = ["n1", "n9", "n10", "n11", "n12"];
    const flags = [flag("suspect-key", "n13")];
    expect(shown(question(counts, { right, flags }))).toEqual([
      "n0 n1 n2 n3 n4 n5 n6 n7 n9 n10 n11 n13",
      6 + 2,
    ]);
  });
});

describe("the view of an analysis", () => {
  const figures = {
    ...{ students: 30, mean: 50, sd: 20.5, alpha: null, standardError: null, hadAll: 0 },
  };
  const counts = {
    scores: [{ right: 1, questions: 2, scale: 5, students: 30 }],
    ...{ read: 30, of: 31, unreadable: 1 },
  };

  test("has each question with its place, and why it does not count", () => {
    const questions = [question([20, 8]), question([], { void: "dropped", facility: null })];
    const view = analysisViewOf({ ...figures, questions }, counts);
    const { ungrouped: _, ...first } = question([20, 8]);
    expect(view).toEqual({
      ...figures,
      ...counts,
      questions: [
        { ...first, place: 1, others: 0 },
        { ...first, place: 2, others: 0, answers: [], facility: null, void: "dropped" },
      ],
      moreQuestions: 0,
    });
    expect(view.questions[0]).not.toHaveProperty("void");
  });

  test("is read by its page as it was made", () => {
    const questions = [
      question([20, 8], { void: "given" }),
      question([20, 8], { flags: [flag("suspect-key", "n1"), flag("bad-distractor", "n0")] }),
    ];
    const view = analysisViewOf({ ...figures, questions }, counts);
    expect(analysisViewSchema.parse(view)).toEqual(view);
  });

  test("has texts of questions up to 300 characters, those of answers and their ids up to 120", () => {
    const [fits, long] = ["x".repeat(120), "y".repeat(121)];
    const answers = [fits, long].map((text) => ({
      ...{ answerId: text, text, isRight: false, count: 1, restCorrelation: null },
    }));
    const asked = question([], {
      ...{ question: "z".repeat(301), answers, flags: [flag("suspect-key", long)] },
    });
    const questions = [asked, { ...asked, question: "z".repeat(300) }];
    const [first, second] = analysisViewOf({ ...figures, questions }, counts).questions;
    const cut = `${"y".repeat(119)}…`;
    expect([first?.question, second?.question]).toEqual([`${"z".repeat(299)}…`, "z".repeat(300)]);
    expect(first?.answers.map(({ answerId, text }) => [answerId, text])).toEqual([
      [fits, fits],
      [cut, cut],
    ]);
    expect(first?.flags).toEqual([flag("suspect-key", cut)]);
  });

  test("has the first 100 questions, and those further down whose key looks wrong", () => {
    const flagsOf = (place: number): Flag[] => {
      if (place === 102) return [flag("bad-distractor", "n0"), flag("suspect-key", "n1")];
      return place === 103 ? [flag("bad-distractor", "n0")] : [];
    };
    const questions = Array.from({ length: 103 }, (_, index) =>
      question([20, 8], { flags: flagsOf(index + 1) }),
    );
    const view = analysisViewOf({ ...figures, questions }, counts);
    expect(view.questions.slice(98).map(({ place }) => place)).toEqual([99, 100, 102]);
    expect(view.moreQuestions).toBe(2);
  });
});
