import type { ComponentChildren } from "preact";
import { useContext, useState } from "preact/hooks";
import { dollarsOf, linesOfRun, unitsOfRun } from "../../../course/costs/month.ts";
import { money, sizeOfRun } from "../../../course/costs/reckoned.ts";
import { isAgain } from "../../../course/run/run-id.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { type Run, type RunLink, readRun } from "../run-data.ts";
import { countsOf, failedIn, partToShow } from "../run-parts.ts";
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

/** Which part of the roster is shown below; nothing to choose for a class of one part. */
const PartChoice = ({
  parts,
  shown,
  onChoice,
}: {
  readonly parts: number;
  readonly shown: number;
  readonly onChoice: (part: number) => void;
}) =>
  parts < 2 ? null : (
    <p>
      <label>
        Part of the roster{" "}
        <select value={shown} onChange={({ currentTarget }) => onChoice(Number(currentTarget.value))}>
          {Array.from({ length: parts }, (_, part) => (
            <option key={part} value={part}>
              {part + 1}
            </option>
          ))}
        </select>
      </label>
    </p>
  );

const Links = ({ links }: { readonly links: readonly RunLink[] }) => (
  <>
    {links.map(({ runId, execution }) => (
      <a key={runId} class="run-link" href={addressOf.run(execution)}>
        <code>{runId}</code>
      </a>
    ))}
  </>
);

const linkFact = (name: string, link: RunLink | undefined): [string, ComponentChildren][] =>
  link === undefined ? [] : [[name, <Links key={name} links={[link]} />]];

const aboutFacts = ({ record, repeats, repeatedBy }: Run): [string, ComponentChildren][] => {
  const tests = record?.closed?.tests ?? [];
  const graded = tests.map(({ title }) => title).join(", ");
  const isUndoing = record?.undoes !== undefined;
  const isRepeat = record !== undefined && isAgain(record) && !isUndoing;
  return [
    ...(tests.length > 0 ? [["Graded", graded] satisfies [string, string]] : []),
    ...(isRepeat
      ? [["Again", "these tests had been graded before, or came late"] satisfies [string, string]]
      : []),
    ...linkFact(isUndoing ? "Undoes" : "First run of the deadline", repeats),
    ...(repeatedBy.length > 0
      ? [["Graded again by", <Links key="again" links={repeatedBy} />] satisfies [string, ComponentChildren]]
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
  const { execution, mapRuns, runId } = run;
  const { status, name } = execution;
  const [chosen, setChosen] = useState<number | undefined>(undefined);
  const shown = chosen ?? partToShow(run);
  const mapRun = mapRuns[shown];
  const counts = countsOf(run);
  const failed = counts ? failedIn(counts) : 0;
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
      {counts && (
        <Section title="Grade every student">
          <MapProgress counts={counts} />
          <PartChoice parts={mapRuns.length} shown={shown} onChoice={setChosen} />
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
      {run.record && run.record.status !== "nothing-due" && (
        <RunSearch
          key={run.record.status}
          runId={run.record.runId}
          isClosed={run.record.status === "closed"}
        />
      )}
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
