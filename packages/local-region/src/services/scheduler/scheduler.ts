import { randomUUID } from "node:crypto";
import type { Cancel, Clock } from "../../clock.ts";
import type { PlannedSchedule } from "../../template/plan.ts";
import { parseScheduleExpression, type Timetable } from "./schedule-expression.ts";
import { ScheduleMarks } from "./schedule-marks.ts";

/** A schedule's start of its target. The same planned instant always has the same `name`. */
export interface Delivery {
  readonly schedule: PlannedSchedule;
  readonly scheduledMs: number;
  /** Legal as an execution's name. */
  readonly name: string;
  /** The schedule's input with the context attributes filled in. */
  readonly input: string;
}

export interface SchedulerSettings {
  readonly schedules: readonly PlannedSchedule[];
  readonly clock: Clock;
  /** The file of the marks of what was delivered. */
  readonly dataFile: string;
  /** Starts the target; a second call with the same name must not start it twice. When it rejects, it is called again. */
  readonly deliver: (delivery: Delivery) => Promise<void>;
  /** Called with each instant that could not be delivered or marked at the first try. */
  readonly log: (line: string) => void;
}

/** The wait before a delivery is tried again; it doubles up to the longest. By the region's clock, in milliseconds. */
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;

const isoSeconds = (epochMs: number): string => new Date(epochMs).toISOString().replace(/\.\d{3}Z$/, "Z");

/** @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const fillIn = (input: string, schedule: PlannedSchedule, scheduledMs: number): string =>
  input
    .replaceAll("<aws.scheduler.scheduled-time>", isoSeconds(scheduledMs))
    .replaceAll("<aws.scheduler.schedule-arn>", schedule.arn)
    .replaceAll("<aws.scheduler.execution-id>", randomUUID())
    .replaceAll("<aws.scheduler.attempt-number>", "1");

/** An execution's name may have 80 characters. */
const deliveryName = (schedule: PlannedSchedule, scheduledMs: number): string =>
  `${schedule.name.slice(-59)}-${isoSeconds(scheduledMs).replaceAll(":", "-")}`;

/** One schedule on the clock. */
class RunningSchedule {
  readonly #schedule: PlannedSchedule;
  readonly #settings: SchedulerSettings;
  readonly #marks: ScheduleMarks;
  readonly #timetable: Timetable;
  readonly #inFlight = new Set<Promise<void>>();
  readonly #stopping = new AbortController();
  #cancel: Cancel = () => {};

  constructor(schedule: PlannedSchedule, settings: SchedulerSettings, marks: ScheduleMarks) {
    this.#schedule = schedule;
    this.#settings = settings;
    this.#marks = marks;
    const { expression, timeZone, name } = schedule;
    const now = settings.clock.now();
    const mark = marks.get(name);
    const isKnown = mark?.expression === expression && mark.timeZone === timeZone;
    if (!isKnown) marks.set(name, { expression, timeZone, sinceMs: now, throughMs: now });
    this.#timetable = parseScheduleExpression(expression, timeZone, isKnown ? mark.sinceMs : now);
    if (isKnown) this.#makeUpFor(mark.throughMs, now);
    this.#arm(now);
  }

  async stop(): Promise<void> {
    this.#cancel();
    this.#stopping.abort();
    await Promise.all(this.#inFlight);
  }

  /** When instants were missed while the region was down, only the last one is delivered. */
  #makeUpFor(throughMs: number, now: number): void {
    let missed: number | undefined;
    let next = this.#timetable.nextAfter(throughMs);
    while (next !== undefined && next <= now) {
      missed = next;
      next = this.#timetable.nextAfter(next);
    }
    if (missed !== undefined) this.#deliver(missed);
  }

  #arm(afterMs: number): void {
    const next = this.#timetable.nextAfter(afterMs);
    if (next === undefined) return;
    this.#cancel = this.#settings.clock.at(next, () => {
      this.#deliver(next);
      this.#arm(next);
    });
  }

  #deliver(scheduledMs: number): void {
    const delivery = {
      schedule: this.#schedule,
      scheduledMs,
      name: deliveryName(this.#schedule, scheduledMs),
      input: fillIn(this.#schedule.input, this.#schedule, scheduledMs),
    };
    const delivered = this.#deliverAndMark(delivery);
    this.#inFlight.add(delivered);
    void delivered.finally(() => this.#inFlight.delete(delivered));
  }

  async #deliverAndMark(delivery: Delivery): Promise<void> {
    const { deliver } = this.#settings;
    if (!(await this.#untilDone(() => deliver(delivery), `${delivery.name} could not be delivered`))) return;
    const mark = async (): Promise<void> => this.#markThrough(delivery.scheduledMs);
    await this.#untilDone(mark, `${delivery.name} could not be noted as delivered`);
  }

  /**
   * Tries again until it succeeds, as on a full disk, or the region stops; then the next start makes up for it. Never
   * rejects. @returns whether it is done.
   */
  async #untilDone(act: () => Promise<void>, trouble: string): Promise<boolean> {
    const { log } = this.#settings;
    const { signal } = this.#stopping;
    for (let retryMs = firstRetryMs; ; retryMs = Math.min(2 * retryMs, longestRetryMs)) {
      try {
        await act();
        if (retryMs > firstRetryMs) log(`${trouble} at first, and is now.`);
        return true;
      } catch (error) {
        if (retryMs === firstRetryMs) log(`${trouble}, and is tried again until it is: ${error}`);
      }
      if (signal.aborted) return false;
      await this.#pause(retryMs);
      if (signal.aborted) return false;
    }
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    return new Promise((resolve) => {
      const over = (): void => {
        cancel();
        signal.removeEventListener("abort", over);
        resolve();
      };
      const cancel = this.#settings.clock.after(ms, over);
      signal.addEventListener("abort", over);
    });
  }

  /** Writes the mark that is in memory, also when an earlier write of it failed. */
  #markThrough(scheduledMs: number): void {
    const mark = this.#marks.get(this.#schedule.name);
    if (mark && mark.throughMs <= scheduledMs) {
      this.#marks.set(this.#schedule.name, { ...mark, throughMs: scheduledMs });
    }
  }
}

export interface Scheduler {
  /** Starts no more deliveries, and waits for those that are running. */
  close(): Promise<void>;
}

/**
 * Starts the template's schedules on the region's clock, each in its time zone. A schedule that was due while the region
 * was down fires once, at the start. A delivery is marked after it happened, so a kill in between repeats it under its
 * name.
 */
export const startScheduler = (settings: SchedulerSettings): Scheduler => {
  const marks = new ScheduleMarks(settings.dataFile);
  const running = settings.schedules.map((schedule) => new RunningSchedule(schedule, settings, marks));
  return {
    async close() {
      await Promise.all(running.map((schedule) => schedule.stop()));
    },
  };
};
