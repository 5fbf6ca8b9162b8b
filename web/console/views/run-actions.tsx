import type { Done } from "../../../course/console/settle-view.ts";
import { runIdSchema } from "../../../course/ids.ts";
import { addressOf } from "../router.ts";
import type { Run } from "../run-data.ts";
import { orderRun } from "../settle-data.ts";
import { Action } from "./action.tsx";

const goTo = ({ executionArn }: Done): void => {
  if (executionArn !== undefined) location.hash = addressOf.run(executionArn.split(":").at(-1) ?? "");
};

/** Starts a run for what this one left, and goes there. */
export const Resume = ({ runId, what }: { readonly runId: string; readonly what: string }) => (
  <Action
    name={what}
    question={`Start a run that resumes ${runId}? Nobody else is graded or mailed, and nobody twice.`}
    line={`bin/trainer resume ${runId}`}
    act={() => orderRun({ do: "resume", runId: runIdSchema.parse(runId) })}
    onDone={goTo}
    isMain
  />
);

const Stop = ({ run: { execution, runId } }: { readonly run: Run }) => (
  <Action
    name="Stop the run"
    question="Stop this run? What was graded and mailed stays; the others are graded when the run is resumed."
    line={`bin/trainer stop ${runId ?? execution.executionArn}`}
    act={() => orderRun({ do: "stop", executionArn: execution.executionArn })}
  />
);

/** What can be done with a run as a whole: stop it, or resume it when it has failed or was stopped. */
export const RunActions = ({ run }: { readonly run: Run }) => {
  const { execution, record, resumedBy } = run;
  if (execution.status === "RUNNING") {
    return (
      <p class="actions">
        <Stop run={run} />
      </p>
    );
  }
  const isLeft = record !== undefined && record.status !== "closed" && record.status !== "nothing-due";
  if (execution.status === "SUCCEEDED" || !isLeft || resumedBy) return null;
  return (
    <p class="actions">
      <Resume runId={record.runId} what="Resume the run" />
    </p>
  );
};
