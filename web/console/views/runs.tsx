import { useContext, useState } from "preact/hooks";
import type { ListedRun } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { isAgain } from "../../../course/run/run-id.ts";
import { ConsoleContext } from "../context.ts";
import { readRuns } from "../course-views.ts";
import { duration, moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Notices } from "./notices.tsx";
import { Badge, Shown, Table, Title } from "./parts.tsx";

const step = 20;

const Students = ({ run: { students } }: { readonly run: ListedRun }) => {
  if (!students) return <span class="nowrap">none due</span>;
  const { succeeded, total, failed } = students;
  return (
    <span class="nowrap">
      {succeeded} of {total} done
      {failed > 0 && (
        <>
          , <strong class="failures">{failed} failed</strong>
        </>
      )}
    </span>
  );
};

/** Another run, with a link where it is in the list too. */
const OtherRun = ({ runId, runs }: { readonly runId: string; readonly runs: readonly ListedRun[] }) => {
  const other = runs.find(({ record }) => record?.runId === runId);
  return other ? <a href={addressOf.run(other.name)}>{runId}</a> : <span>{runId}</span>;
};

/** The tests that a run has graded, and how it belongs to other runs. */
const Graded = ({
  run: { record },
  runs,
}: {
  readonly run: ListedRun;
  readonly runs: readonly ListedRun[];
}) => {
  if (!record) return null;
  const { undoes, resumes, resumedBy } = record;
  const links = [
    ["undoes", undoes],
    ["resumes", resumes],
    ["resumed by", resumedBy],
  ] as const;
  const failed = record.closed?.counts.failed ?? 0;
  const beside = [
    undoes === undefined && isAgain(record) && "again",
    ...links.map(
      ([how, other]) =>
        other && (
          <>
            {how} <OtherRun runId={other} runs={runs} />
          </>
        ),
    ),
  ].filter(Boolean);
  return (
    <>
      {record.closed?.tests.map(({ title }) => title).join(", ")}
      {failed > 0 && <strong class="failures"> · {counted(failed, "failed test")}</strong>}
      {beside.map((each, index) => (
        <span key={String(index)} class="soft">
          {" · "}
          {each}
        </span>
      ))}
    </>
  );
};

const tookWords = ({ startedAt, endedAt }: ListedRun): string =>
  endedAt === undefined ? "under way" : duration(endedAt - startedAt);

/** All runs: those under way, then the one that ended last. */
export const Runs = () => {
  const { stateMachineArn, timeZone } = useContext(ConsoleContext);
  const [most, setMost] = useState(step);
  const runs = useLoad(
    `runs ${most}`,
    (signal) => readRuns(most, { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  return (
    <>
      <Title title="Runs" />
      <Shown loaded={runs}>
        {({ runs: rows, hasMore }) =>
          rows.length === 0 ? (
            <p class="soft">
              No run yet. The schedule starts one at the weekly deadline; <code>bin/trainer grade</code>{" "}
              starts one now.
            </p>
          ) : (
            <>
              <Table
                caption="Grading runs, the one that ended last first"
                heads={["Started", "State", "Graded", "Students", "Took"]}
                rows={rows.map((run) => ({
                  key: run.name,
                  cells: [
                    <a key="link" class="nowrap" href={addressOf.run(run.name)}>
                      {moment(run.startedAt, timeZone)}
                    </a>,
                    <Badge key="state" status={run.status} />,
                    <Graded key="graded" run={run} runs={rows} />,
                    <Students key="students" run={run} />,
                    <span key="took" class="nowrap">
                      {tookWords(run)}
                    </span>,
                  ],
                }))}
              />
              {hasMore && (
                <button class="button" type="button" onClick={() => setMost(most + step)}>
                  Show earlier runs
                </button>
              )}
            </>
          )
        }
      </Shown>
      <Notices />
    </>
  );
};
