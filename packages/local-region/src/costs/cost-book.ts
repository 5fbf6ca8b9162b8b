import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { makePrivateFolder } from "../data-folder/private-files.ts";
import { replaceFile } from "../data-folder/whole-file.ts";
import type { ExecutionEvent } from "../services/stepfunctions/engine.ts";
import { type Units, unitsBetween } from "./cost-lines.ts";

const recordSchema = z.object({
  units: z.object({
    stateTransitions: z.number(),
    invocations: z.number(),
    gbSeconds: z.number(),
    calls: z.record(z.string(), z.number()),
  }),
  /** Another run ran at the same time: each of the two counts the calls and functions of both. */
  isShared: z.boolean(),
  /** The region was restarted during the run: what the run used before that is not counted. */
  isPartial: z.boolean(),
});

export type CostRecord = z.infer<typeof recordSchema>;

export interface CostBookOptions {
  /** Where the counts of ended runs are kept. */
  readonly folder: string;
  /** All that was used since the region started, without state transitions. */
  readonly used: () => Omit<Units, "stateTransitions">;
  /** Called when counts can't be written, for instance on a full disk. */
  readonly log: (line: string) => void;
}

interface OpenRun {
  readonly before: Units;
  stateTransitions: number;
  isShared: boolean;
  readonly isPartial: boolean;
}

const isEnd = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** A Map run's child is named `<machine>/<label>:<name>`. What it uses counts for its parent. */
const isChild = (executionArn: string): boolean => executionArn.includes("/");

/** Counts what each run uses while it runs, and stores that when the run ends. */
export class CostBook {
  readonly #options: CostBookOptions;
  readonly #open = new Map<string, OpenRun>();
  /** The counts of ended runs that are not written yet, by file. */
  readonly #unwritten = new Map<string, CostRecord>();
  /**
   * How many Task states each execution has entered whose first attempt is not scheduled yet. Only later attempts count
   * as transitions.
   */
  readonly #entered = new Map<string, number>();

  constructor(options: CostBookOptions) {
    this.#options = options;
  }

  /** Takes every event of every execution, in order. */
  enter(event: ExecutionEvent): void {
    const { executionArn, type } = event;
    if (!isChild(executionArn) && !this.#open.has(executionArn)) this.#begin(event);
    const transitions = this.#transitions(event);
    if (transitions > 0) for (const run of this.#open.values()) run.stateTransitions += transitions;
    if (!isEnd.test(type)) return;
    this.#entered.delete(executionArn);
    if (!isChild(executionArn)) this.#end(executionArn);
  }

  /** undefined: nothing was counted. */
  of(executionArn: string): CostRecord | undefined {
    const run = this.#open.get(executionArn);
    if (run) return this.#recordOf(run);
    const file = this.#fileOf(executionArn);
    const unwritten = this.#unwritten.get(file);
    if (unwritten) return unwritten;
    if (!existsSync(file)) return undefined;
    try {
      return recordSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    } catch (error) {
      this.#options.log(`${file}, what a run cost, is damaged and left out: ${error}`);
      return undefined;
    }
  }

  #begin({ executionArn, type }: ExecutionEvent): void {
    const isShared = this.#open.size > 0;
    if (isShared) for (const other of this.#open.values()) other.isShared = true;
    this.#open.set(executionArn, {
      before: { ...this.#options.used(), stateTransitions: 0 },
      stateTransitions: 0,
      isShared,
      isPartial: type !== "ExecutionStarted",
    });
  }

  #end(executionArn: string): void {
    const run = this.#open.get(executionArn);
    if (!run) return;
    this.#open.delete(executionArn);
    this.#unwritten.set(this.#fileOf(executionArn), this.#recordOf(run));
    this.#writeAll();
  }

  /** What can't be written now is kept in memory and written when the next run ends. */
  #writeAll(): void {
    try {
      makePrivateFolder(this.#options.folder);
      for (const [file, record] of this.#unwritten) {
        replaceFile(file, JSON.stringify(record), { flush: false });
        this.#unwritten.delete(file);
      }
    } catch (error) {
      this.#options.log(`What a run cost could not be written down: ${error}`);
    }
  }

  #recordOf({ before, stateTransitions, isShared, isPartial }: OpenRun): CostRecord {
    return {
      units: unitsBetween(before, { ...this.#options.used(), stateTransitions }),
      isShared,
      isPartial,
    };
  }

  /**
   * The start of an execution, each state entered, and each retry of a task count as one.
   * @see https://aws.amazon.com/step-functions/pricing/
   */
  #transitions({ executionArn, type }: ExecutionEvent): number {
    if (type === "ExecutionStarted") return 1;
    const waiting = this.#entered.get(executionArn) ?? 0;
    if (type === "TaskStateEntered") this.#entered.set(executionArn, waiting + 1);
    if (type === "TaskScheduled") {
      if (waiting === 0) return 1;
      this.#entered.set(executionArn, waiting - 1);
    }
    return type.endsWith("StateEntered") ? 1 : 0;
  }

  #fileOf(executionArn: string): string {
    const name = createHash("sha256").update(executionArn).digest("hex").slice(0, 32);
    return join(this.#options.folder, `${name}.json`);
  }
}
