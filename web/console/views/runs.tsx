import { useContext, useState } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { isAgain } from "../../../course/run/run-id.ts";
import { ConsoleContext } from "../context.ts";
import { duration, moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { type RunRow, readRuns } from "../run-data.ts";
import { useLoad } from "../use-load.ts";
import { Notices } from "./notices.tsx";
import { Badge, Shown, Table, Title } from "./parts.tsx";

const step = 20;

const Students = ({ row: { counts } }: { readonly row: RunRow }) => {
  if (!counts) return <span class="nowrap">none due</span>;
  const failed = counts.failed + counts.timedOut + counts.aborted;
  return (
    <span class="nowrap">
      {counts.succeeded} of {counts.total} done
      {failed > 0 && (
        <>
          , <strong class="failures">{failed} failed</strong>
        </>
      )}
    </span>
  );
};

/** The tests that a run has graded, and how it belongs to other runs. */
const Graded = ({ row: { record } }: { readonly row: RunRow }) => {
  if (!record) return null;
  const remarks = [
    ...(isAgain(record.runId) ? ["again"] : []),
    ...(record.resumes === null ? [] : [`resumes ${record.resumes}`]),
    ...(record.resumedBy === undefined ? [] : [`resumed by ${record.resumedBy}`]),
  ];
  const failed = record.closed?.counts.failed ?? 0;
  return (
    <>
      {record.closed?.tests.map(({ title }) => title).join(", ")}
      {failed > 0 && <strong class="failures"> · {counted(failed, "failed test")}</strong>}
      {remarks.length > 0 && <span class="soft"> · {remarks.join(", ")}</span>}
    </>
  );
};

const tookWords = ({ execution: { startDate, stopDate } }: RunRow): string =>
  stopDate === undefined ? "under way" : duration((stopDate - startDate) * 1000);

/** All runs: those under way, then the one that ended last. */
export const Runs = () => {
  const { bucket, stateMachineArn, timeZone } = useContext(ConsoleContext);
  const [most, setMost] = useState(step);
  const runs = useLoad(
    `runs ${most}`,
    (signal) => readRuns({ bucket, stateMachineArn }, most, { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  return (
    <>
      <Title title="Runs" />
      <Shown loaded={runs}>
        {({ runs: rows, hasMore }) =>
          rows.length === 0 ? (
            <p class="soft">
              No run yet. The schedule starts one at the weekly deadline;{" "}
              <code>bin/trainer grade --local</code> starts one now.
            </p>
          ) : (
            <>
              <Table
                caption="Grading runs, the one that ended last first"
                heads={["Started", "State", "Graded", "Students", "Took"]}
                rows={rows.map((row) => ({
                  key: row.execution.executionArn,
                  cells: [
                    <a key="link" class="nowrap" href={addressOf.run(row.execution.name)}>
                      {moment(row.execution.startDate * 1000, timeZone)}
                    </a>,
                    <Badge key="state" status={row.execution.status} />,
                    <Graded key="graded" row={row} />,
                    <Students key="students" row={row} />,
                    <span key="took" class="nowrap">
                      {tookWords(row)}
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
