import { useContext, useState } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { messageOf } from "../../../course/unknown-value.ts";
import { ConsoleContext } from "../context.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { readStudentPage } from "../run-data.ts";
import { startExecution } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { Section, Shown, Table } from "./parts.tsx";

const most = 50;

type Resuming = { readonly state: "idle" | "asking" } | { readonly state: "refused"; readonly why: string };

/** Starts a run for the students that this one failed, and goes there. */
const Resume = ({ runId, failed }: { readonly runId: string; readonly failed: number }) => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const [resuming, setResuming] = useState<Resuming>({ state: "idle" });
  const resume = async (): Promise<void> => {
    setResuming({ state: "asking" });
    try {
      const executionArn = await startExecution(stateMachineArn, { resume: runId });
      location.hash = addressOf.run(executionArn.split(":").at(-1) ?? "");
    } catch (error) {
      setResuming({ state: "refused", why: messageOf(error) });
    }
  };
  return (
    <p class="actions">
      <button
        class="button primary"
        type="button"
        disabled={resuming.state === "asking"}
        onClick={() => void resume()}
      >
        Grade {counted(failed, "failed student")} again
      </button>
      <span class="soft">
        Starts a run that resumes <code>{runId}</code>; nobody else is graded or mailed.
      </span>
      {resuming.state === "refused" && (
        <span class="notice bad" role="alert">
          The run was not started. {resuming.why}
        </span>
      )}
    </p>
  );
};

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
      {runId !== undefined && <Resume runId={runId} failed={failed} />}
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
