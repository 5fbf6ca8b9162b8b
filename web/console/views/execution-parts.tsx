import { duration, moment } from "../format.ts";
import type { Run } from "../run-data.ts";
import { shownJson } from "../shown-json.ts";
import type { Execution, ExecutionDetail } from "../states.ts";
import { Section } from "./parts.tsx";
import { RunGraph } from "./run-graph.tsx";

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

export const States = ({ run: { definition, events, execution } }: { readonly run: Run }) => (
  <Section title="States">
    <RunGraph definition={definition} events={events} status={execution.status} />
  </Section>
);

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
