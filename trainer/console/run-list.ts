import {
  DescribeExecutionCommand,
  type ExecutionListItem,
  ListExecutionsCommand,
  type SFNClient,
} from "@aws-sdk/client-sfn";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findJson } from "../../adapters/storage/json-store.ts";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type ListedRun, type RunsView, runIdIn } from "../../course/console/console-views.ts";
import type { RunId } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { RunStudents } from "../run/run-students.ts";

export interface RunListOptions {
  readonly stepFunctions: Pick<SFNClient, "send">;
  readonly stateMachineArn: string;
  readonly bucket: ObjectStore;
}

/** What stays true of an execution that has ended, until it is redriven. */
interface Ended {
  /** Of the execution that it was asked for. */
  readonly version: string;
  readonly runId: RunId | undefined;
  readonly students: ListedRun["students"];
}

/** As many as a browser asks at once; some of these calls are rationed. */
const parallelRuns = 6;

const versionOf = ({ status, stopDate, redriveCount }: ExecutionListItem): string =>
  [status, stopDate?.getTime(), redriveCount].join(" ");

/** Runs under way first, then the one that ended last. */
const latestFirst = (a: ExecutionListItem, b: ExecutionListItem): number => {
  const [endA = Number.POSITIVE_INFINITY, endB = Number.POSITIVE_INFINITY] = [a, b].map(({ stopDate }) =>
    stopDate?.getTime(),
  );
  return endA === endB ? (b.startDate?.getTime() ?? 0) - (a.startDate?.getTime() ?? 0) : endB - endA;
};

/**
 * The list of grading runs. What is known of an ended run is kept: a year's list costs one call, and four more for each
 * run that is new.
 */
export class RunList {
  readonly #options: RunListOptions;
  readonly #students: RunStudents;
  readonly #ended = new Map<string, Ended>();
  /** The last page, while no run is under way: which executions it lists, as they are then. */
  #page: { readonly of: string; readonly view: RunsView } | undefined;

  constructor(options: RunListOptions) {
    this.#options = options;
    this.#students = new RunStudents(options.stepFunctions);
  }

  /** The latest runs, with what each has graded and how many of its students are done. @param most of them. */
  async page(most: number): Promise<RunsView> {
    const { stepFunctions, stateMachineArn } = this.#options;
    const { executions = [], nextToken } = await stepFunctions.send(
      new ListExecutionsCommand({ stateMachineArn, maxResults: most }),
    );
    const of = JSON.stringify([
      nextToken === undefined,
      ...executions.map((one) => [one.executionArn, versionOf(one)]),
    ]);
    if (this.#page?.of === of) return this.#page.view;
    const rows = mapBounded(executions.toSorted(latestFirst), parallelRuns, (one) => this.#row(one));
    const view = { runs: await Array.fromAsync(rows), hasMore: nextToken !== undefined };
    const isQuiet = executions.every(({ status }) => status !== "RUNNING");
    this.#page = isQuiet ? { of, view } : undefined;
    return view;
  }

  async #row(execution: ExecutionListItem): Promise<ListedRun> {
    const { executionArn = "", name = "", status = "RUNNING", startDate, stopDate } = execution;
    const shown = {
      // Only a child of a map can wait for a redrive.
      ...{ name, status: status === "PENDING_REDRIVE" ? ("FAILED" as const) : status },
      ...{ startedAt: startDate?.getTime() ?? 0 },
      ...(stopDate && { endedAt: stopDate.getTime() }),
    };
    if (status === "RUNNING") return { ...shown, students: await this.#students.of(executionArn) };
    const { runId, students } = await this.#endedOf(execution);
    // A later run may resume this one, so its record is read each time that the list changes.
    const record = runId && (await findJson(this.#options.bucket, keys.run(runId), runRecordSchema));
    const isOwn = record?.executionArn === executionArn;
    return { ...shown, students, ...(isOwn && { record }) };
  }

  async #endedOf(execution: ExecutionListItem): Promise<Ended> {
    const { executionArn = "" } = execution;
    const version = versionOf(execution);
    const known = this.#ended.get(executionArn);
    if (known?.version === version) return known;
    const { output, cause } = await this.#options.stepFunctions.send(
      new DescribeExecutionCommand({ executionArn }),
    );
    const students = await this.#students.of(executionArn, execution.status === "SUCCEEDED");
    const ended = { version, runId: runIdIn(output) ?? runIdIn(cause), students };
    this.#ended.set(executionArn, ended);
    return ended;
  }
}
