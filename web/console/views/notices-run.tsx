import { useContext } from "preact/hooks";
import { instantsIn, spareWords, toldWords } from "../../../course/notices/notices-execution.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { rowOf } from "../notices-data.ts";
import { addressOf } from "../router.ts";
import { type Run, readRun } from "../run-data.ts";
import { executionArnOf } from "../states.ts";
import { useLoad } from "../use-load.ts";
import {
  EventsAndDefinition,
  ExecutionError,
  InputAndOutput,
  States,
  timeFacts,
} from "./execution-parts.tsx";
import { Badge, Facts, Section, Shown, Table, Title } from "./parts.tsx";
import { RunCosts } from "./run-costs.tsx";

/** What became of the notices of each time of the day. */
const Instants = ({ output }: { readonly output: string | undefined }) => {
  const { timeZone } = useContext(ConsoleContext);
  const instants = instantsIn(output);
  if (instants.length === 0) return null;
  return (
    <Section title="Times">
      <Table
        caption="What was told at each time, in their order"
        heads={["When", "Told", "Not told"]}
        rows={instants.map(({ at, counts }, index) => ({
          key: String(index),
          cells: [
            at === undefined ? "not known" : moment(Date.parse(at), timeZone),
            counts ? toldWords(counts) : <strong class="bad">failed; the trainer has a mail about it</strong>,
            counts ? spareWords(counts) : "",
          ],
        }))}
      />
    </Section>
  );
};

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
      <Instants output={execution.output} />
      <States run={run} />
      <RunCosts executionArn={execution.executionArn} />
      <InputAndOutput execution={execution} />
      <EventsAndDefinition run={run} />
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
