import { join } from "node:path";
import { type AwsEndpoint, startAwsEndpoint } from "./http/endpoint.ts";
import { type AwsService, account, region } from "./ports.ts";
import { RegionError } from "./region-error.ts";
import type { Basis, Ground, Stores } from "./region-parts.ts";
import { type FrontDoor, openFrontDoor } from "./services/apigateway/front-door.ts";
import { RestApi } from "./services/apigateway/rest-api.ts";
import { cloudFormation, stackPermissions } from "./services/cloudformation/cloudformation.ts";
import { guardedFunctions } from "./services/iam/guarded-ports.ts";
import { type Keyring, makeKeyring } from "./services/iam/keyring.ts";
import { permissionsNeeded } from "./services/iam/requests.ts";
import type { LocalFunctions } from "./services/lambda/functions.ts";
import { LogFile } from "./services/lambda/log-file.ts";
import { lambdaPermissions, lambdaService } from "./services/lambda/service.ts";
import { logsPermissions, logsService } from "./services/logs/service.ts";
import { schedulerPermissions, schedulerService } from "./services/scheduler/service.ts";
import { configurationSetIn } from "./services/ses/configuration-set.ts";
import type { Engine } from "./services/stepfunctions/engine.ts";
import { loadCloudAssembly } from "./template/cloud-assembly.ts";
import type { RegionPlan } from "./template/plan.ts";
import { readPlan } from "./template/read-plan.ts";

export interface DoorOptions {
  /** Port of the front door; any free one by default. */
  readonly port?: number;
  /**
   * Address of this machine on which the front door listens; everything else stays on the loopback address.
   * @default 127.0.0.1
   */
  readonly host?: string;
  /**
   * Other names of the front door's address; a request under any other name is refused.
   * @default - none
   */
  readonly names?: readonly string[];
}

/** What the AWS endpoint serves; filled in once the template is read, because its names contain the endpoint's address. */
interface Served {
  readonly services: Map<string, AwsService>;
  keyring: Keyring;
}

export interface Doors {
  readonly endpoint: AwsEndpoint;
  readonly frontDoor: FrontDoor;
  readonly served: Served;
}

/** Opens both ports; they answer nothing yet. */
export const openDoors = async (
  { port = 0, host, names }: DoorOptions,
  { clock, owner, log, opened, ports }: Basis,
): Promise<Doors> => {
  const served: Served = { services: new Map(), keyring: makeKeyring([], owner) };
  const endpoint = await ports.open("AWS endpoint", 0, (at) =>
    startAwsEndpoint({
      port: at,
      keyOf: (accessKeyId) => served.keyring.keyOf(accessKeyId),
      services: served.services,
      log,
    }),
  );
  opened.defer(() => endpoint.close());
  const frontDoor = await ports.open("front door", port, (at) =>
    openFrontDoor({
      port: at,
      clock,
      ...(host === undefined ? {} : { host }),
      ...(names === undefined ? {} : { names }),
    }),
  );
  opened.defer(() => frontDoor.close());
  return { endpoint, frontDoor, served };
};

/** What the template asks for, with the addresses of the open ports. @throws {TemplateProblems} */
export const planFor = (assemblyFolder: string, { endpoint, frontDoor }: Doors): RegionPlan => {
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
  throw new RegionError(`The front door can't tell two stages of one name apart: ${stages.join(", ")}.`);
};

/** `engine` is a promise, because executions that continue may call the endpoint before the engine is open. */
export const serveAws = (
  { services }: Served,
  stores: Stores,
  ground: Ground,
  { engine, functions }: { readonly engine: Promise<Engine>; readonly functions: LocalFunctions },
): void => {
  const { guard, faults, plan } = ground;
  const needed = permissionsNeeded(
    () => plan.stateMachines.map(({ arn }) => arn),
    (sender) => configurationSetIn(plan.senders, sender) ?? ground.configurationSet,
  );
  services.set("s3", faults.service(guard.objects(stores.objects.service, needed.s3), needed.s3));
  services.set("sqs", faults.service(guard.service(stores.queues.service, needed.sqs), needed.sqs));
  // The SDK signs for "ses" with both versions of the API; the AWS command line signs for "email".
  for (const name of ["ses", "email"]) {
    services.set(name, faults.service(guard.service(stores.inbox.service, needed.ses), needed.ses));
  }
  const states: AwsService = async (request) => (await engine).service(request);
  services.set("states", faults.service(guard.service(states, needed.states), needed.states));
  const startedMs = ground.clock.now();
  services.set(
    "cloudformation",
    guard.service(cloudFormation(plan, startedMs), stackPermissions(plan.stackId)),
  );
  const lambda = lambdaService(plan.functions, plan.eventSources, guardedFunctions(guard, functions));
  services.set("lambda", guard.service(lambda, lambdaPermissions));
  services.set(
    "logs",
    guard.service(
      logsService({ functions: plan.functions, folder: join(ground.data, "logs"), startedMs }),
      logsPermissions,
    ),
  );
  const schedules = schedulerService(plan.schedules, startedMs);
  services.set("scheduler", guard.service(schedules, schedulerPermissions));
};

/** The stages of the template's APIs at the front door. */
export const serveApis = ({ frontDoor }: Doors, ground: Ground, functions: LocalFunctions): void => {
  const { plan, clock, data, log, guard, opened } = ground;
  const accessLog = new LogFile(join(data, "logs", "access.log"), log);
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
