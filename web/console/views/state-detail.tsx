import { useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { duration, timeOfDay } from "../format.ts";
import { stateDefinitionIn } from "../graph-layout.ts";
import { statusWords } from "../run-progress.ts";
import { shownJson } from "../shown-json.ts";
import { useHash, withoutState } from "../shown-state.ts";
import type { Attempt, StateExecution } from "../state-executions.ts";
import { Facts, Table } from "./parts.tsx";

interface Span {
  readonly startedAt: number;
  readonly endedAt?: number | undefined;
}

const tookWords = ({ startedAt, endedAt }: Span): string =>
  endedAt === undefined ? "under way" : duration(endedAt - startedAt);

const Attempts = ({ attempts }: { readonly attempts: readonly Attempt[] }) => {
  const { timeZone } = useContext(ConsoleContext);
  return (
    <Table
      caption="Attempts, the first one first"
      heads={["Attempt", "Begun", "Took", "Error"]}
      rows={attempts.map((attempt, index) => ({
        key: String(index),
        cells: [
          index + 1,
          timeOfDay(attempt.startedAt, timeZone),
          tookWords(attempt),
          attempt.error === undefined ? "" : `${attempt.error}: ${attempt.cause ?? "no cause"}`,
        ],
      }))}
    />
  );
};

const Json = ({ title, text }: { readonly title: string; readonly text: string | undefined }) => (
  <details open>
    <summary>{title}</summary>
    <pre>{text === undefined ? "None." : shownJson(text)}</pre>
  </details>
);

const Once = ({ execution }: { readonly execution: StateExecution }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { type, status, startedAt, attempts, input, output } = execution;
  return (
    <>
      <Facts
        facts={[
          ["Type", type],
          ["Status", statusWords[status]],
          ["Entered", timeOfDay(startedAt, timeZone)],
          ["Took", tookWords(execution)],
          ["Attempts", attempts.length === 0 ? "–" : attempts.length],
          ["Retries", attempts.length === 0 ? "–" : attempts.length - 1],
        ]}
      />
      {attempts.length > 0 && <Attempts attempts={attempts} />}
      <Json title="Input" text={input} />
      <Json title="Output" text={output ?? (status === "running" ? "None yet." : undefined)} />
    </>
  );
};

/** One state: each time that it was entered, and its part of the definition. */
export const StateDetail = ({
  name,
  executions,
  definition,
}: {
  readonly name: string;
  readonly executions: readonly StateExecution[];
  readonly definition: string;
}) => {
  const hash = useHash();
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const own = executions.filter((one) => one.name === name);
  const shown = own[chosen ?? own.length - 1];
  const ofState = useMemo(() => stateDefinitionIn(definition, name), [definition, name]);
  useEffect(() => heading.current?.focus(), [name]);
  return (
    <div class="state-detail">
      <h3 ref={heading} tabIndex={-1}>
        {name}
      </h3>
      {own.length > 1 && (
        <label>
          Entered {own.length} times; shown is{" "}
          <select
            value={chosen ?? own.length - 1}
            onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
          >
            {own.map((one, index) => (
              <option key={one.startedAt + index} value={index}>
                {index + 1}
              </option>
            ))}
          </select>
        </label>
      )}
      {shown ? <Once execution={shown} /> : <p class="soft">The run has not reached it.</p>}
      <details>
        <summary>Definition of this state</summary>
        <pre>{ofState === undefined ? "It is not in the definition." : shownJson(ofState)}</pre>
      </details>
      <p>
        <a href={withoutState(hash)}>Close</a>
      </p>
    </div>
  );
};
