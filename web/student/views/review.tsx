import { useState } from "preact/hooks";
import type { ShowTestAnswer } from "../../../course/answers.ts";
import { unsureWords } from "../../../course/code-words.ts";
import type { Answers } from "../api.ts";
import { answeredOf, startingAnswers } from "../given-answers.ts";
import { useTest } from "../loading.ts";
import { hrefOf, type TestRoute, testPath } from "../route.ts";
import { type Sent, sendAnswers } from "../sending.ts";
import { useServices } from "../services.ts";
import { DeadlinePassed, PerhapsPassed, usePassed } from "./deadline-passed.tsx";
import { Instant, Notice, NotThere, TimeLeft, Title } from "./parts.tsx";

interface ReviewProps {
  readonly route: TestRoute;
  readonly shown: ShowTestAnswer;
}

const GivenAnswers = ({ route, shown, answers }: ReviewProps & { readonly answers: Answers }) => (
  <ol class="list">
    {shown.body.map((question, index) => {
      const given = question.answers.find(({ answerId }) => answerId === answers[question.questionId]);
      return (
        <li key={question.questionId} class="card row review-item">
          <div class="grow">
            <p class="said soft">
              {index + 1}. {question.question}
            </p>
            {given ? <p class="said given">{given.answerBody}</p> : <span class="tag warn">Left out</span>}
          </div>
          <a class="button quiet" href={hrefOf("test", route, question.questionId)}>
            Change<span class="visually-hidden"> the answer to question {index + 1}</span>
          </a>
        </li>
      );
    })}
  </ol>
);

const leftOutText = (leftOut: number): string | null => {
  if (leftOut === 0) return null;
  return leftOut === 1
    ? "One question is left out. It counts as wrong."
    : `${leftOut} questions are left out. They count as wrong.`;
};

/** What the last sending came to; before one, what a closed page left behind. */
const Outcome = ({ sent, wasUnsure }: { readonly sent: Sent | null; readonly wasUnsure: boolean }) => {
  if (sent?.status === "refused") return <Notice kind="bad">Not sent. {sent.words}</Notice>;
  if (sent?.status === "unsure") return <Notice kind="warn">{sent.words}</Notice>;
  return wasUnsure ? <Notice kind="warn">{unsureWords}</Notice> : null;
};

const ReviewAnswers = ({ route, shown }: ReviewProps) => {
  const services = useServices();
  const { device, student, announce, signOut } = services;
  const [answers] = useState(() => startingAnswers(device, student.studentId, route, shown));
  const [wasUnsure] = useState(() => device.draft(student.studentId, route)?.isUnsure ?? false);
  const [sent, setSent] = useState<Sent | null>(null);
  const [isSending, setIsSending] = useState(false);
  const passed = usePassed(shown.deadline);
  const answered = answeredOf(shown, answers);
  const warning = leftOutText(shown.body.length - answered);
  const canSend = !isSending && answered > 0;

  const send = async (): Promise<void> => {
    setIsSending(true);
    setSent(null);
    announce("Sending your answers.");
    const outcome = await sendAnswers(services, route, answers);
    setIsSending(false);
    setSent(outcome);
    if (outcome.status === "received") window.location.hash = hrefOf("receipt", route);
    if (outcome.status === "refused" && outcome.code === 401) signOut(outcome.words);
  };

  if (passed === "surely") return <DeadlinePassed test={route} deadline={shown.deadline} />;
  return (
    <>
      <div class="status">
        <span>
          {answered} of {shown.body.length} answered, not sent yet
        </span>
        <TimeLeft deadline={shown.deadline} isAnnounced />
      </div>
      {passed === "perhaps" && <PerhapsPassed />}
      <GivenAnswers route={route} shown={shown} answers={answers} />
      {answered === 0 ? (
        <Notice kind="warn">Every question is left out; there is nothing to send.</Notice>
      ) : (
        warning !== null && <Notice kind="warn">{warning}</Notice>
      )}
      <div role="alert">
        <Outcome sent={sent} wasUnsure={wasUnsure} />
      </div>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          aria-disabled={!canSend}
          onClick={() => {
            if (canSend) void send();
          }}
        >
          {isSending ? "Sending …" : "Send"}
        </button>
        <a class="button" href={hrefOf("test", route)}>
          Back to the questions
        </a>
      </div>
    </>
  );
};

export const Review = ({ route }: { readonly route: TestRoute }) => {
  const [known, again] = useTest(route);
  return (
    <main>
      <Title text="Review your answers" />
      {known.status === "ready" ? (
        <>
          <p class="soft">
            {known.value.title} ·{" "}
            <span class="whole">
              until <Instant at={known.value.deadline} />
            </span>
          </p>
          <ReviewAnswers key={testPath(route)} route={route} shown={known.value} />
        </>
      ) : (
        <NotThere known={known} again={again} />
      )}
    </main>
  );
};
