import { useCallback, useEffect, useId, useRef, useState } from "preact/hooks";
import type { CalendarAnswer } from "../../../course/api/answers.ts";
import type { Outcome } from "../api.ts";
import { useServices } from "../services.ts";
import { page, calendarLink as words } from "../words.ts";
import { Instant, Notice } from "./parts.tsx";

type Problem = Exclude<Outcome<unknown>, { status: "done" }>;

/** Calendar programs open such addresses and offer a subscription. */
const subscription = (address: string): string => address.replace(/^https?:/, "webcal:");

const Address = ({ address }: { readonly address: string }) => {
  const { announce } = useServices();
  const [isCopied, setIsCopied] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const copy = async (): Promise<void> => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(address);
      setIsCopied(true);
      announce(words.isCopied);
    } catch {
      // Browsers have no clipboard on unencrypted pages; the address is selected, to be copied by hand.
    }
  };
  return (
    <>
      <div class="actions">
        <a class="button primary" href={subscription(address)}>
          {words.subscribe}
        </a>
      </div>
      <div class="field">
        <label for={id}>{words.address}</label>
        <input ref={field} id={id} class="mono" readOnly value={address} />
      </div>
      <p class="soft">{words.keepToYourself}</p>
      <div class="actions">
        <button type="button" class="button" onClick={() => void copy()}>
          {isCopied ? words.isCopied : words.copy}
        </button>
      </div>
    </>
  );
};

const ProblemNotice = ({ problem }: { readonly problem: Problem }) =>
  problem.status === "unreachable" ? (
    <Notice kind="warn">{page.isUnreachable}</Notice>
  ) : (
    <Notice kind="bad">{problem.words}</Notice>
  );

/** Makes, renews and ends the address by which calendar programs read the student's deadlines. */
export const Calendar = () => {
  const { api, student, announce, signOut } = useServices();
  const [known, setKnown] = useState<CalendarAnswer["body"] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [asking, setAsking] = useState<"GET" | "POST" | "DELETE" | null>("GET");
  const [isEnded, setIsEnded] = useState(false);
  const ask = useCallback(
    async (method: "GET" | "POST" | "DELETE"): Promise<void> => {
      setAsking(method);
      const outcome = await api.calendar(student, method);
      setAsking(null);
      if (outcome.status === "refused" && outcome.code === 401) return signOut(outcome.words);
      setProblem(outcome.status === "done" ? null : outcome);
      if (outcome.status !== "done") return;
      setKnown(outcome.answer.body);
      setIsEnded(method === "DELETE");
      if (method === "DELETE") announce(words.isOff);
    },
    [api, student, announce, signOut],
  );
  useEffect(() => void ask("GET"), [ask]);
  const { calendar, madeAt, address } = known ?? {};
  return (
    <div class="card stack">
      <p>{words.why}</p>
      {known === null && asking && <p class="soft">{page.loading}</p>}
      {isEnded && <Notice kind="good">{words.isOff}</Notice>}
      {address !== undefined && <Address address={address} />}
      {calendar === "on" && address === undefined && madeAt !== undefined && (
        <p class="soft">
          {words.hasOne(<Instant at={madeAt} />)} {words.shownOnce}
        </p>
      )}
      {problem && <ProblemNotice problem={problem} />}
      <Buttons known={known} asking={asking} onAsk={(method) => void ask(method)} />
    </div>
  );
};

interface ButtonsProps {
  readonly known: CalendarAnswer["body"] | null;
  readonly asking: string | null;
  readonly onAsk: (method: "GET" | "POST" | "DELETE") => void;
}

const Buttons = ({ known, asking, onAsk }: ButtonsProps) => {
  const button = (method: "GET" | "POST" | "DELETE", text: string, kind = "") => (
    <button
      type="button"
      class={`button ${kind}`}
      aria-disabled={asking !== null}
      onClick={() => asking === null && onAsk(method)}
    >
      {asking === method ? words.isBusy : text}
    </button>
  );
  if (known === null) return asking ? null : <div class="actions">{button("GET", page.tryAgain)}</div>;
  return (
    <div class="actions">
      {known.calendar === "off" && button("POST", words.make, "primary")}
      {known.calendar === "on" && known.address === undefined && button("POST", words.renew)}
      {known.calendar === "on" && button("DELETE", words.turnOff, "quiet")}
    </div>
  );
};
