import { useContext } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { duration, moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { rowOf } from "../notices-data.ts";
import { addressOf } from "../router.ts";
import { type Run, readRun } from "../run-data.ts";
import { shownJson } from "../shown-json.ts";
import { executionArnOf } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { RunCosts } from "./costs.tsx";
import { Badge, Facts, Section, Shown, Title } from "./parts.tsx";
import { RunGraph } from "./run-graph.tsx";

const NoticesBody = ({ run }: { readonly run: Run }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { execution, definition, events } = run;
  const { startDate, stopDate, status, error, cause } = execution;
  const { kind, told } = rowOf(execution);
  return (
    <>
      <Facts
        facts={[
          ["State", <Badge key="state" status={status} />],
          ["What", kind],
          ["Told", told ?? "waits for its times"],
          ["Started", moment(startDate * 1000, timeZone)],
          ["Took", stopDate === undefined ? "under way" : duration((stopDate - startDate) * 1000)],
        ]}
      />
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error}: {cause}
        </p>
      )}
      <Section title="States">
        <RunGraph definition={definition} events={events} status={status} />
      </Section>
      <RunCosts executionArn={execution.executionArn} />
      <Section title="Input and output">
        <details>
          <summary>Input</summary>
          <pre>{shownJson(execution.input ?? "")}</pre>
        </details>
        <details>
          <summary>Output</summary>
          <pre>{shownJson(execution.output ?? "None yet.")}</pre>
        </details>
      </Section>
    </>
  );
};

/** A day's notices: one execution of the second state machine. */
export const NoticesRun = ({ name }: { readonly name: string }) => {
  const { bucket, noticesArn = "" } = useContext(ConsoleContext);
  const run = useLoad(
    `notices ${name}`,
    (signal) => readRun(bucket, executionArnOf(noticesArn, name), { signal }),
    (changes) => concernsMachine(changes, noticesArn),
  );
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.runs}>Runs</a>
      </p>
      <Title title="Notices to students" />
      <Shown loaded={run}>{(data) => <NoticesBody run={data} />}</Shown>
    </>
  );
};
