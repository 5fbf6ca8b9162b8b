import { ListExecutionsCommand } from "@aws-sdk/client-sfn";
import { readJson } from "../../adapters/storage/json-store.ts";
import type { RunRequest } from "../../course/run/run.ts";
import type { RunRecord } from "../../course/run/run-record.ts";
import { type RunReport, runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { readRuns } from "../../trainer/run/list-runs.ts";
import { startRun } from "../../trainer/run/start-run.ts";
import { bucketOf, stateMachineOf, withStepFunctions } from "../class/owner.ts";
import type { RegionAddress } from "../class/region-process.ts";
import type { SoakClass } from "./soak-class.ts";
import type { SoakedRegion } from "./soaked-region.ts";

/** More than any settle time: the run begins to grade at once. */
const pastSettlingMs = 60_000;

/** How far the clock is moved at most when all work waits for it: a retry, or a message's visibility timeout. */
const moveMs = 120_000;

export interface RunOptions {
  /** Ends the work early, with an error. */
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
  /**
   * When nothing has happened for this long in real time, everything waits for the clock, so it is moved.
   * @default 2,000
   */
  readonly idleMs?: number;
  /**
   * Resumptions of a run that left something to do.
   * @default 9
   */
  readonly mostResumptions?: number;
}

/** Whether runs were started, and none is under way. */
const areOver = (address: RegionAddress): Promise<boolean> =>
  withStepFunctions(address, async (states) => {
    const stateMachineArn = stateMachineOf(address);
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.length > 0 && executions.every(({ status }) => status !== "RUNNING");
  });

/** Resolves on the next news of a run or of a start, or after a while without any news at all. */
const nextTurn = (region: SoakedRegion, idleMs: number): Promise<"news" | "idle"> =>
  new Promise((resolve) => {
    const end = (how: "news" | "idle"): void => {
      clearTimeout(timer);
      stop();
      resolve(how);
    };
    let timer = setTimeout(() => end("idle"), idleMs);
    const stop = region.onNews(({ news }) => {
      clearTimeout(timer);
      if (news === "run" || news === "ready") end("news");
      else timer = setTimeout(() => end("idle"), idleMs);
    });
  });

const untilOver = async (region: SoakedRegion, { signal, idleMs = 2_000 }: RunOptions): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    const turn = nextTurn(region, idleMs);
    if (await region.steadily(areOver)) return;
    if ((await turn) === "idle") region.advance(moveMs);
  }
};

/** The deadline's run and its resumptions, in order, and the reports of those that closed. */
export interface RunsOfClass {
  readonly runs: readonly RunRecord[];
  readonly reports: readonly RunReport[];
}

const runsAt = async (address: RegionAddress): Promise<RunsOfClass> => {
  const bucket = bucketOf(address);
  const runs = (await Array.fromAsync(readRuns(bucket))).toReversed();
  const reports: RunReport[] = [];
  for (const { runId, status } of runs) {
    if (status === "closed") reports.push(await readJson(bucket, keys.report(runId), runReportSchema));
  }
  return { runs, reports };
};

/** Whether a run failed, or left failed students or mails that surely did not go out. */
const isLeftOver = ({ runs, reports }: RunsOfClass): boolean => {
  const [lastRun, lastReport] = [runs.at(-1), reports.at(-1)];
  if (lastRun?.status === "failed" || !lastReport) return true;
  if (lastRun?.status === "nothing-due") return false;
  return (
    lastReport.failed.length > 0 ||
    lastReport.mails.problems.some(({ status }) => status === "not-sent" || status === "refused")
  );
};

/** A run that failed before it was opened can't be resumed, so another one is started. */
const start = (address: RegionAddress, request: RunRequest): Promise<string> =>
  withStepFunctions(address, (states) => startRun(states, stateMachineOf(address), request));

/** Lets the deadline pass, and resumes the run as a trainer would as long as it leaves something to do. */
export const runClass = async (
  region: SoakedRegion,
  { deadlineMs }: SoakClass,
  options: RunOptions,
): Promise<RunsOfClass> => {
  region.moveTo(deadlineMs + pastSettlingMs);
  await untilOver(region, options);
  const { mostResumptions = 9 } = options;
  for (let resumptions = 0; resumptions < mostResumptions; resumptions += 1) {
    const runs = await region.steadily(runsAt);
    if (!isLeftOver(runs)) return runs;
    options.log("resuming what the run left to do");
    const [base] = runs.runs;
    await region.steadily((address) => start(address, base ? { resume: base.runId } : {}));
    await untilOver(region, options);
  }
  return region.steadily(runsAt);
};
