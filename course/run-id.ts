import { type Instant, type RunId, runIdSchema } from "./ids.ts";

const resumption = /-resume-\d+$/;

/** The run whose cutoff is `cutoff`: two starts for the same deadline compute the same id. Whole seconds. */
export const runIdOf = (cutoff: Instant): RunId =>
  runIdSchema.parse(`${cutoff.slice(0, 19).replaceAll(":", "-")}Z`);

/** The n-th run of this cutoff; the first one, 0, is named by the cutoff alone. */
export const runIdOfNth = (cutoff: Instant, n: number): RunId =>
  n === 0 ? runIdOf(cutoff) : runIdSchema.parse(`${runIdOf(cutoff)}-again-${n}`);

/** The run that a resumption belongs to; any other run belongs to itself. */
export const baseRunId = (runId: RunId): RunId => runIdSchema.parse(runId.replace(resumption, ""));

/** The n-th resumption of a run, counted from 1. */
export const resumptionOf = (runId: RunId, n: number): RunId =>
  runIdSchema.parse(`${baseRunId(runId)}-resume-${n}`);
