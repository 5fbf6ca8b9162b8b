import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { MarkedQuestion } from "../../../course/api/marked-question.ts";
import type { AppealAnswer, ShownAppeal } from "../../../course/appeals/appeal.ts";
import { longestAppeal } from "../../../course/appeals/appeal-limits.ts";
import type { Outcome } from "../api.ts";
import type { TestName } from "../route.ts";
import { useServices } from "../services.ts";
import { refusals, score, appeal as words } from "../words.ts";
import { Instant, Notice } from "./parts.tsx";

export interface AppealProps {
  readonly test: TestName;
  readonly mark: MarkedQuestion;
  readonly number: number;
  /** undefined: the student has not objected. */
  readonly appeal: ShownAppeal | undefined;
  readonly onAppeal: (appeal: ShownAppeal) => void;
}

const problemOf = (outcome: Exclude<Outcome<unknown>, { status: "done" }>): string =>
  outcome.status === "refused" ? words.refused(outcome.words) : words.notReached;

const Counter = ({ id, used }: { readonly id: string; readonly used: number }) => (
  <p id={id} class="counter soft">
    {words.counter(used, longestAppeal)}
  </p>
);

interface FormProps extends Omit<AppealProps, "appeal"> {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onEnd: () => void;
}

const useSending = ({ test, mark, text, onAppeal, onEnd }: FormProps) => {
  const { api, student, announce } = useServices();
  const [isSending, setIsSending] = useState(false);
  const [failed, setFailed] = useState<{ readonly text: string; readonly problem: string } | null>(null);
  const fail = (problem: string): void => setFailed({ text, problem });
  const send = async (): Promise<void> => {
    if (isSending) return;
    if (text.trim() === "") return fail(refusals["appeal-empty"]({}, String));
    setIsSending(true);
    const outcome = await api.appeal(student, test, { questionId: mark.questionId, text });
    setIsSending(false);
    if (outcome.status !== "done") return fail(problemOf(outcome));
    announce(words.isSent);
    onAppeal(outcome.answer.body);
    onEnd();
  };
  // A problem is one of the text that was sent; another may do.
  const problem = failed?.text === text ? failed.problem : undefined;
  return { isSending, problem, send };
};

const Form = (props: FormProps) => {
  const { number, text, onText, onEnd } = props;
  const { isSending, problem, send } = useSending(props);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => field.current?.focus(), []);
  return (
    <form
      class="appeal stack"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="field">
        <label for={id}>
          {words.label}
          <span class="visually-hidden">{words.which(score.number(number))}</span>
        </label>
        <textarea
          ref={field}
          id={id}
          rows={4}
          maxLength={longestAppeal}
          value={text}
          aria-describedby={`${id}-hint ${id}-counter`}
          aria-invalid={problem !== undefined}
          onInput={({ currentTarget }) => onText(currentTarget.value)}
        />
        <Counter id={`${id}-counter`} used={text.length} />
        <p id={`${id}-hint`} class="soft">
          {words.hint}
        </p>
        <div role="alert">{problem !== undefined && <Notice kind="bad">{problem}</Notice>}</div>
      </div>
      <div class="actions">
        <button type="submit" class="button primary" aria-disabled={isSending}>
          {isSending ? words.isSending : words.send}
        </button>
        <button type="button" class="button" onClick={onEnd}>
          {words.cancel}
        </button>
      </div>
    </form>
  );
};

const Answer = ({ answer }: { readonly answer: AppealAnswer }) => {
  const isAccepted = answer.decision === "accepted";
  return (
    <div class={`answer ${isAccepted ? "good" : ""}`}>
      <dt class="row">
        <span>{words.answered(answer.by, <Instant at={answer.at} />)}</span>
        <span class={`tag ${isAccepted ? "good" : ""}`}>{isAccepted ? words.accepted : words.declined}</span>
      </dt>
      <dd dir="auto" class="said">
        {answer.text}
      </dd>
    </div>
  );
};

const Written = ({ appeal }: { readonly appeal: ShownAppeal }) => (
  <dl class="answers">
    <div class="answer">
      <dt>{words.written(<Instant at={appeal.at} />)}</dt>
      <dd dir="auto" class="said">
        {appeal.text}
      </dd>
    </div>
    {appeal.status === "answered" && <Answer answer={appeal.answer} />}
  </dl>
);

/** Below a question: the way to say that it is wrong, what the student said, and the trainer's answer. */
export const Appeal = ({ appeal, ...about }: AppealProps) => {
  const [isWriting, setIsWriting] = useState(false);
  // What was begun stays when the form is closed.
  const [text, setText] = useState(appeal?.text ?? "");
  const [hasClosed, setHasClosed] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (hasClosed && !isWriting) button.current?.focus();
  }, [hasClosed, isWriting]);
  const end = (): void => {
    setIsWriting(false);
    setHasClosed(true);
  };
  if (isWriting) return <Form {...about} text={text} onText={setText} onEnd={end} />;
  return (
    <>
      {appeal && <Written appeal={appeal} />}
      {appeal?.status === "open" && <p class="soft">{words.waits}</p>}
      {appeal?.status !== "answered" && (
        <div>
          <button ref={button} type="button" class="button quiet appeals" onClick={() => setIsWriting(true)}>
            {appeal ? words.change : words.begin}
            <span class="visually-hidden">{words.which(score.number(about.number))}</span>
          </button>
        </div>
      )}
    </>
  );
};
