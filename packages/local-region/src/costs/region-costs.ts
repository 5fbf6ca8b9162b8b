import { join } from "node:path";
import type { LocalFunctions } from "../services/lambda/functions.ts";
import type { Engine } from "../services/stepfunctions/engine.ts";
import type { RegionPlan } from "../template/plan.ts";
import type { CallCounter } from "./call-counter.ts";
import { CostBook, type CostRecord } from "./cost-book.ts";
import { type CostLine, costLines, type Units } from "./cost-lines.ts";

/** What an execution used, as AWS bills it, line by line. */
export interface ExecutionCosts extends Pick<CostRecord, "isShared" | "isPartial"> {
  readonly lines: readonly CostLine[];
}

export interface RegionCosts {
  /** undefined: nothing was counted. */
  of(executionArn: string): ExecutionCosts | undefined;
}

export interface CostGround {
  readonly plan: RegionPlan;
  /** Folder of all state. */
  readonly data: string;
  readonly engine: Engine;
  readonly functions: Pick<LocalFunctions, "stats">;
  readonly callCounter: CallCounter;
  readonly log: (line: string) => void;
}

/** ARNs of the functions that answer calls of an API: what they use is not an execution's. */
const apiFunctionArns = ({ apis }: RegionPlan): Set<string> =>
  new Set(
    [...apis.values()].flatMap(({ methods, authorizers }) =>
      [...methods, ...authorizers.values()].map(({ functionArn }) => functionArn),
    ),
  );

/** Counts what everything but the APIs' functions has used since the start. */
const usedBy = ({ plan, functions, callCounter }: CostGround): (() => Omit<Units, "stateTransitions">) => {
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

/** Counts what each execution uses, best from before anything starts one. */
export const countCosts = (ground: CostGround): RegionCosts => {
  const { data, engine, log } = ground;
  const book = new CostBook({ folder: join(data, "costs"), used: usedBy(ground), log });
  engine.onEvent((event) => book.enter(event));
  return {
    of: (executionArn) => {
      const record = book.of(executionArn);
      if (!record) return undefined;
      const { isShared, isPartial, units } = record;
      return { isShared, isPartial, lines: costLines(units) };
    },
  };
};
