import { randomUUID } from "node:crypto";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseJson } from "../../json.ts";
import {
  AwsError,
  type Credentials,
  type Functions,
  type Invocation,
  type Json,
  region,
} from "../../ports.ts";
import type { PlannedFunction } from "../../template/plan.ts";
import type { Outcome } from "./execution-environment.ts";
import { FunctionPool, type FunctionStats } from "./function-pool.ts";
import { LogFile } from "./log-file.ts";
import type { LambdaError } from "./messages.ts";

/** Lambda's limit of a payload and of an answer, in bytes. */
const longestPayloadBytes = 6 * 1024 * 1024;

/** Environments that were idle for this long are ended; milliseconds of real time. */
const longestIdleMs = 120_000;

/**
 * Each is a thread with its own heap and compiled code. While calls are answered at once, more than there are processors would
 * only slow each other down.
 */
const environmentsByDefault = Math.max(2, availableParallelism());

/** Functions that are usually busy at the same time, such as those of an API, its authorizer and a queue's worker. */
const busyTogether = 4;

export interface FunctionsSettings {
  readonly functions: readonly PlannedFunction[];
  /** Base URL of the AWS endpoint. */
  readonly endpoint: string;
  readonly credentialsOf: (roleArn: string) => Required<Credentials>;
  /** One log file for each function. */
  readonly logFolder: string;
  /** Environments of a function that reserves no concurrency. @default - as many as there are processors, at least two */
  readonly concurrency?: number | undefined;
  /**
   * A machine has less memory than Lambda: with more environments than this, of all functions together, idle ones are ended,
   * the longest idle first.
   * @default - enough for all that are busy at once; otherwise they would end each other
   */
  readonly mostEnvironments?: number | undefined;
  /** Called when a log can't be written. By default it goes to standard error. */
  readonly log?: (line: string) => void;
}

export interface LocalFunctions extends Functions {
  /** By function name. Durations are real time, without loading the code. */
  stats(): ReadonlyMap<string, FunctionStats>;
  /** Invocations that have not ended yet, of all functions. */
  inFlight(): number;
  /** How many invocations of the function may run at once. */
  concurrencyOf(functionName: string): number;
  close(): Promise<void>;
}

/** The variables that Lambda sets by itself; nothing from the host's environment. */
const variablesOf = (
  fn: PlannedFunction,
  logStream: string,
  { endpoint, credentialsOf }: FunctionsSettings,
): Record<string, string> => {
  const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(fn.roleArn);
  return {
    LANG: "en_US.UTF-8",
    PATH: "/usr/local/bin:/usr/bin:/bin",
    // Not the owner's home: the SDK would read the profiles there.
    HOME: "/home/sbx_user1051",
    TZ: ":UTC",
    LAMBDA_TASK_ROOT: fn.codeFolder,
    _HANDLER: fn.handler,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: fn.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(fn.memoryMiB),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: fn.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...fn.environment,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  };
};

const startPool = (
  fn: PlannedFunction,
  log: LogFile,
  settings: FunctionsSettings,
  makeRoom: () => void,
): FunctionPool => {
  const concurrency = fn.reservedConcurrency ?? settings.concurrency ?? environmentsByDefault;
  return new FunctionPool(concurrency, () => {
    makeRoom();
    const logStream = `[$LATEST]${randomUUID().replaceAll("-", "")}`;
    return {
      runtime: {
        codeFolder: fn.codeFolder,
        handler: fn.handler,
        functionName: fn.name,
        functionArn: fn.arn,
        memoryMiB: fn.memoryMiB,
        logGroup: fn.logGroup,
        logStream,
      },
      variables: variablesOf(fn, logStream, settings),
      timeoutSeconds: fn.timeoutSeconds,
      log,
    };
  });
};

/** `name`, `name:qualifier`, or an ARN of either. */
const nameOf = (functionName: string): string => {
  const parts = functionName.split(":");
  return (functionName.startsWith("arn:") ? parts[6] : parts[0]) ?? "";
};

const failure = (error: LambdaError): Invocation => ({
  ok: false,
  error: error.errorType,
  cause: JSON.stringify(error),
});

