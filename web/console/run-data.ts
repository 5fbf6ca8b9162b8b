import * as z from "zod";
import { runIdIn } from "../../course/console/console-views.ts";
import { scoreText } from "../../course/grading/score.ts";
import { type RunId, runIdSchema } from "../../course/ids.ts";
import {
  openedRunSchema,
  rosterLineSchema,
  studentFailureSchema,
  studentResultSchema,
  type TestOutcome,
} from "../../course/run/run.ts";
import { baseRunId, compareRuns, runIdOfDeadline } from "../../course/run/run-id.ts";
import { type RunRecord, runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { CallOptions } from "./api.ts";
import { readRuns } from "./course-views.ts";
import { inParallel, readJsonObject } from "./objects.ts";
import {
  describeExecution,
  type ExecutionDetail,
  type HistoryEvent,
  listExecutions,
  type MapRun,
  readDefinition,
  readHistory,
  readMapRuns,
  type Status,
} from "./states.ts";

export interface Run {
  readonly execution: ExecutionDetail;
  readonly definition: string;
  readonly events: readonly HistoryEvent[];
  /** One for each part of the roster that the run has come to. */
  readonly mapRuns: readonly MapRun[];
  /** undefined: the run was not opened yet, or failed before. */
  readonly runId: string | undefined;
  /** undefined: there is none yet, or the run belongs to another execution. */
  readonly record: RunRecord | undefined;
  /** Until when late writes may land, ISO 8601; undefined: the run does not wait for them now. */
  readonly waitsUntil: string | undefined;
  /** The run that it resumed. */
  readonly resumes: RunLink | undefined;
  /** The run that graded what this one left. */
  readonly resumedBy: RunLink | undefined;
  /** The run whose scores it put back, or else the first run of its deadline, some of whose tests it graded again. */
  readonly repeats: RunLink | undefined;
  /** Of the first run of a deadline: the runs that graded tests of it again, the first ones. */
  readonly repeatedBy: readonly RunLink[];
}

/** Another run, and the name of its execution. */
export interface RunLink {
  readonly runId: string;
  readonly execution: string;
}

const readRecord = (bucket: string, runId: string, options?: CallOptions) =>
  readJsonObject(bucket, keys.run(runIdSchema.parse(runId)), runRecordSchema, options);

const linkTo = async (
  bucket: string,
  runId: RunId | null | undefined,
  options?: CallOptions,
): Promise<RunLink | undefined> => {
  const record = runId ? await readRecord(bucket, runId, options) : undefined;
  return record && { runId: record.runId, execution: record.executionArn.split(":").at(-1) ?? "" };
};

const repeatedRun = (record: RunRecord): RunId | undefined => {
  const first = runIdOfDeadline(record.runId);
  return record.undoes ?? (first === baseRunId(record.runId) ? undefined : first);
};

/** As many as the list of runs shows at first: the server knows them already. */
const mostRuns = 20;

/** Of the latest runs those that graded tests of this one again, the first one first. One that was stopped has no output, so its resumption is there. */
const repeatsOf = async ({ runId }: RunRecord, options?: CallOptions): Promise<RunLink[]> => {
  if (runId !== runIdOfDeadline(runId)) return [];
  const { runs } = await readRuns(mostRuns, options);
  const links = runs.flatMap(({ name, record }) =>
    record ? [{ runId: record.runId, execution: name }] : [],
  );
  return links
    .filter((link) => runIdOfDeadline(link.runId) === runId && baseRunId(link.runId) !== runId)
    .sort((a, b) => compareRuns(a.runId, b.runId));
};

/** A run has one state that waits: the one for late writes. */
const waitsUntil = (events: readonly HistoryEvent[], status: Status): string | undefined => {
  if (status !== "RUNNING" || events.at(-1)?.type !== "WaitStateEntered") return undefined;
  const outputs = events.map(({ stateExitedEventDetails: exited }) =>
    openedRunSchema.safeParse(jsonOrUndefined(exited?.output)),
  );
  const opened = outputs.find(({ data }) => data !== undefined)?.data;
  return opened?.landedBy;
};

type Links = Pick<Run, "resumes" | "resumedBy" | "repeats" | "repeatedBy">;

const noLinks: Links = { resumes: undefined, resumedBy: undefined, repeats: undefined, repeatedBy: [] };

const linksOf = async (bucket: string, record: RunRecord, options?: CallOptions): Promise<Links> => {
  const [resumes, resumedBy, repeats, repeatedBy] = await Promise.all([
    linkTo(bucket, record.resumes, options),
    linkTo(bucket, record.resumedBy, options),
    linkTo(bucket, repeatedRun(record), options),
    // Only what has ended can have been repeated. Without the right to list runs, all else of this one is there.
    record.status === "open" ? [] : repeatsOf(record, options).catch(() => []),
  ]);
  return { resumes, resumedBy, repeats, repeatedBy };
};

/** @param executionArn of a grading run or of one of its students. */
export const readRun = async (bucket: string, executionArn: string, options?: CallOptions): Promise<Run> => {
  const execution = await describeExecution(executionArn, options);
  const [definition, events, mapRuns] = await Promise.all([
    readDefinition(executionArn, options),
    readHistory(executionArn, options),
    readMapRuns(executionArn, options),
  ]);
  const outputs = events.map((event) => event.stateExitedEventDetails?.output);
  const runId = outputs.map(runIdIn).find((id) => id !== undefined);
  const record = runId === undefined ? undefined : await readRecord(bucket, runId, options);
  // An execution whose run belongs to another execution gets that run's id.
  const isOwn = record?.executionArn === executionArn;
  const links = isOwn ? await linksOf(bucket, record, options) : noLinks;
  return {
    ...{ execution, definition, events, mapRuns, runId, ...links },
    record: isOwn ? record : undefined,
    waitsUntil: waitsUntil(events, execution.status),
  };
};

const childInputSchema = z.object({ student: rosterLineSchema });

/** One student of a run. */
export interface StudentRow {
  readonly execution: ExecutionDetail;
  readonly studentId: string;
  readonly name: string;
  /** The result of each test, in words: `linux/week1: 3.75`. */
  readonly outcomes: readonly string[];
  /** Why the student's task failed. */
  readonly reason: string | undefined;
}

const outcomeWords = (outcome: TestOutcome): string => {
  const path = `${outcome.subject}/${outcome.testId}`;
  if (outcome.status === "graded") return `${path}: ${scoreText(outcome) ?? "nothing counts"}`;
  return `${path}: ${outcome.status}`;
};

/** The student's result, from an execution of a map's child. */
export const studentRowOf = (execution: ExecutionDetail): StudentRow => {
  const student = childInputSchema.safeParse(jsonOrUndefined(execution.input)).data?.student;
  const failure = studentFailureSchema.safeParse(jsonOrUndefined(execution.cause)).data;
  const result = studentResultSchema.safeParse(jsonOrUndefined(execution.output)).data;
  const told =
    execution.error === undefined ? undefined : `${execution.error}: ${execution.cause ?? "no cause"}`;
  return {
    execution,
    studentId: student?.studentId ?? execution.name,
    name: student?.name ?? "",
    outcomes: (failure?.tests ?? result?.tests ?? []).map(outcomeWords),
    reason: failure ? failure.cause || failure.error : told,
  };
};

export interface StudentPage {
  readonly students: readonly StudentRow[];
  readonly hasMore: boolean;
}

/** Students of a map run, the last started first; `status`: only those. */
export const readStudentPage = async (
  mapRunArn: string,
  status: Status | undefined,
  most: number,
  options?: CallOptions,
): Promise<StudentPage> => {
  const filter = status === undefined ? {} : { statusFilter: status };
  const page = await listExecutions({ mapRunArn, most, ...filter }, options);
  const students = await inParallel(page.executions, async ({ executionArn }) =>
    studentRowOf(await describeExecution(executionArn, options)),
  );
  return { students, hasMore: page.hasMore };
};

/** The map run's child under this name. @param runArn of the run's execution. */
export const childArnOf = (mapRunArn: string, child: string): string => {
  const [machineAndLabel = ""] = mapRunArn.split(":").slice(-2);
  return `${mapRunArn.split(":").slice(0, 5).join(":")}:execution:${machineAndLabel}:${child}`;
};
