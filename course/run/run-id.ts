import { type Instant, type RunId, runIdSchema, toInstant } from "../ids.ts";

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

/** The first run of the same cutoff. */
export const runIdOfDeadline = (runId: RunId): RunId =>
  runIdSchema.parse(runId.slice(0, runIdOfCutoffLength));

/** Whether the run graded tests of a cutoff that an earlier run had graded: they were to be graded again, or came later. */
const isOfEarlierCutoff = (runId: RunId): boolean => runId.includes("-again-");

/** Of a run's record. */
interface MaybeAgain {
  readonly runId: RunId;
  readonly again?: true | undefined;
  readonly undoes?: RunId | undefined;
}

/**
 * Whether the run graded tests again, or such as came after the run of their cutoff. Who asks for a test again after somebody had
 * more time for it gets a run of that later cutoff, which only its record tells from others.
 */
export const isAgain = ({ runId, again }: MaybeAgain): boolean => again === true || isOfEarlierCutoff(runId);

/** For people: why a run counts as one that graded again; null: it does not. */
export const againWords = (record: MaybeAgain): string | null => {
  if (record.undoes !== undefined) return `to undo run ${record.undoes}`;
  if (isOfEarlierCutoff(record.runId)) return `for the deadline of run ${runIdOfDeadline(record.runId)}`;
  return isAgain(record) ? "asked for by grade --again" : null;
};

/** A run's cutoff, and its number among the runs and resumptions of that cutoff. */
const placeOf = (runId: RunId): readonly [cutoff: string, again: number, resumption: number] => {
  const number = (kind: string): number => Number(new RegExp(`-${kind}-(\\d+)`).exec(runId)?.[1] ?? 0);
  return [runId.slice(0, runIdOfCutoffLength), number("again"), number("resume")];
};

const dateLength = "2026-11-23".length;
const runIdOfCutoffLength = "2026-11-23T22-00-00Z".length;

/** The cutoff in a run's id, in whole seconds. */
export const cutoffIn = (runId: RunId): Instant => {
  const time = runId.slice(dateLength, runIdOfCutoffLength).replaceAll("-", ":");
  return toInstant(new Date(`${runId.slice(0, dateLength)}${time}`));
};

/** Below 0: `a` is the earlier run, by its cutoff, then by the order in which the runs of a cutoff get their names. */
export const compareRuns = (a: RunId, b: RunId): number => {
  const [placeA, placeB] = [placeOf(a), placeOf(b)];
  if (placeA[0] !== placeB[0]) return placeA[0] < placeB[0] ? -1 : 1;
  return placeA[1] - placeB[1] || placeA[2] - placeB[2];
};
