import { counted } from "../../course/counted.ts";
import { mendKey } from "../../course/grading/mend-key.ts";
import { testPath } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import type { AnswerStatistics, QuestionStatistics, TestAnalysis } from "../../course/statistics/analysis.ts";
import {
  alphaWords,
  discriminationWords,
  efficiencyWords,
  facilityWords,
  hadAllWords,
  meanWords,
  sdWords,
  standardErrorWords,
} from "../../course/statistics/in-words.ts";
import { leastJudged } from "../../course/statistics/least-judged.ts";
import { shownAnswers } from "../../course/statistics/shown-analysis.ts";
import type { Test } from "../../course/test.ts";
import { table } from "../commands/table.ts";
import type { Terminal } from "../commands/terminal.ts";
import type { AnalysedTest } from "./analyse-test.ts";

type Paint = Terminal["paint"];

const percentText = (value: number | null): string => (value === null ? "-" : `${value}%`);

const barWidth = 20;

const bar = (count: number, students: number): string => {
  const full = students === 0 ? 0 : Math.round((barWidth * count) / students);
  return count > 0 && full === 0 ? "▏" : "█".repeat(full);
};

const restText = (restCorrelation: number | null): string => {
  if (restCorrelation === null) return "rest -";
  return `rest ${restCorrelation > 0 ? "+" : ""}${restCorrelation.toFixed(2)}`;
};

const answerCells = (
  { answerId, text, isRight, count, restCorrelation }: AnswerStatistics,
  { students }: QuestionStatistics,
  paint: Paint,
): string[] => [
  isRight ? paint("good", "  ✓") : "   ",
  `${answerId} ${quote(text)}`,
  String(count),
  restText(restCorrelation),
  bar(count, students),
];

const answerLines = (question: QuestionStatistics, paint: Paint): string[] => {
  const { leftOut, students } = question;
  const { answers, others } = shownAnswers(question);
  const row = (what: string, count: number): string[] =>
    count === 0 ? [] : ["   ", paint("faint", what), String(count), "", bar(count, students)];
  return table(
    [
      ...answers.map((answer) => answerCells(answer, question, paint)),
      row("other answers", others),
      row("left out", leftOut),
    ].filter((cells) => cells.length > 0),
  );
};

const labels = {
  "suspect-key": { tone: "bad", text: "Suspect key" },
  "bad-distractor": { tone: "attention", text: "Bad distractor" },
} as const;

const flagLines = ({ flags, otherKey }: QuestionStatistics, paint: Paint): string[] => [
  ...flags.map(({ kind, reason }) => `  ${paint(labels[kind].tone, `${labels[kind].text}:`)} ${reason}`),
  ...(otherKey === 0
    ? []
    : [
        `  ${paint("attention", "Another key:")} ${counted(otherKey, "student was", "students were")} marked by another answer key than the present one.`,
      ]),
];

const figureLines = (rows: readonly (readonly [string, number | null, string])[]): string[] =>
  table(rows.map(([name, value, words]) => [`  ${name}`, percentText(value), words]));

/** Of a question that fewer had than the test; of a small class the head says it once. */
const fewLines = ({ isJudged, students }: QuestionStatistics, ofTest: number, paint: Paint): string[] =>
  isJudged || students === 0 || ofTest < leastJudged
    ? []
    : [`  ${paint("faint", `Too few to judge: ${counted(students, "student")}.`)}`];

const questionLines = (
  question: QuestionStatistics,
  place: number,
  ofTest: number,
  paint: Paint,
): string[] => [
  "",
  paint("strong", `${place}. ${question.questionId} ${quote(question.question)}`),
  ...figureLines([
    ["facility", question.facility, facilityWords(question)],
    [
      "discrimination",
      question.discrimination,
      discriminationWords(question.discrimination, question.isJudged),
    ],
    ["efficiency", question.efficiency, efficiencyWords(question.efficiency)],
  ]),
  ...answerLines(question, paint),
  ...fewLines(question, ofTest, paint),
  ...flagLines(question, paint),
];

const flagged = ({ questions }: TestAnalysis, kind: keyof typeof labels): string[] =>
  questions
    .filter(({ flags }) => flags.some((flag) => flag.kind === kind))
    .map(({ questionId }) => questionId);

/** What to do now; nothing where nothing is wrong. */
const nextLines = (test: Test, analysis: TestAnalysis): string[] => {
  const suspects = flagged(analysis, "suspect-key");
  const looks = analysis.questions.flatMap(({ questionId, areChoices, flags }) =>
    flags
      .filter(({ kind }) => kind === "suspect-key" && areChoices)
      .map(
        ({ answerId }) =>
          `bin/trainer grade --again ${testPath(test)} --dry-run --if ${questionId}=${answerId}`,
      ),
  );
  const bad = flagged(analysis, "bad-distractor");
  const isOtherwise = analysis.questions.some(({ otherKey }) => otherKey > 0);
  return [
    ...looks.map((command) => `To see who would change: ${command}`),
    ...(suspects.length > 0
      ? [
          `If a key is wrong: ${mendKey(test, suspects)}. This marks everybody anew, and mails those whose score changes.`,
        ]
      : []),
    ...(isOtherwise
      ? [`If you mended a key since the last grading: bin/trainer grade --again ${testPath(test)}`]
      : []),
    ...(bad.length > 0
      ? [
          `The distractors of ${bad.join(", ")}: think of better ones before you ask it again; the scores stand.`,
        ]
      : []),
  ];
};

const ofWhom = ({ hadAll, students }: TestAnalysis): string[] => {
  const words = hadAllWords(hadAll, students);
  return words === null ? [] : [`  ${words}`];
};

const headLines = (analysis: TestAnalysis): string[] => [
  ...figureLines([
    ["mean", analysis.mean, meanWords],
    ["standard deviation", analysis.sd, sdWords],
    ["alpha", analysis.alpha, alphaWords(analysis.alpha, analysis.students >= leastJudged)],
    ["standard error", analysis.standardError, standardErrorWords(analysis.standardError)],
  ]),
  ...ofWhom(analysis),
  ...(analysis.students < leastJudged
    ? [`  Too few to judge: with fewer than ${leastJudged} students, chance looks like a fault.`]
    : []),
];

/** An analysis for people. */
export const analysisLines = ({ test, analysis }: AnalysedTest, paint: Paint): string[] => {
  const { students, questions } = analysis;
  const title = `${paint("strong", test.title)} · ${testPath(test)} · ${counted(students, "student")} graded`;
  if (students === 0) return [title, "Nobody is graded yet. See who has submitted: bin/trainer status"];
  const next = nextLines(test, analysis);
  return [
    title,
    ...headLines(analysis),
    ...questions.flatMap((question, index) => questionLines(question, index + 1, students, paint)),
    "",
    ...(next.length > 0 ? next : students < leastJudged ? [] : ["No key and no distractor looks wrong."]),
    "rest: how having given the answer goes with the points in the rest of the test, from -1 to +1.",
  ];
};
