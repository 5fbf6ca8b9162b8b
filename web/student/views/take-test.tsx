import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import type { Answer } from "../../../course/questions/answer.ts";
import { isUsedUp } from "../attempts.ts";
import { askToKeep } from "../device/persistent-storage.ts";
import { answeredOf, draftOf, type GivenBefore, givenBefore } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { fieldsOf } from "../questions/fields.tsx";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import type { Answers } from "../submit-request.ts";
import { question as questionWords, take as words } from "../words.ts";
import { ChangedQuestions } from "./changed-questions.tsx";
import { courseText } from "./course-text.ts";
import { DeadlinePassed, LeftOnDevice, PerhapsPassed, usePassed } from "./deadline-passed.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { Instant, Notice, NotThere, Offline, QuestionName, TimeLeft, Title } from "./parts.tsx";
import { hasBlocks, Said } from "./said.tsx";
import { Until } from "./until.tsx";

type Question = ShowTestAnswer["body"][number];

interface QuestionFieldsProps {
  readonly question: Question;
  readonly language: string | undefined;
  readonly number: number;
  readonly of: number;
  /** What to call it; undefined: its number will do. */
  readonly name: string | undefined;
  readonly given: Answer | undefined;
  readonly isFirst: boolean;
  /** Answers can't be changed any more. */
  readonly isFinal: boolean;
  readonly onAnswer: (answer: Answer | null) => void;
}

const hasRules = (question: Question): boolean =>
  question.credit !== undefined || fieldsOf(question).hint !== undefined;

/** How a question is answered, and how its points are shared out. */
const Rules = ({ question, id }: { readonly question: Question; readonly id: string }) =>
  hasRules(question) ? (
    <p id={id} class="rules soft">
      {fieldsOf(question).hint} {question.credit && questionWords.credit[question.credit]}
    </p>
  ) : null;

const QuestionFields = ({
  question,
  language,
  number,
  of,
  name,
  given,
  isFirst,
  isFinal,
  onAnswer,
}: QuestionFieldsProps) => {
  const fieldset = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isFirst) fieldset.current?.focus();
  }, [isFirst]);
  const [rulesId, textId] = [useId(), useId()];
  const fields = fieldsOf(question);
  const asked = { text: question.question, html: question.html?.question, language };
  // A legend is read out as one line, which code and tables are not.
  const isLong = !fields.drawsText && hasBlocks(asked.html);
  const described = [...(isLong ? [textId] : []), ...(hasRules(question) ? [rulesId] : [])].join(" ");
  // The button disappears with the answer, and the focus would then go to the top of the page.
  const leaveOut = (): void => {
    fieldset.current?.querySelector<HTMLElement>("input, select, button")?.focus();
    onAnswer(null);
  };
  return (
    <fieldset
      ref={fieldset}
      class="card question"
      tabIndex={-1}
      disabled={isFinal}
      {...(described !== "" && { "aria-describedby": described })}
    >
      <legend>
        <span class="number">
          {words.question(number, of)} <QuestionName name={name} />
          {question.points !== undefined && ` · ${questionWords.worth(String(question.points))}`}
        </span>
        {!isLong && !fields.drawsText && <Said {...asked} />}
      </legend>
      {isLong && <Said {...asked} id={textId} class="asked" />}
      <Rules question={question} id={rulesId} />
      <div class="choices">
        {fields.draw({ question, language, given, isFinal, onAnswer })}
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

const withAnswer = (answers: Answers, questionId: string, answer: Answer | null): Answers => {
  const { [questionId]: _, ...others } = answers;
  return answer === null ? others : { ...others, [questionId]: answer };
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
  const answer = (questionId: string, said: Answer | null): void => {
    const next = withAnswer(answers, questionId, said);
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
      {shown.ownPaper && <p class="soft">{words.ownPaper(shown.body[0]?.questionId ?? "")}</p>}
      {shown.body.map((question, index) => (
        <QuestionFields
          key={question.questionId}
          question={question}
          language={shown.language}
          number={index + 1}
          of={shown.body.length}
          name={shown.ownPaper && question.questionId}
          given={answers[question.questionId]}
          isFirst={question.questionId === route.questionId}
          isFinal={isFinal}
          onAnswer={(said) => answer(question.questionId, said)}
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
            <Until test={known.value} />
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
