import { analysisOf } from "../../../course/statistics/analysis.ts";
import type { AnalysisView } from "../../../course/statistics/analysis-view.ts";
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
