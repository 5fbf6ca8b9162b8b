import { studentIdSchema, subjectSchema, testIdSchema, toInstant } from "../../../course/ids.ts";
import { analysisOf } from "../../../course/statistics/analysis.ts";
import type { AnalysisView } from "../../../course/statistics/analysis-view.ts";
import { type ProgressView, progressViewSchema } from "../../../course/statistics/progress-view.ts";
import { analysisViewOf } from "../../../course/statistics/shown-analysis.ts";
import { TestTally } from "../../../course/statistics/tally.ts";
import { madeUpClass } from "../../course/statistics/support/made-up-class.ts";

/** What the console's server says of a class of 60 with a wrong key, a bad distractor and scores of all kinds. */
export const madeUpAnalysis = (): AnalysisView => {
  const { questions, answerKey, grades } = madeUpClass(1, 60, "both");
  const tally = new TestTally(questions);
  for (const grade of grades) tally.add(grade);
  const scores = [...tally.scores].map(([text, students]) => ({ ...JSON.parse(text), students }));
  const counts = { scores, read: 60, of: 60, unreadable: 0 };
  return analysisViewOf(analysisOf(questions, answerKey, tally), counts);
};

const titles = ["Boot", "Processes", "Files and folders", "Users", "The shell", "Text files", "Networks"];

/** A course of 14 weeks: one who misses tests, one whose scores fall, and questions that stayed hard. */
export const madeUpProgress = (): ProgressView => {
  const tests = Array.from({ length: 14 }, (_, week) => ({
    subject: subjectSchema.parse("linux"),
    testId: testIdSchema.parse(`week-${week + 1}`),
    title: `${titles[week % titles.length]}${week < titles.length ? "" : ", once more"}`,
    deadline: toInstant(new Date(Date.UTC(2026, 7, 24 + 7 * week, 21))),
    ...{ due: 60, handedIn: 58 - ((week * 5) % 13), mean: 61.5 + ((week * 7) % 19) },
  }));
  const students = [
    { name: "Adam Wilk", results: [80, 90, 75, null, 60, "missed", 70, "missed", "missed", 40, "missed"] },
    { name: "Beata Kowalska-Jaroszyńska", results: [100, 95, 90, 95, 100, 90, 95, 80, 70, 55, 50] },
  ].map(({ name, results }, place) => ({
    ...{
      studentId: studentIdSchema.parse(`s${place}`),
      name,
      results,
      due: 11,
      handedIn: 11 - 4 * (1 - place),
    },
    mean: place === 0 ? 69.17 : 83.64,
    facts:
      place === 0
        ? [{ kind: "missed", sentence: "Missed 3 of the last 4 tests." }]
        : [
            {
              kind: "falling",
              sentence:
                "The last 3 scores are 34 points of 100 lower than the 8 before, compared with the class.",
            },
          ],
  }));
  const [first, , , , , , , second] = tests;
  const question = { ...second, questionId: "q2", place: 2, question: "Which part loads the kernel?" };
  const before = [{ title: first?.title, facility: 21.67 }];
  const questions = [{ ...question, facility: 30, students: 57, before }];
  const counts = { withFacts: 2, ofStudents: 60, read: 14, of: 14, skipped: 0 };
  return progressViewSchema.parse({ tests, students, questions, ...counts });
};
