import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type AwsEndpoint, startAwsEndpoint } from "./aws/endpoint.ts";
import { Clock } from "./clock.ts";
import { cloudFormation } from "./cloudformation/cloudformation.ts";
import { type ConsoleSettings, openConsole } from "./console/open-console.ts";
import { type DataLock, lockDataFolder } from "./data-lock.ts";
import { servePages } from "./edge/pages.ts";
import type { Engine, ExecutionEvent } from "./engine/engine.ts";
import type { FaultPlan } from "./faults/fault-plan.ts";
import { type FaultTargets, makeFaults, noFaults } from "./faults/faults.ts";
import { type FrontDoor, openFrontDoor } from "./gateway/front-door.ts";
import { RestApi } from "./gateway/rest-api.ts";
import { type AccessListener, Guard } from "./iam/guard.ts";
import { guardedFunctions } from "./iam/guarded-ports.ts";
import { permissionsNeeded } from "./iam/requests.ts";
import { type Keyring, makeKeyring } from "./keyring.ts";
import type { LocalFunctions } from "./lambda/functions.ts";
import { LogFile } from "./lambda/log-file.ts";
import { Meter } from "./meter.ts";
import { type AwsService, account, region } from "./ports.ts";
import {
  type Ground,
  openStores,
  type Stores,
  startCheckpoints,
  startEngine,
  startEventSources,
  startFunctions,
  startSchedules,
} from "./region-parts.ts";
import { loadCloudAssembly } from "./template/cloud-assembly.ts";
import type { RegionPlan } from "./template/plan.ts";
import { readPlan } from "./template/read-plan.ts";

export interface RegionOptions {
  /** Folder of the synthesized cloud assembly, with one stack. */
  readonly assembly: string;
  /** Folder that holds all state; made when it isn't there. One region at a time. */
  readonly data: string;
  /** Lock of the data folder, when the caller has taken it already; it stays the caller's. */
  readonly lock?: DataLock;
  /** Of the front door; any free one by default. */
  readonly port?: number;
  /**
   * Address of this machine that the front door listens on; all else stays on the loopback address.
   * @default 127.0.0.1
   */
  readonly host?: string;
  /**
   * The trainer's console, at the front door under `/console`.
   * @default - none
   */
  readonly console?: ConsoleSettings;
  /** By default one that stands at the real time. A clock handed in is not stopped with the region. */
  readonly clock?: Clock;
  /**
   * What is to go wrong on purpose.
   * @default - nothing
   */
  readonly faults?: FaultPlan;
  /** Told of faults of the region itself. By default they go to standard error. */
  readonly log?: (line: string) => void;
  /** Told of each event of each execution, from the region's start on; `Region.engine` tells of later ones. */
  readonly onEvent?: (event: ExecutionEvent) => void;
  /** Told of each permission that a role is asked for, before it is decided. */
  readonly onAccess?: AccessListener;
}

export interface Region {
  /** Base URL of the front door, without a slash at its end: `<api>/api/v1/tests` is a whole address. */
  readonly api: string;
  /** URL of the port that speaks AWS. */
  readonly aws: string;
  /** URL of the page with all mail sent. */
  readonly inbox: string;
  /** The template's outputs, by key. */
  readonly outputs: Readonly<Record<string, string>>;
  /** What the template asked for, with physical names. */
  readonly plan: RegionPlan;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly functions: LocalFunctions;
  /** Calls of the template's roles since the start. */
  readonly meter: Pick<Meter, "calls">;
  /** Pages may be served where no stage is. */
  readonly frontDoor: Pick<FrontDoor, "mount" | "fallback">;
  /** Ends everything; what is under way goes on at the next start. A second call waits for the first. */
  stop(): Promise<void>;
}

/** What the AWS endpoint serves; filled in once the template is read, as its names hold the endpoint's own address. */
interface Served {
  readonly services: Map<string, AwsService>;
  keyring: Keyring;
}

interface Doors {
  readonly endpoint: AwsEndpoint;
  readonly frontDoor: FrontDoor;
  readonly served: Served;
}

type Basis = Pick<Ground, "clock" | "data" | "log" | "opened">;

const prepare = (options: RegionOptions, opened: AsyncDisposableStack): Basis => {
  const { data, log = console.error } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (!options.lock) {
    const lock = lockDataFolder(data);
    opened.defer(() => lock.release());
  }
  const clock = options.clock ?? new Clock();
  if (!options.clock) opened.defer(() => clock.stop());
  return { clock, data, log, opened };
};

const openDoors = async (
  { port = 0, host }: RegionOptions,
  { clock, log, opened }: Basis,
): Promise<Doors> => {
  const served: Served = { services: new Map(), keyring: makeKeyring([]) };
  const endpoint = await startAwsEndpoint({
    port: 0,
    principals: (accessKeyId) => served.keyring.principalOf(accessKeyId),
    services: served.services,
    log,
  });
  opened.defer(() => endpoint.close());
  const frontDoor = await openFrontDoor({ port, clock, ...(host === undefined ? {} : { host }) });
  opened.defer(() => frontDoor.close());
  return { endpoint, frontDoor, served };
};

