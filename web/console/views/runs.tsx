import { useContext, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { duration, moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { type RunRow, readRuns } from "../run-data.ts";
import { useLoad } from "../use-load.ts";
import { Badge, Shown, Table, Title } from "./parts.tsx";

const step = 20;

const studentWords = ({ counts }: RunRow): string => {
  if (!counts) return "none due";
  const failed = counts.failed + counts.timedOut + counts.aborted;
  const done = `${counts.succeeded} of ${counts.total} done`;
  return failed > 0 ? `${done}, ${failed} failed` : done;
};

const tookWords = ({ execution: { startDate, stopDate } }: RunRow): string =>
  stopDate === undefined ? "under way" : duration((stopDate - startDate) * 1000);

/** All runs, the latest first. */
export const Runs = () => {
  const { stateMachineArn, timeZone } = useContext(ConsoleContext);
  const [most, setMost] = useState(step);
  const runs = useLoad(
    `runs ${most}`,
    (signal) => readRuns(stateMachineArn, most, { signal }),
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
                caption="Grading runs, the latest first"
                heads={["Started", "State", "Students", "Took", "Execution"]}
                rows={rows.map((row) => ({
                  key: row.execution.executionArn,
                  cells: [
                    <a key="link" class="nowrap" href={addressOf.run(row.execution.name)}>
                      {moment(row.execution.startDate * 1000, timeZone)}
                    </a>,
                    <Badge key="state" status={row.execution.status} />,
                    <span key="students" class="nowrap">
                      {studentWords(row)}
                    </span>,
                    <span key="took" class="nowrap">
                      {tookWords(row)}
                    </span>,
                    <code key="name">{row.execution.name}</code>,
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
    </>
  );
};
