import type { TestStanding } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import type { AnalysisView } from "../../../course/statistics/analysis-view.ts";
import {
  alphaWords,
  hadAllWords,
  meanWords,
  sdWords,
  standardErrorWords,
} from "../../../course/statistics/in-words.ts";
import { leastJudged } from "../../../course/statistics/least-judged.ts";
import { readAnalysis } from "../course-views.ts";
import { facilityBars, scoreBars } from "../test-charts.ts";
import { useReadOn } from "../use-read-on.ts";
import { Bars } from "./bars.tsx";
import { Figures } from "./figures.tsx";
import { Section, Shown } from "./parts.tsx";
import { Question } from "./question.tsx";
import { WhatLooksWrong } from "./what-looks-wrong.tsx";

/** What all figures leave out, or are made of. */
const Remarks = ({ view }: { readonly view: AnalysisView }) => {
  const { read, of, unreadable, students, hadAll } = view;
  const ofWhom = hadAllWords(hadAll, students);
  return (
    <>
      {read < of && (
        <p class="soft" role="status">
          So far of {read} of {counted(of, "graded student")}; the others are being read.
        </p>
      )}
      {unreadable > 0 && (
        <p class="notice warn">
          {counted(unreadable, "grade")} can't be read and {unreadable === 1 ? "is" : "are"} in no figure:{" "}
          <code>bin/trainer analyse</code> says why.
        </p>
      )}
      {ofWhom !== null && <p class="soft">{ofWhom}</p>}
    </>
  );
};

const WholeTest = ({ view }: { readonly view: AnalysisView }) => {
  const { mean, sd, alpha, standardError, students } = view;
  return (
    <Section title={`The test as a whole, by ${counted(students, "student")}`}>
      <Figures
        figures={[
          ["Mean", mean, meanWords],
          ["Standard deviation", sd, sdWords],
          ["Alpha", alpha, alphaWords(alpha, students >= leastJudged)],
          ["Standard error", standardError, standardErrorWords(standardError)],
        ]}
      />
      <Remarks view={view} />
    </Section>
  );
};

const Questions = ({ test, view }: { readonly test: TestStanding; readonly view: AnalysisView }) => (
  <Section title="Question by question">
    <p class="soft">
      “Rest” says how having given an answer goes with the points in the rest of the test, from −1 to +1. It
      should be above 0 for what is right, and below for the others.
    </p>
    {view.questions.map((question) => (
      <Question key={question.questionId} question={question} test={test} ofTest={view.students} />
    ))}
    {view.moreQuestions > 0 && (
      <p class="soft">
        {counted(view.moreQuestions, "more question")}: <code>bin/trainer analyse</code> shows all.
      </p>
    )}
  </Section>
);

/** What the answers to a test say: its scores, its figures, and each question's answers. */
export const Analysis = ({ test }: { readonly test: TestStanding }) => {
  const { subject, testId } = test;
  const loaded = useReadOn(`analysis ${subject}/${testId}`, (signal) =>
    readAnalysis(subject, testId, { signal }),
  );
  return (
    <Shown loaded={loaded}>
      {(view) =>
        view.students === 0 ? (
          <p class="soft">No grade is there that could be read.</p>
        ) : (
          <>
            <WhatLooksWrong test={test} view={view} />
            <Section title="Scores">
              <Bars
                caption="How many students have which score"
                heads={["Score", "Students"]}
                bars={scoreBars(view.scores)}
                most={view.students}
                areLabelsShort
              />
            </Section>
            <WholeTest view={view} />
            <Section title="How hard each question is">
              <Bars
                caption="Which part of its points each question gave"
                heads={["Question", "Points earned"]}
                bars={facilityBars(view.questions)}
                most={1}
              />
            </Section>
            <Questions test={test} view={view} />
          </>
        )
      }
    </Shown>
  );
};