const planFor = (assemblyFolder: string, { endpoint, frontDoor }: Doors): RegionPlan => {
  const plan = readPlan(loadCloudAssembly(assemblyFolder), {
    account,
    region,
    partition: "aws",
    urlSuffix: "amazonaws.com",
    queueUrl: (name) => `${endpoint.url}/${account}/${name}`,
    frontDoorUrl: frontDoor.url,
  });
  const stages = [...plan.apis.values()].flatMap((api) => api.stages.map(({ name }) => name));
  if (new Set(stages).size === stages.length) return plan;
  throw new Error(`The front door can't tell two stages of one name apart: ${stages.join(", ")}.`);
};

/** The engine is asked for once it is open: runs that go on may report to it while it opens. */
const serveAws = ({ services }: Served, stores: Stores, ground: Ground, engine: Promise<Engine>): void => {
  const { guard, faults, plan } = ground;
  const needed = permissionsNeeded(() => plan.stateMachines.map(({ arn }) => arn));
  services.set("s3", faults.service(guard.objects(stores.objects.service, needed.s3), needed.s3));
  services.set("sqs", faults.service(guard.service(stores.queues.service, needed.sqs), needed.sqs));
  // The SDK signs for "ses", whichever version of the API it speaks; the AWS command line for "email".
  for (const name of ["ses", "email"]) {
    services.set(name, faults.service(guard.service(stores.inbox.service, needed.ses), needed.ses));
  }
  const states: AwsService = async (request) => (await engine).service(request);
  services.set("states", faults.service(guard.service(states, needed.states), needed.states));
  services.set("cloudformation", cloudFormation(plan, ground.clock.now()));
};

const serveApis = ({ frontDoor }: Doors, ground: Ground, functions: LocalFunctions): void => {
  const { plan, clock, data, log, guard, opened } = ground;
  const accessLog = new LogFile(join(data, "logs", "access.log"));
  opened.defer(() => accessLog.close());
  const settings = {
    functions: guardedFunctions(guard, functions),
    clock,
    log,
    accessLog: (line: string) => accessLog.write(`${line}\n`),
  };
  frontDoor.serve(
    [...plan.apis.values()].map((api) => ({ api, restApi: new RestApi({ api, ...settings }) })),
  );
};

const serveConsole = (
  settings: ConsoleSettings | undefined,
  { frontDoor, served }: Doors,
  ground: Ground,
  parts: { readonly engine: Engine; readonly functions: LocalFunctions; readonly inbox: string },
): void => {
  if (!settings) return;
  const view = { ...ground, ...parts, services: served.services, frontDoor: frontDoor.url };
  const { listener, close } = openConsole(settings, view);
  ground.opened.defer(close);
  frontDoor.mount("console", listener);
};

const faultTargets = (plan: RegionPlan): FaultTargets => ({
  roles: [...plan.roles.values()].map(({ logicalId }) => logicalId),
  queues: plan.eventSources.map(({ queueArn }) => queueArn),
  functions: plan.functions.map(({ name }) => name),
});

const startParts = async (
  options: RegionOptions,
  opened: AsyncDisposableStack,
): Promise<Omit<Region, "stop">> => {
  const basis = prepare(options, opened);
  const doors = await openDoors(options, basis);
  const plan = planFor(options.assembly, doors);
  const keyring = makeKeyring(plan.roles.values());
  doors.served.keyring = keyring;
  const meter = new Meter();
  const guard = new Guard({
    statementsOf: (roleArn) => keyring.roleOf(roleArn).statements,
    resourceStatements: plan.resourceStatements,
    invocationStatements: plan.invocationStatements,
    ...(options.onAccess ? { onAccess: options.onAccess } : {}),
    log: basis.log,
    onCall: (action, roleArn) => meter.count(action, 1, roleArn),
  });
  const faults = options.faults
    ? makeFaults({ ...basis, plan: options.faults, targets: faultTargets(plan) })
    : noFaults;
  const ground: Ground = { ...basis, plan, keyring, guard, faults, meter, endpoint: doors.endpoint };
  const stores = await openStores(ground);
  // Closed before what they lead to, as well as when a start fails early.
  opened.defer(() => doors.endpoint.close());
  const functions = startFunctions(ground);
  const openingEngine = startEngine(ground, stores, functions, options.onEvent);
  serveAws(doors.served, stores, ground, openingEngine);
  const engine = await openingEngine;
  serveConsole(options.console, doors, ground, { engine, functions, inbox: stores.inbox.url });
  startEventSources(ground, stores, functions);
  serveApis(doors, ground, functions);
  servePages(doors.frontDoor, ground, stores.objects.service);
  opened.defer(() => doors.frontDoor.close());
  startSchedules(ground, stores, { engine, functions });
  startCheckpoints(ground);
  return {
    api: doors.frontDoor.url,
    aws: doors.endpoint.url,
    inbox: stores.inbox.url,
    outputs: Object.fromEntries(plan.outputs.map(({ key, value }) => [key, value])),
    plan,
    clock: basis.clock,
    engine,
    functions,
    meter,
    frontDoor: doors.frontDoor,
  };
};

/**
 * Runs a synthesized template on this machine: everything in it, from the front door to the schedules. Resolves when all
 * of it is ready to serve. State is kept in the data folder, and what was under way there goes on.
 *
 * @throws {TemplateProblems} naming all that the template asks for and the region can't do.
 * @throws {Error} when the folder is taken by another region, the port by another program, or the assembly is unreadable.
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
