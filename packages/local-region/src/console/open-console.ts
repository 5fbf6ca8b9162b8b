import type { RequestListener } from "node:http";
import { join } from "node:path";
import type { Clock } from "../clock.ts";
import type { CallCounter } from "../costs/call-counter.ts";
import { CostBook } from "../costs/cost-book.ts";
import type { Units } from "../costs/cost-lines.ts";
import type { OwnHosts } from "../http/own-hosts.ts";
import type { AwsService } from "../ports.ts";
import type { LocalFunctions } from "../services/lambda/functions.ts";
import type { MailReader } from "../services/ses/mail.ts";
import type { Engine } from "../services/stepfunctions/engine.ts";
import type { RegionPlan } from "../template/plan.ts";
import { ChangeFeed } from "./change-feed.ts";
import { consoleListener } from "./console.ts";
import { Gatekeeper } from "./gatekeeper.ts";
import type { StaticFile } from "./static-files.ts";

export interface ConsoleSettings {
  /** The built page; one file is `index.html`. */
  readonly files: readonly StaticFile[];
  /**
   * What a browser must show to be let in.
   * @default - none
   */
  readonly token?: string;
}

/** What the console stands on. */
export interface ConsoleGround {
  readonly plan: RegionPlan;
  /** Folder of all state. */
  readonly data: string;
  readonly clock: Clock;
  readonly engine: Engine;
  readonly functions: Pick<LocalFunctions, "stats">;
  readonly callCounter: CallCounter;
  /** By name, as the AWS endpoint serves them: `s3` and `states` are read here, writes to `s3`, `ses` and `email` seen. */
  readonly services: Map<string, AwsService>;
  readonly mails: MailReader;
  /** Names of the front door. */
  readonly hosts: OwnHosts;
  readonly log: (line: string) => void;
}

type Used = Omit<Units, "stateTransitions">;

/** ARNs of the functions that answer calls of an API: what they use is not a run's. */
const apiFunctionArns = ({ apis }: RegionPlan): Set<string> =>
  new Set(
    [...apis.values()].flatMap(({ methods, authorizers }) =>
      [...methods, ...authorizers.values()].map(({ functionArn }) => functionArn),
    ),
  );

/** Counts what everything but the APIs' functions has used since the start. */
const usedBy = ({ plan, functions, callCounter }: ConsoleGround): (() => Used) => {
  const ofApis = apiFunctionArns(plan);
  const running = plan.functions.filter(({ arn }) => !ofApis.has(arn));
  const apiRoles = new Set(plan.functions.filter(({ arn }) => ofApis.has(arn)).map(({ roleArn }) => roleArn));
  return () => {
    const stats = functions.stats();
    const each = running.map(({ name, memoryMiB }) => {
      const { invocations, totalMs } = stats.get(name) ?? { invocations: 0, totalMs: 0 };
      return { invocations, gbSeconds: (totalMs / 1000) * (memoryMiB / 1024) };
    });
    return {
      invocations: each.reduce((sum, { invocations }) => sum + invocations, 0),
      gbSeconds: each.reduce((sum, { gbSeconds }) => sum + gbSeconds, 0),
      calls: callCounter.callsOf((roleArn) => !apiRoles.has(roleArn)),
    };
  };
};

export interface OpenConsole {
  /** Answers what is under `/console`. */
  readonly listener: RequestListener;
  close(): void;
}

const watchWrites = (services: Map<string, AwsService>, changes: ChangeFeed): void => {
  for (const [name, kind] of [
    ["s3", "objects"],
    ["ses", "mails"],
    ["email", "mails"],
  ] as const) {
    services.set(name, changes.watched(serviceOf(services, name), kind));
  }
};

const serviceOf = (services: ReadonlyMap<string, AwsService>, name: string): AwsService => {
  const service = services.get(name);
  if (service) return service;
  throw new Error(`The console needs a region with the service ${name}.`);
};

/** Opens the console on a region whose services are there, best before anything starts a run. */
export const openConsole = (settings: ConsoleSettings, ground: ConsoleGround): OpenConsole => {
  const { plan, data, clock, engine, services, mails, hosts, log } = ground;
  const changes = new ChangeFeed({ now: () => clock.now() });
  watchWrites(services, changes);
  const costs = new CostBook({ folder: join(data, "costs"), used: usedBy(ground), log: ground.log });
  const stopListening = engine.onEvent((event) => {
    costs.enter(event);
    changes.executionChanged(event.executionArn);
  });
  const { token } = settings;
  const gatekeeper = new Gatekeeper({ hosts, ...(token === undefined ? {} : { token }) });
  const listener = consoleListener({
    files: settings.files,
    gatekeeper,
    states: serviceOf(services, "states"),
    objects: serviceOf(services, "s3"),
    mails,
    changes,
    costs,
    stackName: plan.stackName,
    outputs: Object.fromEntries(plan.outputs.map(({ key, value }) => [key, value])),
    now: () => clock.now(),
    log,
  });
  return {
    listener,
    close: () => {
      stopListening();
      changes.close();
    },
  };
};
