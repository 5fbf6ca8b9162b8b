import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { dollarsOf, linesOfRun, unitsOfRun } from "../../../course/costs/month.ts";
import { money, sizeOfRun } from "../../../course/costs/reckoned.ts";
import { isAgain } from "../../../course/run/run-id.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { type Run, type RunLink, readRun } from "../run-data.ts";
import { executionArnOf } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { CostLines } from "./cost-lines.tsx";
import { Countdown } from "./countdown.tsx";
import {
  EventsAndDefinition,
  ExecutionError,
  InputAndOutput,
  States,
  timeFacts,
} from "./execution-parts.tsx";
import { FailedStudents } from "./failed-students.tsx";
import { MapProgress } from "./map-progress.tsx";
import { Badge, Facts, Section, Shown, Title } from "./parts.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunCosts } from "./run-costs.tsx";
import { RunSearch } from "./run-search.tsx";
import { Students } from "./students.tsx";

const failedOf = ({ mapRun }: Run): number =>
  mapRun ? mapRun.executionCounts.failed + mapRun.executionCounts.timedOut : 0;

const linkFact = (name: string, link: RunLink | undefined): [string, ComponentChildren][] =>
  link === undefined
    ? []
    : [
        [
          name,
          <a key={name} href={addressOf.run(link.execution)}>
            <code>{link.runId}</code>
          </a>,
        ],
      ];

const aboutFacts = ({ record }: Run): [string, ComponentChildren][] => {
  const tests = record?.closed?.tests ?? [];
  return [
    ...(tests.length > 0
      ? [["Graded", tests.map(({ title }) => title).join(", ")] satisfies [string, string]]
      : []),
    ...(record?.undoes !== undefined
      ? [
          ["Undoes", `run ${record.undoes}: each score is again what it was before`] satisfies [
            string,
            string,
          ],
        ]
      : []),
    ...(record && isAgain(record) && record.undoes === undefined
      ? [["Again", "these tests had been graded before, or came late"] satisfies [string, string]]
      : []),
  ];
};

/** What a closed run costs by the table of the Cost view. */
const ReckonedRun = ({ run: { record } }: { readonly run: Run }) => {
  const size = record && sizeOfRun(record);
  if (!size) return null;
  return (
    <Section title={`Cost on AWS, reckoned: ${money(dollarsOf(unitsOfRun(size)))}`}>
      <CostLines
        caption="Cost of this run, reckoned"
        lines={linesOfRun(size)}
        heads={["Used", "At list price"]}
      />
      <p class="soft">
        With its mails, in us-east-1. <a href={addressOf.cost}>What a month costs</a>
      </p>
    </Section>
  );
};

const RunBody = ({ run }: { readonly run: Run }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { execution, mapRun, runId } = run;
  const { status, name } = execution;
  const failed = failedOf(run);
  return (
    <>
      <Facts
        facts={[
          ["State", <Badge key="state" status={status} />],
          ["Run", runId === undefined ? "not opened yet" : <code key="id">{runId}</code>],
          ...(run.waitsUntil === undefined
            ? []
            : [["Waits for late writes", <Countdown key="wait" until={run.waitsUntil} />] as const]),
          ...aboutFacts(run),
          ...linkFact("Resumed", run.resumes),
          ...linkFact("Resumed by", run.resumedBy),
          ...timeFacts(execution, timeZone),
        ]}
      />
      <ExecutionError execution={execution} />
      <RunActions run={run} />
      {mapRun && (
        <Section title="Grade every student">
          <MapProgress counts={mapRun.executionCounts} />
        </Section>
      )}
      {mapRun && failed > 0 && (
        <FailedStudents
          run={name}
          mapRunArn={mapRun.mapRunArn}
          failed={failed}
          runId={status !== "SUCCEEDED" || run.resumedBy ? undefined : runId}
        />
      )}
      <States run={run} />
      {run.record?.status === "closed" && <RunSearch runId={run.record.runId} />}
      {mapRun && <Students run={name} mapRunArn={mapRun.mapRunArn} />}
      <ReckonedRun run={run} />
      <RunCosts executionArn={execution.executionArn} />
      <InputAndOutput execution={execution} />
      <EventsAndDefinition run={run} />
    </>
  );
};

/** One run: its progress, who failed, its states, its students, its cost. */
export const RunView = ({ name }: { readonly name: string }) => {
  const { bucket, stateMachineArn, timeZone } = useContext(ConsoleContext);
  const run = useLoad(
    `run ${name}`,
    (signal) => readRun(bucket, executionArnOf(stateMachineArn, name), { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  const started = run.state === "loaded" ? run.data.execution.startDate * 1000 : undefined;
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.runs}>Runs</a>
      </p>
      <Title title={started === undefined ? "Run" : `Run of ${moment(started, timeZone)}`} />
      <Shown loaded={run}>{(data) => <RunBody run={data} />}</Shown>
    </>
  );
};
