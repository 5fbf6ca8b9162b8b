import { useEffect, useRef, useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/answers.ts";
import type { Answers } from "../api.ts";
import { answeredOf, startingAnswers } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { useServices } from "../services.ts";
import { DeadlinePassed, PerhapsPassed, usePassed } from "./deadline-passed.tsx";
import { Instant, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";

type Question = ShowTestAnswer["body"][number];

interface QuestionFieldsProps {
  readonly question: Question;
  readonly number: number;
  readonly of: number;
  readonly given: string | undefined;
  readonly isFirst: boolean;
  readonly onAnswer: (answerId: string | null) => void;
}

const QuestionFields = ({ question, number, of, given, isFirst, onAnswer }: QuestionFieldsProps) => {
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isFirst) fields.current?.focus();
  }, [isFirst]);
  const { questionId } = question;
  return (
    <fieldset ref={fields} class="card question" tabIndex={-1}>
      <legend>
        <span class="number">
          Question {number} of {of}
        </span>
        {question.question}
      </legend>
      <div class="choices">
        {question.answers.map(({ answerId, answerBody }) => (
          <label key={answerId} class="choice">
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
            <button type="button" class="button quiet" onClick={() => onAnswer(null)}>
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

const Questions = ({ route, shown }: { readonly route: TestRoute; readonly shown: ShowTestAnswer }) => {
  const { device, student } = useServices();
  const [answers, setAnswers] = useState(() => startingAnswers(device, student.studentId, route, shown));
  const passed = usePassed(shown.deadline);
  const answer = (questionId: string, answerId: string | null): void => {
    const next = withAnswer(answers, questionId, answerId);
    device.keepDraft(student.studentId, route, { answers: next, isUnsure: false });
    setAnswers(next);
  };
  if (passed === "surely") return <DeadlinePassed test={route} deadline={shown.deadline} />;
  return (
    <>
      <div class="status">
        <span>
          {answeredOf(shown, answers)} of {shown.body.length} answered, kept on this device
        </span>
        <TimeLeft deadline={shown.deadline} isAnnounced />
      </div>
      {passed === "perhaps" && <PerhapsPassed />}
      {shown.body.map((question, index) => (
        <QuestionFields
          key={question.questionId}
          question={question}
          number={index + 1}
          of={shown.body.length}
          given={answers[question.questionId]}
          isFirst={question.questionId === route.questionId}
          onAnswer={(answerId) => answer(question.questionId, answerId)}
        />
      ))}
      <div class="actions">
        <a class="button primary" href={hrefOf("review", route)}>
          Review your answers
        </a>
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
          <Title text={known.value.title} />
          <p class="soft">
            {testPath(route)} ·{" "}
            <span class="whole">
              until <Instant at={known.value.deadline} />
            </span>
          </p>
          {known.isOld && <Offline again={again} />}
          <Questions key={testPath(route)} route={route} shown={known.value} />
        </>
      ) : (
        <>
          <Title text={testPath(route)} />
          <NotThere known={known} again={again} />
        </>
      )}
    </main>
  );
};
