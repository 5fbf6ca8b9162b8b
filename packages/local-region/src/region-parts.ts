import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Clock } from "./clock.ts";
import type { CallCounter } from "./costs/call-counter.ts";
import { checkDataFiles, DataFileList, databasesIn, dataFiles } from "./data-folder/data-files.ts";
import { claimForStack } from "./data-folder/data-stack.ts";
import { keepClock } from "./data-folder/kept-clock.ts";
import type { KeptPorts } from "./data-folder/kept-ports.ts";
import type { Faults } from "./faults/faults.ts";
import type { AwsEndpoint } from "./http/endpoint.ts";
import { parseJson } from "./json.ts";
import { AwsError, account, type Credentials } from "./ports.ts";
import { RegionError } from "./region-error.ts";
import type { Guard } from "./services/iam/guard.ts";
import {
  guardedChildren,
  guardedFunctions,
  guardedObjects,
  guardedQueues,
} from "./services/iam/guarded-ports.ts";
import type { Keyring } from "./services/iam/keyring.ts";
import { need } from "./services/iam/requests.ts";
import { EventSource, type QueueConsumer } from "./services/lambda/event-source/event-source.ts";
import { type FunctionsSettings, type LocalFunctions, openFunctions } from "./services/lambda/functions.ts";
import { type ObjectStore, openObjectStore } from "./services/s3/object-store.ts";
import { type Delivery, type Scheduler, startScheduler } from "./services/scheduler/scheduler.ts";
import { type Inbox, startInbox } from "./services/ses/inbox.ts";
import { openQueues, type QueueService } from "./services/sqs/queues.ts";
import { type Engine, type EngineOptions, openEngine } from "./services/stepfunctions/engine.ts";
import { keepCheckpoints } from "./sqlite/checkpoints.ts";
import { bucketSettings, type RegionPlan } from "./template/plan.ts";

/** What every part of a region uses. */
export interface Ground {
  readonly plan: RegionPlan;
  readonly keyring: Keyring;
  readonly guard: Guard;
  readonly faults: Faults;
  readonly callCounter: CallCounter;
  readonly clock: Clock;
  /** Folder of all state. */
  readonly data: string;
  /** The key of the person at this machine. */
  readonly owner: Credentials;
  readonly ports: KeptPorts;
  readonly endpoint: AwsEndpoint;
  readonly log: (line: string) => void;
  /** See `RegionOptions.configurationSet`. */
  readonly configurationSet: string | undefined;
  /** See `RegionOptions.environmentsPerFunction` and `mostEnvironments`. */
  readonly environments: Pick<FunctionsSettings, "concurrency" | "mostEnvironments">;
  /** Closes everything that was opened, in the opposite order. */
  readonly opened: AsyncDisposableStack;
}

/** The part that exists before the template is read. */
export type Basis = Pick<Ground, "clock" | "data" | "owner" | "ports" | "log" | "opened">;

export interface Stores {
  readonly objects: ObjectStore;
  readonly queues: QueueService;
  readonly inbox: Inbox;
}

const queueUrlOf = ({ endpoint }: Ground, queueArn: string): string =>
  `${endpoint.url}/${account}/${queueArn.split(":").at(-1)}`;

/** To be called once all of the region's files are open. */
export const startCheckpoints = ({ data, log, opened }: Ground): void => {
  const list = new DataFileList(data);
  const onLogged = list.noteLog.bind(list);
  opened.defer(keepCheckpoints({ files: databasesIn(data), log, onLogged }));
};

/**
 * Opens buckets, queues and inbox, and makes those of the template that the data folder lacks.
 *
 * @throws {RegionError} naming what is damaged in the folder.
 * @throws {OtherStackError}
 * @throws {ClockBehindError}
 */
export const openStores = async (ground: Ground): Promise<Stores> => {
  const { ports, plan, data, clock, endpoint, opened, log } = ground;
  checkDataFiles(data);
  const files = dataFiles(data);
  const objects = openObjectStore({ dataFile: files.objects, clock, settings: bucketSettings(plan) });
  opened.defer(() => objects.close());
  claimForStack(data, plan, objects.bucketNames());
  keepClock(ground);
  const queues = openQueues({ dataDir: files.queues, endpoint: () => endpoint.url, clock });
  opened.defer(() => queues.close());
  const inbox = await ports.open("inbox", 0, (port) =>
    startInbox({
      dataFile: files.inbox,
      host: "127.0.0.1",
      port,
      clock,
      log,
      identities: [...plan.senders.keys()],
    }),
  );
  opened.defer(() => inbox.close());
  for (const { name, isVersioned } of plan.buckets) {
    await objects.createBucket(name, { versioned: isVersioned });
  }
  for (const { name, attributes } of plan.queues) await queues.createQueue({ name, attributes });
  return { objects, queues, inbox };
};

export const startFunctions = (ground: Ground): LocalFunctions => {
  const { plan, keyring, faults, data, endpoint, log, opened } = ground;
  const functions = openFunctions({
    functions: plan.functions,
    endpoint: endpoint.url,
    credentialsOf: keyring.credentialsOf,
    logFolder: join(data, "logs"),
    ...ground.environments,
    log,
  });
  opened.defer(() => functions.close());
  return { ...functions, ...faults.functions(functions) };
};

