import { useEffect, useRef, useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import { isUsedUp } from "../attempts.ts";
import { askToKeep } from "../device/persistent-storage.ts";
import { answeredOf, draftOf, type GivenBefore, givenBefore } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import type { Answers } from "../submit-request.ts";
import { page, take as words } from "../words.ts";
import { ChangedQuestions } from "./changed-questions.tsx";
import { DeadlinePassed, LeftOnDevice, PerhapsPassed, usePassed } from "./deadline-passed.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { courseText, Instant, Notice, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";

type Question = ShowTestAnswer["body"][number];

interface QuestionFieldsProps {
  readonly question: Question;
  readonly language: string | undefined;
  readonly number: number;
  readonly of: number;
  readonly given: string | undefined;
  readonly isFirst: boolean;
  /** Answers can't be changed any more. */
  readonly isFinal: boolean;
  readonly onAnswer: (answerId: string | null) => void;
}

const QuestionFields = ({
  question,
  language,
  number,
  of,
  given,
  isFirst,
  isFinal,
  onAnswer,
}: QuestionFieldsProps) => {
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isFirst) fields.current?.focus();
  }, [isFirst]);
  const { questionId } = question;
  // The button disappears with the answer, and the focus would then go to the top of the page.
  const leaveOut = (): void => {
    fields.current?.querySelector("input")?.focus();
    onAnswer(null);
  };
  return (
    <fieldset ref={fields} class="card question" tabIndex={-1} disabled={isFinal}>
      <legend>
        <span class="number">{words.question(number, of)}</span>
        <span {...courseText({ language })}>{question.question}</span>
      </legend>
      <div class="choices">
        {question.answers.map(({ answerId, answerBody }) => (
          <label key={answerId} {...courseText({ language })} class="choice">
            <input
              type="radio"
              name={questionId}
              value={answerId}
              checked={given === answerId}
              onChange={() => onAnswer(answerId)}
            />
            <span>{answerBody}</span>
          </label>
        ))}
        {given !== undefined && !isFinal && (
          <div>
            <button type="button" class="button quiet" onClick={leaveOut}>
              {words.leaveOut}
              <span class="visually-hidden">{words.leaveOutWhich(number)}</span>
            </button>
          </div>
        )}
      </div>
    </fieldset>
  );
};

const withAnswer = (answers: Answers, questionId: string, answerId: string | null): Answers => {
  const { [questionId]: _, ...others } = answers;
  return answerId === null ? others : { ...others, [questionId]: answerId };
};

interface ShownTest {
  readonly route: TestRoute;
  readonly shown: ShowTestAnswer;
}

interface SentBeforeProps {
  readonly route: TestRoute;
  readonly isFinal: boolean;
  readonly from: GivenBefore["from"];
}

/** What is known about sent answers, when none wait on this device, or none can be sent any more. */
const SentBefore = ({ route, isFinal, from }: SentBeforeProps) => {
  const { device, student } = useServices();
  const sent = sentLatest(device, student.studentId, route);
  if (sent === null || (from === "draft" && !isFinal)) return null;
  return (
    <Notice kind={from === "draft" ? "warn" : "good"}>
      {words.received(<Instant at={sent.receivedAt} />)} {isFinal ? words.isFinal : words.canChange}
      {from === "draft" && ` ${words.areOthers}`}
    </Notice>
  );
};

const whereText = (from: GivenBefore["from"], isFinal: boolean): string => {
  if (from === "receipt") return words.asSent;
  return from === null && isFinal ? words.onThisDevice : words.keptHere;
};

const Questions = ({ route, shown }: ShownTest) => {
  const { device, student } = useServices();
  const { studentId } = student;
  const [given, setGiven] = useState(() => givenBefore(device, studentId, route, shown));
  const passed = usePassed(shown.deadline);
  const { answers, from } = given;
  const wasSent = device.receipt(studentId, route) !== null;
  // Answers that may have arrived can be sent again: it is the same attempt.
  const isUnsure = device.draft(studentId, route)?.isUnsure === true;
  const isFinal = !isUnsure && isUsedUp(device, studentId, route, shown.attemptsAllowed);
  const answer = (questionId: string, answerId: string | null): void => {
    const next = withAnswer(answers, questionId, answerId);
    askToKeep();
    // When every question is left out and nothing was sent before, nothing waits to be sent.
    if (Object.keys(next).length === 0 && !wasSent) {
      device.dropDraft(studentId, route);
    } else device.keepDraft(studentId, route, draftOf(shown, next, false));
    setGiven({ ...given, answers: next, from: "draft" });
  };
  const leadsToReceipt = from === "receipt" || isFinal;
  if (passed === "surely") return <DeadlinePassed test={route} deadline={shown.deadline} />;
  return (
    <>
      <div class="status">
        <span>
          {words.answered(answeredOf(shown, answers), shown.body.length)}
          {whereText(from, isFinal)}
        </span>
        <TimeLeft deadline={shown.deadline} isAnnounced />
      </div>
      {passed === "perhaps" && <PerhapsPassed />}
      <SentBefore route={route} isFinal={isFinal} from={from} />
      <ChangedQuestions shown={shown} given={given} />
      {shown.body.map((question, index) => (
        <QuestionFields
          key={question.questionId}
          question={question}
          language={shown.language}
          number={index + 1}
          of={shown.body.length}
          given={answers[question.questionId]}
          isFirst={question.questionId === route.questionId}
          isFinal={isFinal}
          onAnswer={(answerId) => answer(question.questionId, answerId)}
        />
      ))}
      <div class="actions">
        <a class="button primary" href={hrefOf(leadsToReceipt ? "receipt" : "review", route)}>
          {leadsToReceipt ? words.showReceipt : words.review}
        </a>
        <DiscardDraft
          test={route}
          onDiscarded={() => setGiven(givenBefore(device, studentId, route, shown))}
        />
      </div>
      {!isFinal && <p class="soft">{words.isNothingSent}</p>}
    </>
  );
};

export const TakeTest = ({ route }: { readonly route: TestRoute }) => {
  const [known, again] = useTest(route);
  return (
    <main>
      {known.status === "ready" ? (
        <>
          <Title text={known.value.title}>
            <span {...courseText(known.value)}>{known.value.title}</span>
          </Title>
          <p class="soft">
            {testPath(route)}
            <br />
            {page.until(<Instant at={known.value.deadline} />)}
          </p>
          {known.isOld && <Offline again={again} />}
          <Questions key={JSON.stringify(known.value.body)} route={route} shown={known.value} />
        </>
      ) : (
        <>
          <Title text={testPath(route)} />
          <NotThere known={known} again={again} />
          {known.status === "refused" && known.code === 410 && <LeftOnDevice test={route} />}
        </>
      )}
    </main>
  );
};
