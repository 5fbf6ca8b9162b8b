import { ListExecutionsCommand, SFNClient } from "@aws-sdk/client-sfn";
import { type RunId, toInstant } from "../../course/ids.ts";
import { type RunRecord, type RunReport, runReportSchema } from "../../course/run.ts";
import { runIdOf } from "../../course/run-id.ts";
import { keys } from "../../course/storage-keys.ts";
import { readJson } from "../../tasks/runtime/json-store.ts";
import { readRuns } from "../../trainer/run/list-runs.ts";
import { startRun } from "../../trainer/run/start-run.ts";
import type { Address, KilledRegion } from "./killed-region.ts";
import type { SoakClass } from "./soak-class.ts";
import { bucketAt } from "./submit-class.ts";

/** More than any settle time: the run begins to grade at once. */
const pastSettlingMs = 60_000;

/** When nothing has happened for so long in real time, everything waits for the clock, which is then moved. */
const idleMs = 2_000;
const moveMs = 30_000;

/** Resumptions of a run that left something to do. */
const mostResumptions = 9;

const withStates = async <T>({ aws }: Address, work: (states: SFNClient) => Promise<T>): Promise<T> => {
  const credentials = { accessKeyId: "owner", secretAccessKey: "owner" };
  const states = new SFNClient({ endpoint: aws, region: "us-east-1", credentials });
  try {
    return await work(states);
  } finally {
    states.destroy();
  }
};

/** Whether runs were started, and none is under way. */
const areOver = (address: Address): Promise<boolean> =>
  withStates(address, async (states) => {
    const { StateMachineArn: stateMachineArn } = address.outputs;
    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    return executions.length > 0 && executions.every(({ status }) => status !== "RUNNING");
  });

/** Resolves on the next news of a run or of a start, or after a while without any news at all. */
const nextTurn = (region: KilledRegion): Promise<"news" | "idle"> =>
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

const untilOver = async (region: KilledRegion, signal: AbortSignal): Promise<void> => {
  for (;;) {
    signal.throwIfAborted();
    const turn = nextTurn(region);
    if (await region.steadily(areOver)) return;
    if ((await turn) === "idle") region.moveTo(region.nowMs + moveMs);
  }
};

/** What became of the class: the deadline's run and its resumptions, in order, and the reports of those that closed. */
export interface RunsOfClass {
  readonly runs: readonly RunRecord[];
  readonly reports: readonly RunReport[];
}

const runsAt = async (address: Address): Promise<RunsOfClass> => {
  const bucket = bucketAt(address);
  const runs = (await Array.fromAsync(readRuns(bucket))).toReversed();
  const reports: RunReport[] = [];
  for (const { runId, status } of runs) {
    if (status === "closed") reports.push(await readJson(bucket, keys.report(runId), runReportSchema));
  }
  return { runs, reports };
};

/** A run that failed, students that it failed, and mails that surely did not go out. */
const isLeftOver = ({ runs, reports }: RunsOfClass): boolean => {
  const [lastRun, lastReport] = [runs.at(-1), reports.at(-1)];
  if (lastRun?.status === "failed" || !lastReport) return true;
  if (lastRun?.status === "nothing-due") return false;
  return (
    lastReport.failed.length > 0 ||
    lastReport.mails.problems.some(({ status }) => status === "not-sent" || status === "refused")
  );
};

const resume = (address: Address, runId: RunId): Promise<string> =>
  withStates(address, (states) => startRun(states, address.outputs.StateMachineArn ?? "", { resume: runId }));

/** Lets the deadline pass, and resumes the run as a trainer would as long as it leaves something to do. */
export const runClass = async (
  region: KilledRegion,
  { deadlineMs }: SoakClass,
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<RunsOfClass> => {
  region.moveTo(deadlineMs + pastSettlingMs);
  await untilOver(region, signal);
  for (let resumptions = 0; resumptions < mostResumptions; resumptions += 1) {
    const runs = await region.steadily(runsAt);
    if (!isLeftOver(runs)) return runs;
    tell("resuming what the run left to do");
    await region.steadily((address) => resume(address, runIdOf(toInstant(new Date(deadlineMs)))));
    await untilOver(region, signal);
  }
  return region.steadily(runsAt);
};
