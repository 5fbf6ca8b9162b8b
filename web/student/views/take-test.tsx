import { useEffect, useRef, useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/answers.ts";
import { askToKeep } from "../device/persistent-storage.ts";
import { answeredOf, draftOf, givenBefore } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import type { Answers } from "../submit-request.ts";
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
  readonly onAnswer: (answerId: string | null) => void;
}

const QuestionFields = ({
  question,
  language,
  number,
  of,
  given,
  isFirst,
  onAnswer,
}: QuestionFieldsProps) => {
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isFirst) fields.current?.focus();
  }, [isFirst]);
  const { questionId } = question;
  // The button goes with the answer; the focus would go with it, to the top of the page.
  const leaveOut = (): void => {
    fields.current?.querySelector("input")?.focus();
    onAnswer(null);
  };
  return (
    <fieldset ref={fields} class="card question" tabIndex={-1}>
      <legend>
        <span class="number">
          Question {number} of {of}
        </span>
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
        {given !== undefined && (
          <div>
            <button type="button" class="button quiet" onClick={leaveOut}>
              Leave out<span class="visually-hidden"> question {number}</span>
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

/** What is known of answers that were sent, where none on this device wait to be. */
const SentBefore = ({ route }: { readonly route: TestRoute }) => {
  const { device, student } = useServices();
  const sent = sentLatest(device, student.studentId, route);
  if (sent === null) return null;
  return (
    <Notice kind="good">
      Answers to this test were received on <Instant at={sent.receivedAt} />. Change one to send again.
    </Notice>
  );
};

const Questions = ({ route, shown }: ShownTest) => {
  const { device, student } = useServices();
  const [given, setGiven] = useState(() => givenBefore(device, student.studentId, route, shown));
  const passed = usePassed(shown.deadline);
  const { answers } = given;
  const wasSent = device.receipt(student.studentId, route) !== null;
  const answer = (questionId: string, answerId: string | null): void => {
    const next = withAnswer(answers, questionId, answerId);
    askToKeep();
    // Where all is left out that never was sent, nothing waits to be.
    if (Object.keys(next).length === 0 && !wasSent) {
      device.dropDraft(student.studentId, route);
    } else device.keepDraft(student.studentId, route, draftOf(shown, next, false));
    setGiven({ ...given, answers: next, from: "draft" });
  };
  const isSent = given.from === "receipt";
  if (passed === "surely") return <DeadlinePassed test={route} deadline={shown.deadline} />;
  return (
    <>
      <div class="status">
        <span>
          {answeredOf(shown, answers)} of {shown.body.length} answered
          {isSent ? ", as you sent it" : ", kept on this device"}
        </span>
        <TimeLeft deadline={shown.deadline} isAnnounced />
      </div>
      {passed === "perhaps" && <PerhapsPassed />}
      {given.from !== "draft" && <SentBefore route={route} />}
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
          onAnswer={(answerId) => answer(question.questionId, answerId)}
        />
      ))}
      <div class="actions">
        <a class="button primary" href={hrefOf(isSent ? "receipt" : "review", route)}>
          {isSent ? "Show the receipt" : "Review your answers"}
        </a>
        <DiscardDraft
          test={route}
          onDiscarded={() => setGiven(givenBefore(device, student.studentId, route, shown))}
        />
      </div>
      <p class="soft">Nothing is sent before you have reviewed your answers and pressed “Send”.</p>
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
            {testPath(route)} ·{" "}
            <span class="whole">
              until <Instant at={known.value.deadline} />
            </span>
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
