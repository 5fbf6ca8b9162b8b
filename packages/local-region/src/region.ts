import { Clock } from "./clock.ts";
import { CallCounter } from "./costs/call-counter.ts";
import { countCosts, type RegionCosts } from "./costs/region-costs.ts";
import { type DataLock, lockDataFolder } from "./data-folder/data-lock.ts";
import { KeptPorts } from "./data-folder/kept-ports.ts";
import { makeDataFolder } from "./data-folder/private-files.ts";
import type { FaultPlan } from "./faults/fault-plan.ts";
import { type Faults, makeFaults, noFaults } from "./faults/faults.ts";
import type { Credentials } from "./ports.ts";
import { type RegionChange, RegionChanges } from "./region-changes.ts";
import { type DoorOptions, openDoors, planFor, serveApis, serveAws } from "./region-doors.ts";
import {
  type Basis,
  type Ground,
  openStores,
  startCheckpoints,
  startEngine,
  startEventSources,
  startFunctions,
  startSchedules,
} from "./region-parts.ts";
import type { FrontDoor } from "./services/apigateway/front-door.ts";
import { servePages } from "./services/cloudfront/pages.ts";
import { type AccessListener, Guard } from "./services/iam/guard.ts";
import { makeKeyring } from "./services/iam/keyring.ts";
import { ownerKeyIn } from "./services/iam/owner-key.ts";
import type { LocalFunctions } from "./services/lambda/functions.ts";
import type { Engine, ExecutionEvent } from "./services/stepfunctions/engine.ts";
import type { RegionPlan } from "./template/plan.ts";

export interface RegionOptions extends DoorOptions {
  /** Folder of the synthesized cloud assembly, with one stack. */
  readonly assembly: string;
  /** Folder that holds all state; made when it isn't there. One region at a time. */
  readonly data: string;
  /** Lock of the data folder, when the caller has taken it already; the caller releases it. */
  readonly lock?: DataLock;
  /** By default a clock at the real time. A given clock is not stopped with the region. */
  readonly clock?: Clock;
  /**
   * Faults to inject.
   * @default - nothing
   */
  readonly faults?: FaultPlan;
  /**
   * The default configuration set, in SES, of every sender whose identity is not the template's; roles need a right to it.
   * SES's console gives a new identity such a set.
   * @default - none
   */
  readonly configurationSet?: string;
  /**
   * Execution environments that a function may have at once, unless it reserves a concurrency of its own; each is a thread of 20 to
   * 40 MB. On AWS there are as many as calls wait for, up to the account's 1,000, and up to the `MaximumConcurrency` of a queue.
   * @default - as many as the machine has processors, at least two
   */
  readonly environmentsPerFunction?: number;
  /**
   * Execution environments of all functions together. With more, idle ones are ended, the longest idle first; an app whose functions take
   * turns starts fewer where each can keep its own.
   * @default - those of four functions, which are enough for all that are busy at once
   */
  readonly mostEnvironments?: number;
  /** Called with faults of the region itself. By default they go to standard error. */
  readonly log?: (line: string) => void;
  /** Called with each event of each execution, from the region's start on; `Region.engine` reports later ones. */
  readonly onEvent?: (event: ExecutionEvent) => void;
  /** Called with each permission that a role needs, before the decision. */
  readonly onAccess?: AccessListener;
}

export interface Region {
  /** Base URL of the front door, without a slash at its end: `<api>/api/v1/tests` is a whole address. */
  readonly api: string;
  /** URL of the AWS endpoint. */
  readonly aws: string;
  /** The key of the person at this machine, who may do everything. */
  readonly owner: Credentials;
  /** Base URL of the inbox; `<inbox>/store` gives all mails as JSON, page by page, and `<inbox>/mails` the latest. */
  readonly inbox: string;
  /** The template's outputs, by key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the template asked for, with physical names. */
  readonly plan: RegionPlan;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly functions: LocalFunctions;
  /** Calls of the template's roles since the start. */
  readonly callCounter: Pick<CallCounter, "calls">;
  /** What each execution used, and what that costs on AWS. */
  readonly costs: RegionCosts;
  /** Pages can be served on paths that no stage has. */
  readonly frontDoor: Pick<FrontDoor, "mount" | "fallback" | "rejectionOf">;
  /** Calls `listener` at each change that a call or an execution makes; returns a function that stops it. */
  onChange(listener: (change: RegionChange) => void): () => void;
  /** Ends everything; executions continue at the next start. A second call waits for the first. */
  stop(): Promise<void>;
}

