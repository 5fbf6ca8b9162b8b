import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  type DescribeExecutionOutput,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import type { Instant } from "../../course/ids.ts";
import {
  type CloseRunOutput,
  closeRunOutputSchema,
  openedRunSchema,
  openRunOutputSchema,
} from "../../course/run/run.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { TrainerError } from "../trainer-error.ts";
import { firstPauseMs, nextPauseMs } from "./poll-pause.ts";
import { RunStudents, type StudentCounts } from "./run-students.ts";

/** Students of a run under way. */
export interface RunProgress {
  readonly total: number;
  readonly done: number;
  readonly failed: number;
}

/** The wait before grading, in milliseconds. */
export interface Settling {
  readonly leftMs: number;
  readonly totalMs: number;
}

export type RunEnd =
  | { readonly status: "closed"; readonly run: CloseRunOutput }
  | { readonly status: "nothing-due"; readonly runId: string }
  | {
      readonly status: "already-run";
      readonly runId: string;
      readonly executionArn: string;
      /** Whether the execution that has the run ended without closing it. */
      readonly isLeftOpen: boolean;
    }
  | { readonly status: "failed"; readonly error: string; readonly cause: string };

export interface FollowOptions {
  readonly limitMinutes: number;
  /** Called whenever the numbers have changed. */
  readonly onProgress: (progress: RunProgress) => void;
  /** Called once for each state that the run has reached. */
  readonly onState?: (state: string) => void;
  /** Called while the run waits for late writes. */
  readonly onSettling?: (settling: Settling) => void;
  /** The services' time; asked once, when the run is found waiting. */
  readonly now?: () => Promise<Instant>;
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Follows a run to its end. @throws TrainerError when it has not ended after `limitMinutes`. */
export const followRun = async (
  client: SFNClient,
  executionArn: string,
  { limitMinutes, onProgress, onState, onSettling, now, wait = sleep }: FollowOptions,
): Promise<RunEnd> => {
  const tellChanges = onlyChanges(onProgress);
  const students = new RunStudents(client);
  const settling =
    onSettling && now ? settlingReporter(client, executionArn, { onSettling, now }) : undefined;
  const reportStates = onState
    ? stateReporter(client, executionArn, onState)
    : async (): Promise<string | undefined> => undefined;
  let waitedMs = 0;
  for (let pauseMs = firstPauseMs; waitedMs < limitMinutes * 60_000; pauseMs = nextPauseMs(pauseMs)) {
    const execution = await client.send(new DescribeExecutionCommand({ executionArn }));
    const entered = await reportStates();
    if (execution.status !== "RUNNING") {
      tellChanges(await students.of(executionArn));
      return await endOf(client, execution);
    }
    if (entered === waitEntered) await settling?.();
    if (pauseMs >= 1_000) tellChanges(await students.of(executionArn));
    await wait(pauseMs);
    waitedMs += pauseMs;
  }
  throw new TrainerError(
    `The run has not ended after ${counted(limitMinutes, "minute")}; it goes on by itself: ${executionArn}`,
  );
};

const onlyChanges = (onChange: (progress: RunProgress) => void) => {
  let last = "";
  return (counts: StudentCounts | undefined): void => {
    const now = JSON.stringify(counts);
    if (counts && now !== last) {
      const { total, succeeded, failed } = counts;
      onChange({ total, done: succeeded + failed, failed });
    }
    last = now;
  };
};

/** A run's own history is far shorter than a page: the students' events are in the histories of the map's children. */
const historyPage = 100;

const stateReporter = (client: SFNClient, executionArn: string, onState: (state: string) => void) => {
  let lastId = 0;
  // The type of the last event at which a state was entered.
  let entered: string | undefined;
  return async (): Promise<string | undefined> => {
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: historyPage,
        reverseOrder: true,
        includeExecutionData: false,
      }),
    );
    for (const { id = 0, type, stateEnteredEventDetails } of events.toReversed()) {
      if (id <= lastId) continue;
      lastId = id;
      if (stateEnteredEventDetails?.name === undefined) continue;
      onState(stateEnteredEventDetails.name);
      entered = type;
    }
    return entered;
  };
};

/** The only state of a run that waits is the one for late writes. */
const waitEntered = "WaitStateEntered";

/** When the wait began and ends, by the run's own history; in milliseconds since 1970. */
const readWait = async (client: SFNClient, executionArn: string) => {
  const { events = [] } = await client.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: historyPage, includeExecutionData: true }),
  );
  const opened = events
    .map(({ stateExitedEventDetails }) =>
      openedRunSchema.safeParse(jsonOrUndefined(stateExitedEventDetails?.output)),
    )
    .find(({ data }) => data !== undefined)?.data;
  const began = events.find(({ type }) => type === waitEntered)?.timestamp;
  return opened && began ? { fromMs: began.getTime(), untilMs: Date.parse(opened.landedBy) } : undefined;
};

const settlingReporter = (
  client: SFNClient,
  executionArn: string,
  { onSettling, now }: Required<Pick<FollowOptions, "onSettling" | "now">>,
) => {
  let found: { readonly fromMs: number; readonly untilMs: number; readonly aheadMs: number } | undefined;
  return async (): Promise<void> => {
    if (found === undefined) {
      const wait = await readWait(client, executionArn);
      if (wait === undefined) return;
      found = { ...wait, aheadMs: Date.parse(await now()) - performance.now() };
    }
    const leftMs = Math.max(0, found.untilMs - (performance.now() + found.aheadMs));
    onSettling({ leftMs, totalMs: found.untilMs - found.fromMs });
  };
};

const outputSchema = z.union([closeRunOutputSchema, openRunOutputSchema]);

const endOf = async (
  client: SFNClient,
  { status, output, error, cause }: DescribeExecutionOutput,
): Promise<RunEnd> => {
  if (status !== "SUCCEEDED") {
    return {
      status: "failed",
      error: error ?? String(status),
      cause: cause ?? "The execution gave no cause.",
    };
  }
  const end = outputSchema.parse(JSON.parse(output ?? "null"));
  if (!("status" in end)) return { status: "closed", run: end };
  if (end.status === "open") throw new TypeError("A run that ended can't be open.");
  if (end.status === "nothing-due") return end;
  return { ...end, isLeftOpen: await hasFailed(client, end.executionArn) };
};

/** Step Functions deletes executions after 90 days; one that it does not know counts as successful. */
const hasFailed = async (client: SFNClient, executionArn: string): Promise<boolean> => {
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status !== "RUNNING" && status !== "SUCCEEDED";
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return false;
    throw error;
  }
};
