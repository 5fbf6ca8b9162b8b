import type { QueueConsumer } from "../event-source/event-source.ts";
import type { PermissionsNeeded } from "../iam/requests.ts";
import type { AwsService, Functions, Queues } from "../ports.ts";
import { CallFaults } from "./call-faults.ts";
import { DeliveryFaults } from "./delivery-faults.ts";
import { Dice } from "./dice.ts";
import type { FaultPlan } from "./fault-plan.ts";
import { FunctionFaults } from "./function-faults.ts";

/**
 * Stands between a region's parts and lets go wrong what a plan says. Not disturbed are what Step Functions reads and
 * writes for a map itself, because that service tries again until it succeeds, and the schedules, which are delivered
 * at least once anyway.
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

export interface FaultSettings {
  readonly plan: FaultPlan;
  /** Told of each fault, under its number. */
  readonly log: (line: string) => void;
}

export const makeFaults = ({ plan, log }: FaultSettings): Faults => {
  let faults = 0;
  const ground = {
    dice: new Dice(plan.seed),
    tell: (what: string): void => {
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
