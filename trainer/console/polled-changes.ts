import { setTimeout as sleep } from "node:timers/promises";
import { type ExecutionListItem, ListExecutionsCommand, type SFNClient } from "@aws-sdk/client-sfn";
import { isRefusal } from "../../adapters/errors.ts";
import type { Instant } from "../../course/ids.ts";
import type { Change, LiveSource, StopWatching } from "./change-feed.ts";
import { SeenExecutions } from "./seen-executions.ts";

export interface PolledChangesOptions {
  readonly stepFunctions: Pick<SFNClient, "send">;
  readonly stateMachineArn: string;
  /** Of the notices to students; null: the course sends none. */
  readonly noticesStateMachineArn: string | null;
  readonly seen: SeenExecutions;
  /** The services' time. */
  readonly serviceTime: () => Promise<Instant>;
  /** Resolves after this many milliseconds, or early when the signal aborts. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<unknown>;
  /** This machine's time, in milliseconds. */
  readonly realMs?: () => number;
}

const quietWait = (ms: number, signal: AbortSignal): Promise<unknown> =>
  sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);

/**
 * Between two looks at the list of executions, in milliseconds. Outside the largest regions an account may list executions
 * about twice a second. Source: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html.
 */
const pollMs = 2_000;

/**
 * Nothing reports written objects, so they count as changed after this time; notices are looked for then, too. During a run
 * objects are surely written.
 */
const objectsMs = { quiet: 15_000, running: 4_000 };

/** A redriven execution is at most 14 days old, and a course has some runs a week. */
const mostExecutions = 100;

/**
 * Finds changes by polling: it asks for the list of executions every two seconds; everything else counts as changed from
 * time to time. A page with a long list needs many calls to read it again, so a change is reported only after as many
 * seconds as calls were made. So at rest there is at most one call a second.
 */
export class PolledChanges implements LiveSource {
  readonly #options: PolledChangesOptions;
  readonly #wait: (ms: number, signal: AbortSignal) => Promise<unknown>;
  readonly #realMs: () => number;
  /** How far the services' clock is ahead of this machine's. */
  #aheadMs = 0;
  #calls = 0;
  #objectsAtMs = 0;
  #waking = new AbortController();
  /** Apart from the runs: an execution of a day's notices waits for most of it, and would count as a run under way. */
  readonly #seenNotices = new SeenExecutions();

  constructor(options: PolledChangesOptions) {
    this.#options = options;
    this.#wait = options.wait ?? quietWait;
    this.#realMs = options.realMs ?? Date.now;
  }

  now(): number {
    return this.#realMs() + this.#aheadMs;
  }

  /** To be called for each call to the services. */
  noteCall(name: string): void {
    this.#calls += 1;
    if (name === "StartExecution") this.#waking.abort();
  }

  async watch(onChange: (change: Change) => void, onLost: () => void): Promise<StopWatching> {
    const ending = new AbortController();
    this.#options.seen.look(await this.#executions(this.#options.stateMachineArn));
    await this.#lookAtNotices();
    await this.#readClock();
    this.#keepLooking(onChange, ending.signal).catch(() => {
      if (!ending.signal.aborted) onLost();
    });
    return () => ending.abort();
  }

  async #keepLooking(onChange: (change: Change) => void, signal: AbortSignal): Promise<void> {
    for (;;) {
      this.#waking = new AbortController();
      await this.#wait(pollMs, AbortSignal.any([signal, this.#waking.signal]));
      if (signal.aborted) return;
      const changed = this.#options.seen.look(await this.#executions(this.#options.stateMachineArn));
      if (signal.aborted) return;
      for (const executionArn of changed) onChange({ kind: "execution", executionArn });
      if (changed.length > 0) onChange({ kind: "executions" });
      await this.#perhapsObjects(onChange, changed.length > 0);
    }
  }

  /** Empty when the profile may not list them, or can't now: the views say so, and show what the profile may read. */
  async #executions(stateMachineArn: string): Promise<readonly ExecutionListItem[]> {
    const { stepFunctions } = this.#options;
    try {
      const command = new ListExecutionsCommand({ stateMachineArn, maxResults: mostExecutions });
      return (await stepFunctions.send(command)).executions ?? [];
    } catch (error) {
      if (isRefusal(error)) return [];
      throw error;
    }
  }

  async #perhapsObjects(onChange: (change: Change) => void, hasChanged: boolean): Promise<void> {
    const sinceMs = this.#realMs() - this.#objectsAtMs;
    const leastMs = this.#options.seen.isRunning || hasChanged ? objectsMs.running : objectsMs.quiet;
    if (sinceMs < Math.max(leastMs, this.#calls * 1_000)) return;
    await this.#readClock();
    for (const executionArn of await this.#lookAtNotices()) onChange({ kind: "execution", executionArn });
    onChange({ kind: "objects" });
    onChange({ kind: "mails" });
  }

  /** @returns the executions that have new events, or may have. */
  async #lookAtNotices(): Promise<readonly string[]> {
    const { noticesStateMachineArn } = this.#options;
    return noticesStateMachineArn === null
      ? []
      : this.#seenNotices.look(await this.#executions(noticesStateMachineArn));
  }

  async #readClock(): Promise<void> {
    try {
      this.#aheadMs = Date.parse(await this.#options.serviceTime()) - this.#realMs();
    } catch (error) {
      // Without the right to ask S3 for its time, this machine's is used.
      if (!isRefusal(error)) throw error;
    }
    this.#objectsAtMs = this.#realMs();
    this.#calls = 0;
  }
}
