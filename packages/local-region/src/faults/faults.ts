import type { Clock } from "../clock.ts";
import type { AwsService, Functions, Queues } from "../ports.ts";
import { RegionError } from "../region-error.ts";
import type { PermissionsNeeded } from "../services/iam/requests.ts";
import type { QueueConsumer } from "../services/lambda/event-source/event-source.ts";
import { CallFaults } from "./call-faults.ts";
import { DeliveryFaults } from "./delivery-faults.ts";
import { Dice } from "./dice.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { FunctionFaults } from "./function-faults.ts";

/**
 * Injects the planned faults between a region's parts. Two things get no faults: what Step Functions reads and writes for
 * a map itself, because that service tries again until it succeeds, and the schedules, which are delivered at least once
 * anyway.
 */
export interface Faults {
  /** A service of the AWS endpoint; `needed` names what is called. */
  service(service: AwsService, needed: PermissionsNeeded): AwsService;
  /** Messages that state machines send. */
  queues(queues: Queues): Queues;
  /** What an event source reads from the queue of this ARN. */
  deliveries(queueArn: string, queue: QueueConsumer): QueueConsumer;
  functions(functions: Functions): Functions;
}

export const noFaults: Faults = {
  service: (service) => service,
  queues: (queues) => queues,
  deliveries: (_, queue) => queue,
  functions: (functions) => functions,
};

/** The names that a plan's rules may match. */
export interface FaultTargets {
  /** Logical ids. */
  readonly roles: readonly string[];
  /** ARNs. */
  readonly queues: readonly string[];
  readonly functions: readonly string[];
}

export interface FaultSettings {
  readonly plan: FaultPlan;
  readonly targets: FaultTargets;
  readonly clock: Clock;
  /** Called with a line about each fault, with its number. */
  readonly log: (line: string) => void;
}

/** @throws {RegionError} naming each rule that fits nothing: it is mistyped, and would inject no fault. */
const checkTargets = (plan: FaultPlan, { roles, queues, functions }: FaultTargets): void => {
  const misfits = (
    list: string,
    key: string,
    part: string | undefined,
    names: readonly string[],
  ): string[] =>
    part === undefined || names.some((name) => name.includes(part))
      ? []
      : [
          `  ${list}: ${key} "${part}" fits nothing; there are ${names.map((n) => n.split(":").at(-1)).join(", ")}`,
        ];
  const problems = [
    ...plan.calls.flatMap(({ by }, i) => misfits(`calls[${i}]`, "by", by, roles)),
    ...plan.messages.flatMap(({ queue }, i) => misfits(`messages[${i}]`, "queue", queue, queues)),
    ...plan.functions.flatMap(({ name }, i) => misfits(`functions[${i}]`, "name", name, functions)),
  ];
  if (problems.length > 0) throw new RegionError(`The plan of faults can't be used:\n${problems.join("\n")}`);
};

/** @throws {RegionError} when a rule fits nothing. */
export const makeFaults = ({ plan, targets, clock, log }: FaultSettings): Faults => {
  checkTargets(plan, targets);
  let faults = 0;
  const ground = {
    dice: new Dice(plan.seed),
    clock,
    log: (what: string): void => {
      faults += 1;
      log(`Fault ${faults}: ${what}.`);
    },
  };
  const calls = new CallFaults(plan, ground);
  const deliveries = new DeliveryFaults(plan.messages, ground);
  const invocations = new FunctionFaults(plan.functions, ground);
  return {
    service: (service, needed) => calls.service(service, needed),
    queues: (queues) => calls.queues(queues),
    deliveries: (queueArn, queue) => deliveries.consumer(queueArn, queue),
    functions: (functions) => ({
      invoke: (name, payload, principal) => invocations.invoke(functions, name, payload, principal),
    }),
  };
};
