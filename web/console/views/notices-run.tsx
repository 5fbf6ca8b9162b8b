import { useContext } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { concernsMachine } from "../live.ts";
import { rowOf } from "../notices-data.ts";
import { addressOf } from "../router.ts";
import { type Run, readRun } from "../run-data.ts";
import { executionArnOf } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { RunCosts } from "./costs.tsx";
import { ExecutionError, InputAndOutput, States, timeFacts } from "./execution-parts.tsx";
import { Badge, Facts, Shown, Title } from "./parts.tsx";

const NoticesBody = ({ run }: { readonly run: Run }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { execution } = run;
  const { kind, told } = rowOf(execution);
  return (
    <>
      <Facts
        facts={[
          ["State", <Badge key="state" status={execution.status} />],
          ["What", kind],
          ["Told", told ?? "waits for its times"],
          ...timeFacts(execution, timeZone),
        ]}
      />
      <ExecutionError execution={execution} />
      <States run={run} />
      <RunCosts executionArn={execution.executionArn} />
      <InputAndOutput execution={execution} />
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
