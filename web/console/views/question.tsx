import { counted } from "../../../course/counted.ts";
import type { TestRef } from "../../../course/ids.ts";
import type { ShownAnswer, ShownQuestion } from "../../../course/statistics/analysis-view.ts";
import { discriminationWords, efficiencyWords, facilityWords } from "../../../course/statistics/in-words.ts";
import { leastJudged } from "../../../course/statistics/least-judged.ts";
import { share } from "../format.ts";
import { addressOf } from "../router.ts";
import { Figures } from "./figures.tsx";

const labels = {
  "suspect-key": ["Suspect key", "bad"],
  "bad-distractor": ["Bad distractor", "warn"],
} as const;

/** What looks wrong, with the reason, and the way to see whom another key would change. */
export const Flags = ({
  question: { questionId, areChoices, flags },
  test: { subject, testId },
}: {
  readonly question: ShownQuestion;
  readonly test: TestRef;
}) => (
  <>
    {flags.map(({ kind, answerId, reason }) => (
      <p key={`${kind} ${answerId}`}>
        <span class={`tag ${labels[kind][1]}`}>{labels[kind][0]}</span> {reason}{" "}
        {kind === "suspect-key" && areChoices && (
          <a href={addressOf.regrade(subject, testId, questionId, answerId)}>
            Who would change if {answerId} were right?
          </a>
        )}
      </p>
    ))}
  </>
);

/** How many, of how many, as a bar. */
const CountBar = ({ count, of }: { readonly count: number; readonly of: number }) => (
  <svg class="count-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" width="100" height="10" rx="1" />
    <rect class="fill" width={of === 0 ? 0 : (100 * count) / of} height="10" rx="1" />
  </svg>
);

/** A correlation, drawn from the middle: to the right above 0, to the left below. */
const RestBar = ({ value, tone }: { readonly value: number; readonly tone: "good" | "warn" | "bad" }) => (
  <svg class="rest-bar" viewBox="-100 0 200 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="track" x="-100" width="200" height="10" rx="1" />
    <rect class={tone} x={Math.min(0, 100 * value)} width={Math.abs(100 * value)} height="10" />
    <rect class="axis" x="-0.75" width="1.5" height="10" />
  </svg>
);

const restText = (value: number): string =>
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;

const Answer = ({ answer, question }: { readonly answer: ShownAnswer; readonly question: ShownQuestion }) => {
  const { answerId, text, isRight, count, restCorrelation } = answer;
  const isFlagged = question.flags.some((flag) => flag.answerId === answerId);
  const isAsExpected = restCorrelation === null || restCorrelation > 0 === isRight;
  const tone = isAsExpected ? "good" : isFlagged ? "bad" : "warn";
  return (
    <tr class={isFlagged ? "flagged-answer" : undefined}>
      <th scope="row">
        {isRight && (
          <>
            <span class="right" aria-hidden="true">
              ✓
            </span>
            <span class="visually-hidden">right: </span>{" "}
          </>
        )}
        {question.areChoices && <span class="soft">{answerId} </span>}
        {text}
      </th>
      <td class="number" data-head="Students">
        {count} <span class="soft">{share(count, question.students)}</span>
      </td>
      <td class="drawn">
        <CountBar count={count} of={question.students} />
      </td>
      <td class="number" data-head="Rest">
        {restCorrelation === null ? "–" : restText(restCorrelation)}
      </td>
      <td class="drawn">{restCorrelation !== null && <RestBar value={restCorrelation} tone={tone} />}</td>
    </tr>
  );
};

const OtherRow = ({
  what,
  count,
  of,
}: {
  readonly what: string;
  readonly count: number;
  readonly of: number;
}) => (
  <tr>
    <th scope="row" class="soft">
      {what}
    </th>
    <td class="number" data-head="Students">
      {count} <span class="soft">{share(count, of)}</span>
    </td>
    <td class="drawn">
      <CountBar count={count} of={of} />
    </td>
    <td />
    <td />
  </tr>
);

const Answers = ({ question }: { readonly question: ShownQuestion }) => {
  const { answers, others, leftOut, students, areChoices, place } = question;
  return (
    <table class="answers">
      <caption class="visually-hidden">
        Answers to question {place}
        {areChoices ? "" : ", those that say the same as one"}
      </caption>
      <thead>
        <tr>
          <th scope="col">{areChoices ? "Answer" : "Answer, alike ones as one"}</th>
          <th scope="col" colSpan={2}>
            Students
          </th>
          <th scope="col" colSpan={2}>
            Rest
          </th>
        </tr>
      </thead>
      <tbody>
        {answers.map((answer) => (
          <Answer key={`${answer.answerId} ${answer.isRight}`} answer={answer} question={question} />
        ))}
        {others > 0 && <OtherRow what="other answers" count={others} of={students} />}
        {leftOut > 0 && <OtherRow what="left out" count={leftOut} of={students} />}
      </tbody>
    </table>
  );
};

/** The id of a question's element in the page. */
export const questionElement = (questionId: string): string => `question-${questionId}`;

/** One question: its figures, and its answers, drawn. Open from the start where something looks wrong. */
export const Question = ({
  question,
  test,
  ofTest,
}: {
  readonly question: ShownQuestion;
  readonly test: TestRef;
  readonly ofTest: number;
}) => {
  const { place, facility, discrimination, efficiency, flags, isJudged, otherKey, students } = question;
  return (
    <details class="asked" id={questionElement(question.questionId)} open={flags.length > 0}>
      <summary>
        {place}. {question.question}{" "}
        {flags.map(({ kind, answerId }) => (
          <span key={answerId} class={`tag ${labels[kind][1]}`}>
            {labels[kind][0]}
          </span>
        ))}
      </summary>
      <Figures
        figures={[
          ["Facility", facility, facilityWords(question)],
          ["Discrimination", discrimination, discriminationWords(discrimination, isJudged)],
          ["Efficiency", efficiency, efficiencyWords(efficiency)],
        ]}
      />
      <Answers question={question} />
      {!isJudged && students > 0 && ofTest >= leastJudged && (
        <p class="soft">Too few to judge: {counted(students, "student")} had it.</p>
      )}
      <Flags question={question} test={test} />
      {otherKey > 0 && (
        <p class="soft">
          {counted(otherKey, "student was", "students were")} marked by another answer key than the present
          one.
        </p>
      )}
    </details>
  );
};
