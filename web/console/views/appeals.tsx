import { useContext, useEffect, useId, useRef, useState } from "preact/hooks";
import { longestAppeal } from "../../../course/appeals/appeal-limits.ts";
import { type ListedAppeal, nextSteps, verdictText } from "../../../course/appeals/listed-appeal.ts";
import { messageOf } from "../../../course/unknown-value.ts";
import { answerAppeal, readAppeals } from "../appeals.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { useLoad } from "../use-load.ts";
import { Question } from "./action.tsx";
import { Facts, Section, Shown, Title } from "./parts.tsx";
import { Rich } from "./rich.tsx";

type OnAnswered = (answered: ListedAppeal) => void;

type Decision = "accepted" | "declined";

const names = { accepted: "Accept", declined: "Decline" } as const;

const flags = { accepted: "--accept", declined: "--decline" } as const;

const useAnswering = ({ appeal, about }: ListedAppeal, onAnswered: OnAnswered) => {
  const [text, setText] = useState("");
  const [isSending, setIsSending] = useState(false);
  const [problem, setProblem] = useState("");
  const [asked, setAsked] = useState<Decision | undefined>(undefined);
  const ask = (decision: Decision): void => {
    if (isSending) return;
    setProblem(text.trim() === "" ? "Write an answer; the student reads it." : "");
    if (text.trim() !== "") setAsked(decision);
  };
  const send = async (decision: Decision): Promise<void> => {
    setAsked(undefined);
    setIsSending(true);
    setProblem("");
    try {
      const answered = await answerAppeal({ id: about.id, text, decision, seenAt: appeal.at });
      const { mail, reason = "" } = answered;
      if (mail === "sent") return onAnswered(answered);
      setProblem(`The answer is stored, but the mail did not surely go out (${mail}). ${reason}`);
    } catch (error) {
      setProblem(messageOf(error));
    }
    setIsSending(false);
  };
  return { text, setText, isSending, problem, asked, setAsked, ask, send };
};

const AnswerForm = ({
  listed,
  onAnswered,
}: {
  readonly listed: ListedAppeal;
  readonly onAnswered: OnAnswered;
}) => {
  const { text, setText, isSending, problem, asked, setAsked, ask, send } = useAnswering(listed, onAnswered);
  const id = useId();
  const { about } = listed;
  const lineFor = (decision: Decision): string =>
    `bin/trainer appeals answer ${about.id} "..." ${flags[decision]}`;
  const button = (decision: Decision, name: string) => (
    <button
      class="button"
      type="button"
      aria-disabled={isSending}
      title={lineFor(decision)}
      onClick={() => ask(decision)}
    >
      {name}
      <span class="visually-hidden"> what {about.name} wrote</span>
    </button>
  );
  return (
    <div class="answer-form">
      <label for={id}>Your answer; {about.name} gets it by mail and sees it on the page</label>
      <textarea
        id={id}
        rows={3}
        maxLength={longestAppeal}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <div role="alert">{problem !== "" && <p class="notice bad">{problem}</p>}</div>
      <div class="actions">
        {button("accepted", names.accepted)} {button("declined", names.declined)}
      </div>
      {asked !== undefined && (
        <Question
          props={{
            name: names[asked],
            question: `${names[asked]} what ${about.name} wrote? The answer goes out by mail and can't be changed.`,
            line: lineFor(asked),
          }}
          onYes={() => void send(asked)}
          onNo={() => setAsked(undefined)}
        />
      )}
    </div>
  );
};

/** @param isNew it was answered a moment ago, by a button that is gone: the focus goes to what is to be done next. */
const Answered = ({ listed, isNew }: { readonly listed: ListedAppeal; readonly isNew: boolean }) => {
  const { timeZone } = useContext(ConsoleContext);
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isNew) outcome.current?.focus();
  }, [isNew]);
  const { appeal } = listed;
  if (appeal.status === "open") return null;
  const { by, at, decision, text } = appeal.answer;
  return (
    <div ref={outcome} tabIndex={-1}>
      <p>
        {by} {decision} it, {moment(Date.parse(at), timeZone)}:
      </p>
      <blockquote dir="auto" class="lines">
        {text}
      </blockquote>
      {decision === "accepted" && (
        <details open={isNew}>
          <summary>What is to be done next</summary>
          <ul>
            {nextSteps(listed).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};

const OneAppeal = ({
  listed,
  isNew,
  onAnswered,
}: {
  readonly listed: ListedAppeal;
  readonly isNew: boolean;
  readonly onAnswered: OnAnswered;
}) => {
  const { timeZone } = useContext(ConsoleContext);
  const { appeal, about } = listed;
  const { name, title, question = "It is not in the test any more.", given, right, html } = about;
  const verdict = verdictText(about);
  return (
    <Section title={`${name}: ${title}, ${appeal.questionId}`}>
      <Facts
        facts={[
          ["Question", <Rich key="question" text={question} html={html?.question} />],
          [
            `Answer${verdict === undefined ? "" : ` (${verdict})`}`,
            <Rich key="given" text={given ?? "left out"} html={html?.given} />,
          ],
          ...(right === undefined
            ? []
            : [["Right", <Rich key="right" text={right} html={html?.right} />] as const]),
        ]}
      />
      <p>
        {name} wrote, {moment(Date.parse(appeal.at), timeZone)}:
      </p>
      <blockquote dir="auto" class="lines">
        {appeal.text}
      </blockquote>
      {appeal.status === "open" ? (
        <AnswerForm listed={listed} onAnswered={onAnswered} />
      ) : (
        <Answered listed={listed} isNew={isNew} />
      )}
    </Section>
  );
};

/** The list as it was loaded, with what has been answered since in its place. */
const withAnswered = (
  loaded: readonly ListedAppeal[],
  answered: ReadonlyMap<string, ListedAppeal>,
): ListedAppeal[] => {
  const byId = new Map([...loaded.map((one) => [one.about.id, one] as const), ...answered]);
  return [...byId.values()].sort((a, b) =>
    a.appeal.at < b.appeal.at ? -1 : Number(a.appeal.at > b.appeal.at),
  );
};

/** What students think is wrong with a question, and the way to answer. */
export const Appeals = () => {
  const [all, setAll] = useState(false);
  const [answered, setAnswered] = useState<ReadonlyMap<string, ListedAppeal>>(new Map());
  const onAnswered: OnAnswered = (one) => setAnswered((before) => new Map(before).set(one.about.id, one));
  const list = useLoad(
    `appeals ${all}`,
    (signal) => readAppeals(all, { signal }),
    (changes) => changes.isEverything,
  );
  return (
    <>
      <Title title="Appeals" />
      <label class="choices">
        <input
          type="checkbox"
          checked={all}
          onChange={({ currentTarget }) => {
            setAll(currentTarget.checked);
            setAnswered(new Map());
          }}
        />{" "}
        The answered ones too
      </label>
      <Shown loaded={list}>
        {({ appeals, isCut, unreadable }) => (
          <>
            {unreadable.map((one) => (
              <p key={one} class="notice">
                An appeal can't be read. {one}
              </p>
            ))}
            {appeals.length + unreadable.length === 0 && answered.size === 0 && (
              <p class="soft">No appeal waits for an answer.</p>
            )}
            {withAnswered(appeals, answered).map((listed) => (
              <OneAppeal
                key={listed.about.id}
                listed={listed}
                isNew={answered.has(listed.about.id)}
                onAnswered={onAnswered}
              />
            ))}
            {isCut && (
              <p class="notice">There are more. All of them: bin/trainer appeals{all ? " --all" : ""}</p>
            )}
          </>
        )}
      </Shown>
    </>
  );
};
