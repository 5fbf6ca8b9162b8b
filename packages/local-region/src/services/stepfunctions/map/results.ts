import { isJsonArray, type JsonObject, parseJson } from "../../../json.ts";
import { AwsError, type Json, type Objects, type Principal } from "../../../ports.ts";
import type { ResultWriter } from "../definition/map-fields.ts";
import type { ExecutionStatus, ExecutionsTable, StoredExecution } from "../journal/executions.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import type { MapRun } from "./map-runs.ts";

type WriterConfig = NonNullable<ResultWriter["WriterConfig"]>;

/** A result file ends when it has this many characters; AWS's files are much larger. */
const fileCharacters = 16 * 1024 * 1024;

const pageSize = 500;

/** Statuses of the children in each kind of result file. */
const statusesOf = {
  SUCCEEDED: ["SUCCEEDED"],
  FAILED: ["FAILED", "TIMED_OUT", "ABORTED"],
} as const satisfies Record<string, readonly ExecutionStatus[]>;

/**
 * A child as the result files show it; inputs and outputs are JSON in a string.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
const metadataOf = (child: StoredExecution): JsonObject => ({
  ExecutionArn: child.arn,
  Input: child.input,
  InputDetails: { Included: true },
  Name: child.name,
  ...(child.output === undefined ? {} : { Output: child.output }),
  OutputDetails: { Included: true },
  ...(child.error === undefined ? {} : { Error: child.error }),
  ...(child.cause === undefined ? {} : { Cause: child.cause }),
  RedriveCount: child.redriveCount,
  ...(child.status === "SUCCEEDED"
    ? {
        RedriveStatus: "NOT_REDRIVABLE",
        RedriveStatusReason: `Execution is ${child.status} and cannot be redriven`,
      }
    : { RedriveStatus: "REDRIVABLE_BY_MAP_RUN" }),
  StartDate: new Date(child.startedAt).toISOString(),
  StateMachineArn: child.machineArn,
  Status: child.status,
  ...(child.stoppedAt === undefined ? {} : { StopDate: new Date(child.stoppedAt).toISOString() }),
});

/** The entries of one child: of a failed child all its data, of a succeeded one what the transformation asks for. */
const entriesOf = (
  child: StoredExecution,
  transformation: WriterConfig["Transformation"],
): readonly Json[] => {
  if (child.status !== "SUCCEEDED" || transformation === "NONE") return [metadataOf(child)];
  const output = parseJson(child.output ?? "null");
  return transformation === "FLATTEN" && isJsonArray(output) ? output : [output];
};

function* childrenOf(
  table: ExecutionsTable,
  mapRunId: number,
  statuses: readonly ExecutionStatus[],
): Generator<StoredExecution> {
  let from = 0;
  for (;;) {
    const page = table.children(mapRunId, statuses, from, pageSize);
    yield* page;
    const last = page.at(-1)?.itemIndex;
    if (page.length < pageSize || last === undefined) return;
    from = last + 1;
  }
}

/** The result of a map without an S3 destination: the entries of its children, in the order of the items. */
export const collectResults = (
  table: ExecutionsTable,
  run: MapRun,
  config: WriterConfig | undefined,
): Json[] => {
  const transformation = config?.Transformation ?? "COMPACT";
  const all = [...statusesOf.SUCCEEDED, ...statusesOf.FAILED];
  return [...childrenOf(table, run.row.id, all)].flatMap((child) => entriesOf(child, transformation));
};

interface ResultFile {
  readonly Key: string;
  readonly Size: number;
}

export interface Destination {
  readonly objects: Objects;
  readonly principal: Principal;
  readonly bucket: string;
  readonly prefix: string;
}

const folderOf = (run: MapRun, prefix: string): string => {
  const uuid = run.row.arn.split(":").at(-1) ?? "";
  return `${prefix}${prefix === "" || prefix.endsWith("/") ? "" : "/"}${uuid}/`;
};

export const manifestKey = (run: MapRun, prefix: string): string => `${folderOf(run, prefix)}manifest.json`;

/**
 * Writes `<prefix>/<uuid>/manifest.json` and the files it names. Writing again after a kill writes the same.
 * `pending`: inputs of children that were never started. Rejects with States.ResultWriterFailed.
 */
export const writeResults = async (
  table: ExecutionsTable,
  run: MapRun,
  to: Destination,
  config: WriterConfig | undefined,
  pending: AsyncIterable<string>,
): Promise<void> => {
  const folder = folderOf(run, to.prefix);
  const isLines = config?.OutputType === "JSONL";
  const entries = (kind: keyof typeof statusesOf) => entriesIn(table, run, kind, config);
  try {
    const ResultFiles = {
      FAILED: await writeFiles(to, `${folder}FAILED`, entries("FAILED"), isLines),
      PENDING: await writeFiles(to, `${folder}PENDING`, pendingEntries(pending), isLines),
      SUCCEEDED: await writeFiles(to, `${folder}SUCCEEDED`, entries("SUCCEEDED"), isLines),
    };
    const manifest = { DestinationBucket: to.bucket, MapRunArn: run.row.arn, ResultFiles };
    await to.objects.put(to.bucket, manifestKey(run, to.prefix), JSON.stringify(manifest), to.principal);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new StateFailure(stateErrors.resultWriterFailed, `${error.code}: ${error.message}`);
  }
};

async function* entriesIn(
  table: ExecutionsTable,
  run: MapRun,
  kind: keyof typeof statusesOf,
  config: WriterConfig | undefined,
): AsyncGenerator<Json> {
  for (const child of childrenOf(table, run.row.id, statusesOf[kind])) {
    yield* entriesOf(child, config?.Transformation ?? "NONE");
  }
}

async function* pendingEntries(pending: AsyncIterable<string>): AsyncGenerator<Json> {
  for await (const Input of pending) yield { Input, InputDetails: { Included: true }, Status: "PENDING" };
}

const writeFiles = async (
  to: Destination,
  stem: string,
  entries: AsyncIterable<Json>,
  isLines: boolean,
): Promise<ResultFile[]> => {
  const files: ResultFile[] = [];
  let held: string[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    const body = isLines ? held.map((line) => `${line}\n`).join("") : `[${held.join(",")}]`;
    const Key = `${stem}_${files.length}.${isLines ? "jsonl" : "json"}`;
    await to.objects.put(to.bucket, Key, body, to.principal);
    files.push({ Key, Size: Buffer.byteLength(body) });
    held = [];
    characters = 0;
  };
  for await (const entry of entries) {
    const text = JSON.stringify(entry);
    held.push(text);
    characters += text.length;
    if (characters >= fileCharacters) await flush();
  }
  if (held.length > 0) await flush();
  return files;
};
