import { testPath } from "../../course/ids.ts";
import type { CourseTest } from "../course-folder/course.ts";
import { nameOf } from "../import/model.ts";
import type { ExportedTest, ExportFormat } from "./format.ts";
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
    losses.push(...lossesOf(test).map((what) => ({ ...whole, what })));
    const voided: ReadonlySet<string | undefined> = new Set(
      test.answerKey.flatMap((key) => (key.void ? [key.questionId] : [])),
    );
    const ids = test.questions.map(({ questionId }) => questionId);
    const questions = neutralQuestions(test).flatMap((question, index) => {
      const named = { test: testPath(test), id: ids[index] ?? "", name: nameOf("", wordsOf(question.text)) };
      const pool = test.questions[index]?.pool;
      if (pool)
        losses.push({
          ...named,
          what: `loses its draw: it is one of several, of which ${pool.draw} are asked`,
        });
      if (voided.has(ids[index])) losses.push({ ...named, what: "is void here, and would count there" });
      const fitted = format.fit(question, (what) => losses.push({ ...named, what }));
      if (typeof fitted !== "string") return [fitted];
      leftOut.push({ ...named, why: fitted });
      return [];
    });
    return { subject: test.subject, title: test.title, questions };
  });
  const isOut = ({ test, id }: Named): boolean => leftOut.some((out) => out.test === test && out.id === id);
  return { tests, losses: losses.filter((loss) => !isOut(loss)), leftOut };
};

/** What a test says of itself as a whole; no format of questions holds it. */
const lossesOf = ({ attemptsAllowed, counts, shuffle }: CourseTest): readonly string[] => [
  ...(attemptsAllowed === null ? [] : [`loses how often it may be sent in: ${attemptsAllowed}`]),
  ...(counts === undefined ? [] : [`loses which submission counts: ${counts}`]),
  ...(shuffle === undefined ? [] : [`loses what is mixed for each student: ${shuffle.join(", ")}`]),
];