/** Opens the engine, which continues its executions, and gives it the template's state machines. */
export const startEngine = async (
  { plan, data, clock, log, guard, faults, keyring, opened }: Ground,
  { queues, objects }: Stores,
  functions: LocalFunctions,
  onEvent?: EngineOptions["onEvent"],
): Promise<Engine> => {
  const engine = await openEngine({
    dataFile: dataFiles(data).executions,
    clock,
    functions: guardedFunctions(guard, functions),
    queues: faults.queues(guardedQueues(guard, queues.queues)),
    objects: guardedObjects(guard, objects.objects),
    principalOf: (roleArn) => keyring.roleOf(roleArn).principal,
    mayAssume: (roleArn) => keyring.hasRole(roleArn),
    authorize: guardedChildren(guard),
    ...(onEvent ? { onEvent } : {}),
    log,
  });
  opened.defer(() => engine.close());
  for (const { name, arn, definition, roleArn } of plan.stateMachines) {
    await engine.createOrUpdateStateMachine({ name, arn, definition, roleArn });
  }
  return engine;
};

/** An event source reads the queue with its function's rights, and its calls are counted like any others. */
const countedQueues = (callCounter: CallCounter, roleArn: string, queues: QueueConsumer): QueueConsumer => ({
  receive: (queueUrl, options) => {
    callCounter.count("sqs:ReceiveMessage", 1, roleArn);
    return queues.receive(queueUrl, options);
  },
  deleteMessages: (queueUrl, receiptHandles) => {
    callCounter.count("sqs:DeleteMessage", 1, roleArn);
    return queues.deleteMessages(queueUrl, receiptHandles);
  },
  leaveMessages: (queueUrl, receiptHandles) => queues.leaveMessages(queueUrl, receiptHandles),
});

/**
 * A worker handles the messages of a batch in parallel, and two queues are busy at once, so this many use the whole
 * machine while calls are answered at once. Who asks for more environments wants more work at once.
 */
const workersPerQueue = Math.max(1, Math.floor(availableParallelism() / 2));

export const startEventSources = (ground: Ground, { queues }: Stores, functions: LocalFunctions): void => {
  const { plan, keyring, guard, faults, log, opened } = ground;
  for (const mapping of plan.eventSources) {
    const fn = plan.functions.find(({ name, arn }) => [name, arn].includes(mapping.functionName));
    if (!fn) {
      throw new RegionError(
        `${mapping.logicalId} feeds ${mapping.functionName}, which the template does not have.`,
      );
    }
    const { principal } = keyring.roleOf(fn.roleArn);
    // Lambda refuses a mapping whose function may not read the queue.
    for (const action of ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]) {
      guard.check(principal, [[need(action, mapping.queueArn)]]);
    }
    const most = mapping.maximumConcurrency ?? Number.POSITIVE_INFINITY;
    const concurrency = Math.min(most, functions.concurrencyOf(fn.name));
    const source = new EventSource({
      mapping,
      queueUrl: queueUrlOf(ground, mapping.queueArn),
      queues: faults.deliveries(mapping.queueArn, countedQueues(ground.callCounter, fn.roleArn, queues)),
      functions,
      principal,
      concurrency,
      promptConcurrency: Math.min(concurrency, ground.environments.concurrency ?? workersPerQueue),
      log,
    });
    opened.defer(() => source.close());
  }
};

/** The targets that a schedule can have. */
export interface ScheduleTargets {
  readonly engine: Engine;
  readonly functions: LocalFunctions;
}

/**
 * A run starts once under the delivery's name. For a function, the delivery is done when it was invoked, even if it
 * fails.
 */
const callTarget = async (
  { guard, keyring, callCounter, log }: Ground,
  { engine, functions }: ScheduleTargets,
  { schedule: { targetArn, roleArn, name: scheduleName }, name, input }: Delivery,
): Promise<void> => {
  const { principal } = keyring.roleOf(roleArn);
  if (targetArn.includes(":function:")) {
    const { ok } = await guardedFunctions(guard, functions).invoke(targetArn, parseJson(input), principal);
    if (!ok) log(`The function that the schedule ${scheduleName} invoked failed; see its log.`);
  } else {
    guard.check(principal, [[need("states:StartExecution", targetArn)]]);
    await engine.startExecution({ stateMachineArn: targetArn, name, input });
  }
  callCounter.count("scheduler:Invoke", 1, roleArn);
};

/**
 * Refused for good: another try would be refused too. After throttling, a fault or a full disk, another try may succeed.
 */
const isFinal = (error: unknown): error is AwsError =>
  error instanceof AwsError && error.status < 500 && error.status !== 429;

/**
 * A refused delivery goes to the schedule's dead-letter queue; one that may succeed later is left to the scheduler's
 * retry.
 */
const deliver = async (
  ground: Ground,
  { queues }: Stores,
  targets: ScheduleTargets,
  delivery: Delivery,
): Promise<void> => {
  const { schedule, input } = delivery;
  const { deadLetterArn, roleArn } = schedule;
  try {
    await callTarget(ground, targets, delivery);
  } catch (error) {
    if (!isFinal(error)) throw error;
    if (error.code === "ExecutionAlreadyExists") return;
    ground.log(`The schedule ${schedule.name} could not reach its target: ${error}`);
    if (deadLetterArn === undefined) return;
    const { principal } = ground.keyring.roleOf(roleArn);
    const queueUrl = queueUrlOf(ground, deadLetterArn);
    const deadLetters = guardedQueues(ground.guard, queues.queues);
    await deadLetters.sendMessage({ queueUrl, body: input }, principal);
  }
};

export const startSchedules = (ground: Ground, stores: Stores, targets: ScheduleTargets): Scheduler => {
  const scheduler = startScheduler({
    schedules: ground.plan.schedules,
    clock: ground.clock,
    dataFile: join(ground.data, "schedules.json"),
    deliver: (delivery) => deliver(ground, stores, targets, delivery),
    log: ground.log,
  });
  ground.opened.defer(() => scheduler.close());
  return scheduler;
};
