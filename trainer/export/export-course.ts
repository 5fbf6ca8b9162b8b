import { testPath } from "../../course/ids.ts";
import type { CourseTest } from "../course-folder/course.ts";
import { type NeutralQuestion, nameOf } from "../import/model.ts";
import type { ExportedTest, ExportFormat, Lose } from "./format.ts";
import { wordsOf } from "./markup.ts";
import { neutralQuestions } from "./questions/of-course.ts";

/** A question of the course, or a test of it (without an id), for people. */
interface Named {
  /** `linux/processes` */
  readonly test: string;
  readonly id: string;
  /** How its text begins. */
  readonly name: string;
}

/** Tests as a format can hold them, and what it can't hold; every question is in `tests` or `leftOut`. */
export interface CourseExport {
  readonly tests: readonly ExportedTest[];
  readonly losses: readonly (Named & { readonly what: string })[];
  readonly leftOut: readonly (Named & { readonly why: string })[];
}

export const exportOf = (courseTests: readonly CourseTest[], format: ExportFormat): CourseExport => {
  const losses: CourseExport["losses"][number][] = [];
  const leftOut: CourseExport["leftOut"][number][] = [];
  const tests = courseTests.map((test): ExportedTest => {
    const whole = { test: testPath(test), id: "", name: test.title };
    losses.push(...lossesOf(test, format).map((what) => ({ ...whole, what })));
    const questions = neutralQuestions(test).flatMap(({ id, question, losses: own }) => {
      const named = { test: testPath(test), id, name: nameOf("", wordsOf(question.text)) };
      const lost: string[] = [...own];
      const kept = withPlaces(withoutDraw(question, format, lost), format, lost);
      const fitted = format.fit(kept, (what) => lost.push(what));
      if (typeof fitted === "string") leftOut.push({ ...named, why: fitted });
      else losses.push(...lost.map((what) => ({ ...named, what })));
      return typeof fitted === "string" ? [] : [fitted];
    });
    const rules = { isMixed: test.shuffle?.includes("questions") ?? false, ...attemptsOf(test) };
    return {
      ...{ subject: test.subject, title: test.title, rules },
      questions: withWholeDraws(questions, (what) => losses.push({ ...whole, what })),
    };
  });
  return { tests, losses, leftOut };
};

const attemptsOf = ({ attemptsAllowed, counts }: CourseTest) => ({
  ...(attemptsAllowed !== null && { attempts: attemptsAllowed }),
  ...(counts !== undefined && { counts }),
});

const withoutDraw = (question: NeutralQuestion, { holds }: ExportFormat, lost: string[]): NeutralQuestion => {
  const { drawn, ...rest } = question;
  if (drawn === undefined || holds.includes("draw")) return question;
  lost.push(`loses its draw: it is one of several, of which ${drawn.count} are asked`);
  return rest;
};

/** Where a format mixes all answers or none, a question with an answer that keeps its place is not mixed. */
const withPlaces = (question: NeutralQuestion, { holds }: ExportFormat, lost: string[]): NeutralQuestion => {
  const fixed = "answers" in question ? question.answers.filter(({ isFixed }) => isFixed) : [];
  const isLost = holds.includes("order of answers") && !holds.includes("fixed answers");
  if (fixed.length === 0 || !question.isMixed || !isLost) return question;
  lost.push(`is not mixed, so that ${fixed.map(({ id }) => id).join(", ")} stays in its place`);
  return { ...question, isMixed: false };
};

/** A group of which too few questions are left to draw from is asked as a whole. */
const withWholeDraws = (questions: readonly NeutralQuestion[], lose: Lose): readonly NeutralQuestion[] => {
  const left = (group: string): number => questions.filter(({ drawn }) => drawn?.group === group).length;
  const small = new Map(
    questions.flatMap(({ drawn }) =>
      drawn && left(drawn.group) <= Number(drawn.count) && left(drawn.group) < drawn.of
        ? [[drawn.group, drawn] as const]
        : [],
    ),
  );
  for (const { count, group } of small.values())
    lose(`loses a draw of ${count}: no more than ${left(group)} of its questions go out`);
  return questions.map(({ drawn, ...question }) =>
    drawn === undefined || small.has(drawn.group) ? question : { ...question, drawn },
  );
};

/** What a test says of itself as a whole, and the format does not hold. */
const lossesOf = (
  { attemptsAllowed, counts, shuffle = [] }: CourseTest,
  { holds }: ExportFormat,
): readonly string[] => {
  const hasAttempts = holds.includes("attempts");
  const mixed = shuffle.filter((what) => !holds.includes(`order of ${what}`));
  return [
    ...(attemptsAllowed === null || hasAttempts
      ? []
      : [`loses how often it may be sent in: ${attemptsAllowed}`]),
    ...(counts === undefined || (hasAttempts && counts !== "first")
      ? []
      : [`loses which submission counts: ${counts}`]),
    ...(mixed.length === 0 ? [] : [`loses what is mixed for each student: ${mixed.join(", ")}`]),
  ];
};