const invocationOf = (outcome: Outcome): Invocation => {
  if (!outcome.ok) return failure(outcome.error);
  if (Buffer.byteLength(outcome.payload) <= longestPayloadBytes) {
    return { ok: true, payload: parseJson(outcome.payload) };
  }
  return failure({
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${longestPayloadBytes} bytes).`,
  });
};

/** The last lines of an invocation's log, as in Lambda: its error, if it failed, and how long it took. */
const endLines = (requestId: string, invocation: Invocation, durationMs: number): string => {
  const at = new Date().toISOString();
  const failed = invocation.ok ? "" : `${at}\t${requestId}\tERROR\tInvoke Error\t${invocation.cause}\n`;
  const status = invocation.ok ? "" : " Status: error";
  return `${failed}REPORT RequestId: ${requestId} Duration: ${durationMs.toFixed(2)} ms${status}\n`;
};

/** Ends idle environments, those of the longest unused functions first, until `most` are left. */
const endIdle = (pools: readonly FunctionPool[], most: number): void => {
  let tooMany = pools.reduce((sum, { environments }) => sum + environments, 0) - most;
  for (const pool of pools.toSorted((a, b) => a.lastUsedMs - b.lastUsedMs)) {
    if (tooMany <= 0) return;
    const ended = Math.min(tooMany, pool.idleEnvironments);
    tooMany -= ended;
    void pool.endIdle(ended);
  }
};

const endUnused = (pools: readonly FunctionPool[]): void => {
  for (const pool of pools) if (Date.now() - pool.lastUsedMs > longestIdleMs) void pool.endIdle();
};

/** @throws AwsError for a payload that Lambda doesn't take. */
const eventOf = (payload: Json): string => {
  const event = JSON.stringify(payload);
  const bytes = Buffer.byteLength(event);
  if (bytes <= longestPayloadBytes) return event;
  throw new AwsError(
    "RequestTooLargeException",
    `${bytes} byte payload is too large for the RequestResponse invocation type (limit ${longestPayloadBytes} bytes)`,
    413,
  );
};

interface Running {
  readonly log: LogFile;
  readonly pool: FunctionPool;
}

const notFound = (functionName: string): never => {
  throw new AwsError("ResourceNotFoundException", `Function not found: ${functionName}`, 404);
};

/**
 * Runs the functions of a template from their bundles, each in worker threads of its own with its own environment and
 * credentials. Threads are started when they are first needed.
 */
export const openFunctions = (settings: FunctionsSettings): LocalFunctions => {
  /** Makes room for one more environment. */
  const { concurrency = environmentsByDefault } = settings;
  const { mostEnvironments = busyTogether * concurrency } = settings;
  const makeRoom = (): void => endIdle(pools, mostEnvironments - 1);
  const running = new Map(
    settings.functions.map((fn) => {
      const log = new LogFile(join(settings.logFolder, `${fn.name}.log`), settings.log ?? console.error);
      return [fn.name, { log, pool: startPool(fn, log, settings, makeRoom) }];
    }),
  );
  const pools = [...running.values()].map(({ pool }) => pool);

  const find = (functionName: string): Running => running.get(nameOf(functionName)) ?? notFound(functionName);
  const tidying = setInterval(() => endUnused(pools), longestIdleMs / 4).unref();

  let inFlight = 0;
  return {
    async invoke(functionName, payload) {
      const { log, pool } = find(functionName);
      const event = eventOf(payload);
      const requestId = randomUUID();
      inFlight += 1;
      try {
        const outcome = await pool.invoke(event, requestId);
        const invocation = invocationOf(outcome);
        log.write(endLines(requestId, invocation, outcome.durationMs));
        return invocation;
      } finally {
        inFlight -= 1;
      }
    },
    inFlight: () => inFlight,
    stats: () => new Map([...running].map(([name, { pool }]) => [name, pool.stats])),
    concurrencyOf: (functionName) => find(functionName).pool.concurrency,
    async close() {
      clearInterval(tidying);
      await Promise.all(pools.map((pool) => pool.close()));
      await Promise.all([...running.values()].map(({ log }) => log.close()));
    },
  };
};
