import { useContext } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext } from "../context.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { readStudentPage } from "../run-data.ts";
import { useLoad } from "../use-load.ts";
import { Section, Shown, Table } from "./parts.tsx";
import { Resume } from "./run-actions.tsx";

const most = 50;

/** Who failed, why, and the way to try again. @param runId undefined while the run can't be resumed. */
export const FailedStudents = ({
  run,
  mapRunArn,
  failed,
  runId,
}: {
  readonly run: string;
  readonly mapRunArn: string;
  readonly failed: number;
  readonly runId: string | undefined;
}) => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const page = useLoad(
    `failed ${mapRunArn}`,
    (signal) => readStudentPage(mapRunArn, "FAILED", most, { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  return (
    <Section title="Failed students">
      {runId !== undefined && (
        <p class="actions">
          <Resume runId={runId} what={`Grade ${counted(failed, "failed student")} again`} />
          <span class="soft">
            Starts a run that resumes <code>{runId}</code>; nobody else is graded or mailed.
          </span>
        </p>
      )}
      <Shown loaded={page}>
        {({ students, hasMore }) => (
          <>
            <Table
              caption="Students whose task failed, with the reason"
              heads={["Student", "Reason"]}
              rows={students.map(({ studentId, name, reason, execution }) => ({
                key: execution.executionArn,
                cells: [
                  <a key="link" class="nowrap" href={addressOf.student(run, execution.name)}>
                    {name || studentId}
                  </a>,
                  reason ?? "",
                ],
              }))}
            />
            {hasMore && <p class="soft">The last {most} of them are shown; the trainer's mail names all.</p>}
          </>
        )}
      </Shown>
    </Section>
  );
};
