import { makeDueAgain } from "./due-again.ts";
import type { ResumeDeps } from "./resume-run.ts";
import { startRun } from "./start-run.ts";

/**
 * Starts a run that grades these tests once more, for everybody whose deadline has come, and returns its execution's ARN.
 *
 * @param paths such as `linux/boot`; none: a run for what is due now.
 * @throws TrainerError naming those that are not published.
 */
export const gradeAgain = async (
  { store, stepFunctions, stateMachineArn }: ResumeDeps,
  paths: readonly string[],
): Promise<string> => {
  await makeDueAgain(store, paths);
  return startRun(stepFunctions, stateMachineArn, paths.length > 0 ? { again: true } : {});
};
