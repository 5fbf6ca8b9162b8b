import type { ComponentChildren } from "preact";
import { useContext } from "preact/hooks";
import { isAgain } from "../../../course/run/run-id.ts";
import { ConsoleContext } from "../context.ts";
import { duration, moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { type Run, type RunLink, readRun } from "../run-data.ts";
import { shownJson } from "../shown-json.ts";
import { executionArnOf } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { RunCosts } from "./costs.tsx";
import { Countdown } from "./countdown.tsx";
import { FailedStudents } from "./failed-students.tsx";
import { MapProgress } from "./map-progress.tsx";
import { Badge, Facts, Section, Shown, Title } from "./parts.tsx";
import { RunGraph } from "./run-graph.tsx";
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
    ...(record && isAgain(record.runId)
      ? [["Again", "these tests had been graded before, or came late"] satisfies [string, string]]
      : []),
  ];
};

const RunBody = ({ run }: { readonly run: Run }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { execution, mapRun, runId, definition, events } = run;
  const { startDate, stopDate, status, error, cause, name } = execution;
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
          ["Started", moment(startDate * 1000, timeZone)],
          ["Took", stopDate === undefined ? "under way" : duration((stopDate - startDate) * 1000)],
        ]}
      />
      {error !== undefined && (
        <p class="notice bad" role="alert">
          {error}: {cause}
        </p>
      )}
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
          runId={status === "RUNNING" ? undefined : runId}
        />
      )}
      <Section title="States">
        <RunGraph definition={definition} events={events} status={status} />
      </Section>
      {mapRun && <Students run={name} mapRunArn={mapRun.mapRunArn} />}
      <RunCosts executionArn={execution.executionArn} />
      <Section title="Input and output">
        <details>
          <summary>Input</summary>
          <pre>{shownJson(execution.input ?? "")}</pre>
        </details>
        <details>
          <summary>Output</summary>
          <pre>{shownJson(execution.output ?? "None.")}</pre>
        </details>
      </Section>
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
