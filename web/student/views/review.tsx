import { useCallback, useMemo, useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/api/answers.ts";
import { answeredOf, givenBefore } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { viewOf } from "../questions/types.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { checkedSending, type Held, type Sent } from "../sending.ts";
import { useServices } from "../services.ts";
import type { Answers } from "../submit-request.ts";
import { useWindowEvent } from "../window-event.ts";
import { api, page, score as scoreWords, take, review as words } from "../words.ts";
import { AskFirst } from "./ask-first.tsx";
import { ChangedQuestions } from "./changed-questions.tsx";
import { courseText } from "./course-text.ts";
import { DeadlinePassed, LeftOnDevice, PerhapsPassed, usePassed } from "./deadline-passed.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { Notice, NotThere, Offline, QuestionName, TimeLeft, Title } from "./parts.tsx";
import { Receipt } from "./receipt.tsx";
import { Said } from "./said.tsx";
import { Until } from "./until.tsx";

interface ReviewProps {
  readonly route: TestRoute;
  readonly shown: ShowTestAnswer;
}

const GivenAnswers = ({ route, shown, answers }: ReviewProps & { readonly answers: Answers }) => (
  <ol class="list">
    {shown.body.map((question, index) => {
      const given = answers[question.questionId];
      const view = viewOf(question);
      const problem = given === undefined ? null : view.problem(question, given);
      return (
        <li key={question.questionId} class="card review-item">
          <div class="row">
            <p class="number">
              {scoreWords.number(index + 1)} <QuestionName name={shown.ownPaper && question.questionId} />
            </p>
            <a class="button quiet" href={hrefOf("test", route, question.questionId)}>
              {words.change}
              <span class="visually-hidden">{words.changeWhich(index + 1)}</span>
            </a>
          </div>
          {(given === undefined || !view.answersInText) && (
            <Said
              text={view.asRead(question.question)}
              html={question.html?.question && view.asRead(question.html.question)}
              language={shown.language}
              class="soft"
            />
          )}
          {given === undefined ? (
            <span class="tag warn">{page.leftOut}</span>
          ) : (
            <Said
              text={view.text(question, given)}
              html={view.html(question, given)}
              language={shown.language}
              class={view.answersInText ? "filled" : "given"}
            />
          )}
          {problem !== null && <p class="problem">{problem}</p>}
        </li>
      );
    })}
  </ol>
);

/** The number of the first question whose answer the server would refuse; null: there is none. */
const firstUnfit = ({ body }: ShowTestAnswer, answers: Answers): number | null => {
  const index = body.findIndex((question) => {
    const given = answers[question.questionId];
    return given !== undefined && viewOf(question).problem(question, given) !== null;
  });
  return index === -1 ? null : index + 1;
};

/** The result of the last sending; before one, what a closed page left behind. */
const Outcome = ({ sent, isUnsure }: { readonly sent: Sent | Held | null; readonly isUnsure: boolean }) => {
  if (sent?.status === "refused") return <Notice kind="bad">{words.refused(sent.words)}</Notice>;
  if (sent?.status === "unsure") return <Notice kind="warn">{sent.words}</Notice>;
  if (sent?.status === "not-reached" && !isUnsure) return <Notice kind="warn">{words.notReached}</Notice>;
  if (sent?.status === "changed") {
    return <Notice kind="warn">{words.haveChanged}</Notice>;
  }
  return isUnsure ? <Notice kind="warn">{api.unsure}</Notice> : null;
};

/** Sends, and says how it went. Words about a lost connection are removed when there is one again. */
const useSending = (route: TestRoute, shown: ShowTestAnswer, answers: Answers, again: () => void) => {
  const services = useServices();
  const { announce, signOut } = services;
  const [sent, setSent] = useState<Sent | Held | null>(null);
  const [isSending, setIsSending] = useState(false);
  const forget = useCallback(
    () => setSent((last) => (last?.status === "unsure" || last?.status === "not-reached" ? null : last)),
    [],
  );
  useWindowEvent("online", forget);

  const send = async (isLastAllowed: boolean): Promise<void> => {
    setIsSending(true);
    setSent(null);
    announce(words.sendingSpoken);
    const outcome = await checkedSending(services, { test: route, shown, answers }, isLastAllowed);
    setIsSending(false);
    setSent(outcome);
    announce("");
    if (outcome.status === "received") window.location.hash = hrefOf("receipt", route);
    if (outcome.status === "changed") again();
    if (outcome.status === "refused" && outcome.code === 401) signOut(outcome.words);
  };
  return { sent, isSending, send, forget: () => setSent(null) };
};

const ReviewAnswers = ({ route, shown, again }: ReviewProps & { readonly again: () => void }) => {
  const { device, student } = useServices();
  const given = useMemo(() => givenBefore(device, student.studentId, route, shown), [shown]);
  const { sent, isSending, send, forget } = useSending(route, shown, given.answers, again);
  const passed = usePassed(shown.deadline);
  const answered = answeredOf(shown, given.answers);
  const leftOut = shown.body.length - answered;
  const unfit = firstUnfit(shown, given.answers);
  const canSend = !isSending && answered > 0 && unfit === null;
  const draft = device.draft(student.studentId, route);

  if (passed === "surely") return <DeadlinePassed test={route} deadline={shown.deadline} />;
  return (
    <>
      <div class="status">
        <span>
          {take.answered(answered, shown.body.length)}
          {draft && !draft.isUnsure && words.notSentYet}
        </span>
        <TimeLeft deadline={shown.deadline} isAnnounced />
      </div>
      {passed === "perhaps" && <PerhapsPassed />}
      <ChangedQuestions shown={shown} given={given} />
      <GivenAnswers route={route} shown={shown} answers={given.answers} />
      {answered === 0 ? (
        <Notice kind="warn">{words.isAllLeftOut}</Notice>
      ) : (
        leftOut > 0 && <Notice kind="warn">{words.leftOut(leftOut)}</Notice>
      )}
      {unfit !== null && <Notice kind="warn">{words.isNoAnswer(unfit)}</Notice>}
      <div role="alert">
        <Outcome sent={sent} isUnsure={!isSending && draft?.isUnsure === true} />
      </div>
      {sent?.status === "last-attempt" && (
        <AskFirst
          question={sent.attemptsAllowed === 1 ? words.onlyAttempt : words.lastAttempt(sent.attemptsAllowed)}
          yes={words.sendNow}
          no={words.notYet}
          onYes={() => void send(true)}
          onNo={forget}
        />
      )}
      <div class="actions">
        {sent?.status !== "last-attempt" && (
          <button
            type="button"
            class="button primary"
            aria-disabled={!canSend}
            onClick={() => {
              if (canSend) void send(false);
            }}
          >
            {isSending ? words.isSending : words.send}
          </button>
        )}
        <a class="button" href={hrefOf("test", route)}>
          {words.backToQuestions}
        </a>
        <DiscardDraft
          test={route}
          onDiscarded={() => {
            window.location.hash = hrefOf("test", route);
          }}
        />
      </div>
    </>
  );
};

const ReviewTest = ({ route }: { readonly route: TestRoute }) => {
  const [known, again] = useTest(route);
  return (
    <main>
      <Title text={words.title} />
      {known.status === "ready" ? (
        <>
          <p class="soft">
            <span {...courseText(known.value)}>{known.value.title}</span>
            <br />
            <Until test={known.value} />
          </p>
          {known.isOld && <Offline again={again} />}
          <ReviewAnswers key={testPath(route)} route={route} shown={known.value} again={again} />
        </>
      ) : (
        <>
          <NotThere known={known} again={again} />
          {known.status === "refused" && known.code === 410 && <LeftOnDevice test={route} />}
        </>
      )}
    </main>
  );
};

/** The answers that wait to be sent. When none do, as after Back or a reload, the receipt of those that were sent. */
export const Review = ({ route }: { readonly route: TestRoute }) => {
  const { device, student } = useServices();
  const [isSent] = useState(
    () =>
      device.draft(student.studentId, route) === null && device.receipt(student.studentId, route) !== null,
  );
  return isSent ? <Receipt route={route} /> : <ReviewTest route={route} />;
};