const prepare = (options: RegionOptions, opened: AsyncDisposableStack): Basis => {
  const { data, log = console.error } = options;
  makeDataFolder(data);
  if (!options.lock) {
    const lock = lockDataFolder(data);
    opened.defer(() => lock.release());
  }
  const clock = options.clock ?? new Clock();
  if (!options.clock) opened.defer(() => clock.stop());
  return { clock, data, owner: ownerKeyIn(data), ports: new KeptPorts(data, log), log, opened };
};

const faultsFor = ({ faults }: RegionOptions, basis: Basis, plan: RegionPlan): Faults => {
  if (!faults) return noFaults;
  const targets = {
    roles: [...plan.roles.values()].map(({ logicalId }) => logicalId),
    queues: plan.eventSources.map(({ queueArn }) => queueArn),
    functions: plan.functions.map(({ name }) => name),
  };
  return makeFaults({ ...basis, plan: faults, targets });
};

const makeGuard = (
  { onAccess }: RegionOptions,
  { plan, keyring, callCounter, log }: Pick<Ground, "plan" | "keyring" | "callCounter" | "log">,
): Guard =>
  new Guard({
    statementsOf: (roleArn) => keyring.roleOf(roleArn).statements,
    resourceStatements: plan.resourceStatements,
    invocationStatements: plan.invocationStatements,
    ...(onAccess ? { onAccess } : {}),
    log,
    onCall: (action, roleArn) => callCounter.count(action, 1, roleArn),
  });

const wishesOf = ({ configurationSet, environmentsPerFunction, mostEnvironments }: RegionOptions) => ({
  configurationSet,
  environments: { concurrency: environmentsPerFunction, mostEnvironments },
});

const startParts = async (
  options: RegionOptions,
  opened: AsyncDisposableStack,
): Promise<Omit<Region, "stop">> => {
  const basis = prepare(options, opened);
  const doors = await openDoors(options, basis);
  const plan = planFor(options.assembly, doors);
  const keyring = makeKeyring(plan.roles.values(), basis.owner);
  doors.served.keyring = keyring;
  const callCounter = new CallCounter();
  const faults = faultsFor(options, basis, plan);
  const known = { ...basis, ...wishesOf(options), plan, keyring, callCounter };
  const ground: Ground = { ...known, guard: makeGuard(options, known), faults, endpoint: doors.endpoint };
  const stores = await openStores(ground);
  // Ports are closed before the services behind them, also when a start fails early.
  opened.defer(() => doors.endpoint.close());
  const functions = startFunctions(ground);
  const openingEngine = startEngine(ground, stores, functions, options.onEvent);
  serveAws(doors.served, stores, ground, { engine: openingEngine, functions });
  const engine = await openingEngine;
  const changes = new RegionChanges();
  changes.watch(doors.served.services);
  changes.follow(engine);
  const costs = countCosts({ ...ground, engine, functions });
  startEventSources(ground, stores, functions);
  serveApis(doors, ground, functions);
  servePages(doors.frontDoor, ground, stores.objects.service);
  opened.defer(() => doors.frontDoor.close());
  startSchedules(ground, stores, { engine, functions });
  startCheckpoints(ground);
  return {
    api: doors.frontDoor.url,
    aws: doors.endpoint.url,
    owner: basis.owner,
    inbox: stores.inbox.url,
    outputs: Object.fromEntries(plan.outputs.map(({ key, value }) => [key, value])),
    plan,
    clock: basis.clock,
    engine,
    functions,
    callCounter,
    costs,
    frontDoor: doors.frontDoor,
    onChange: (listener) => changes.subscribe(listener),
  };
};

/**
 * Runs a synthesized template on this machine, with everything in it, from the front door to the schedules. Resolves when
 * all of it is ready. State is kept in the data folder; executions that ran there continue.
 *
 * @throws {OtherStackError} when the folder holds another stack's data.
 * @throws {ClockBehindError} when the folder's clock was later than the clock of this start.
 * @throws {TemplateProblems} naming everything in the template that the region can't do.
 * @throws {RegionError} the base class of these; also when another region has the folder or another program the port, and
 *   when the assembly can't be read.
 */
export const startRegion = async (options: RegionOptions): Promise<Region> => {
  const opened = new AsyncDisposableStack();
  try {
    const parts = await startParts(options, opened);
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      stopped ??= opened.disposeAsync();
      return stopped;
    };
    return { ...parts, stop };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
};
