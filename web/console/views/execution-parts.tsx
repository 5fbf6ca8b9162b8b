import { useContext, useMemo, useState } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { NowContext } from "../context.ts";
import { duration, moment } from "../format.ts";
import type { Run } from "../run-data.ts";
import { shownJson } from "../shown-json.ts";
import { stateIn, useHash } from "../shown-state.ts";
import { stateExecutions } from "../state-executions.ts";
import type { Execution, ExecutionDetail } from "../states.ts";
import { Events } from "./events.tsx";
import { Section } from "./parts.tsx";
import { RunGraph } from "./run-graph.tsx";
import { StateDetail } from "./state-detail.tsx";
import { Timeline } from "./timeline.tsx";

export const timeFacts = ({ startDate, stopDate }: Execution, timeZone: string) =>
  [
    ["Started", moment(startDate * 1000, timeZone)],
    ["Took", stopDate === undefined ? "under way" : duration((stopDate - startDate) * 1000)],
  ] as const;

export const ExecutionError = ({ execution: { error, cause } }: { readonly execution: ExecutionDetail }) =>
  error === undefined ? null : (
    <p class="notice bad" role="alert">
      {error}: {cause}
    </p>
  );

/** The graph, the state that is open, the timeline and the definition. */
export const States = ({ run: { definition, events, execution } }: { readonly run: Run }) => {
  const now = useContext(NowContext);
  const hash = useHash();
  const open = stateIn(hash);
  const executions = useMemo(() => stateExecutions(events, execution.status), [events, execution.status]);
  return (
    <>
      <Section title="States">
        <RunGraph definition={definition} events={events} status={execution.status} hash={hash} />
        {open === undefined ? (
          <p class="soft">A state opens with its input, output and attempts.</p>
        ) : (
          <StateDetail key={open} name={open} executions={executions} definition={definition} />
        )}
      </Section>
      <Section title="Timeline">
        <Timeline executions={executions} nowMs={now} hash={hash} />
      </Section>
    </>
  );
};

/** What Step Functions recorded, and what it runs: for who looks closer. */
export const EventsAndDefinition = ({ run: { definition, events } }: { readonly run: Run }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <Section title="Events and definition">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{counted(events.length, "event")}</summary>
        {isOpen && <Events events={events} />}
      </details>
      <details>
        <summary>Definition</summary>
        <pre>{shownJson(definition)}</pre>
      </details>
    </Section>
  );
};

/** A failed execution has its cause in place of an output. */
export const InputAndOutput = ({ execution }: { readonly execution: ExecutionDetail }) => (
  <Section title="Input and output">
    <details>
      <summary>Input</summary>
      <pre>{shownJson(execution.input ?? "")}</pre>
    </details>
    <details>
      <summary>Output</summary>
      <pre>{shownJson(execution.output ?? execution.cause ?? "None yet.")}</pre>
    </details>
  </Section>
);
