import type { TestStanding } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { mendKey } from "../../../course/grading/mend-key.ts";
import { testPath } from "../../../course/ids.ts";
import type { AnalysisView, ShownQuestion } from "../../../course/statistics/analysis-view.ts";
import { leastJudged } from "../../../course/statistics/least-judged.ts";
import { addressOf } from "../router.ts";
import { Section } from "./parts.tsx";
import { Flags, questionElement } from "./question.tsx";

const hasFlag =
  (kind: ShownQuestion["flags"][number]["kind"]) =>
  ({ flags }: ShownQuestion): boolean =>
    flags.some((flag) => flag.kind === kind);

/** Opens the question's details and goes there. */
const goTo = (questionId: string): void => {
  const details = document.getElementById(questionElement(questionId));
  if (!(details instanceof HTMLDetailsElement)) return;
  details.open = true;
  details.scrollIntoView({ block: "start" });
  details.querySelector("summary")?.focus({ preventScroll: true });
};

const FlaggedQuestion = ({
  question,
  test,
}: {
  readonly question: ShownQuestion;
  readonly test: TestStanding;
}) => (
  <li>
    <button class="button quiet" type="button" onClick={() => goTo(question.questionId)}>
      {question.place}. {question.question}
    </button>
    <Flags question={question} test={test} />
  </li>
);

const Next = ({ test, view }: { readonly test: TestStanding; readonly view: AnalysisView }) => {
  const suspects = view.questions.filter(hasFlag("suspect-key")).map(({ questionId }) => questionId);
  const distractors = view.questions.filter(hasFlag("bad-distractor"));
  const otherKey = view.questions.reduce((most, question) => Math.max(most, question.otherKey), 0);
  return (
    <>
      {suspects.length > 0 && (
        <p>
          If a key is wrong: <code>{mendKey(test, suspects)}</code>. This marks everybody anew, and mails
          those whose score changes.
        </p>
      )}
      {otherKey > 0 && (
        <p>
          {counted(otherKey, "student was", "students were")} marked by another answer key than the present
          one. If you mended a key since:{" "}
          <a href={addressOf.regrade(test.subject, test.testId)}>see what grading again would change</a>, or{" "}
          <code>bin/trainer grade --again {testPath(test)}</code>
        </p>
      )}
      {distractors.length > 0 && (
        <p class="soft">Distractors: think of better ones before you ask it again; the scores stand.</p>
      )}
    </>
  );
};

/** The questions that a trainer should look at, why, and what to do; or that there are none, or too few students to tell. */
export const WhatLooksWrong = ({
  test,
  view,
}: {
  readonly test: TestStanding;
  readonly view: AnalysisView;
}) => {
  const flagged = view.questions.filter(({ flags }) => flags.length > 0);
  const isFew = view.students < leastJudged;
  return (
    <Section title="What looks wrong">
      {isFew && (
        <p class="soft">
          Too few to judge: with fewer than {leastJudged} students, chance looks like a fault.
        </p>
      )}
      {!isFew && flagged.length === 0 && <p>No key and no distractor looks wrong.</p>}
      {flagged.length > 0 && (
        <ul class="flagged">
          {flagged.map((question) => (
            <FlaggedQuestion key={question.questionId} question={question} test={test} />
          ))}
        </ul>
      )}
      <Next test={test} view={view} />
    </Section>
  );
};
