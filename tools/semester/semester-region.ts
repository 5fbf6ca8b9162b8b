import { Clock, type Region, startRegion } from "local-region";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { showConsole } from "../../bin/region/console.ts";
import { startRun } from "../../trainer/run/start-run.ts";
import type { PageFile } from "../../web/build/build-page.ts";
import { stateMachineOf, withStepFunctions } from "../class/owner.ts";
import { type RunEvent, type RunWatch, watchRuns } from "../class/watch-runs.ts";
import { morningOf, type NoticedCourse, noticeInstants } from "./notice-instants.ts";

/** Real time that a run may take, on a busy machine. */
const runTimeoutMs = 10 * 60_000;

/** More than the settle time, so that one move of the clock passes it. */
const pastSettlingMs = 60_000;

export interface SemesterRegionOptions {
  readonly assembly: string;
  readonly data: string;
  readonly nowMs: number;
  /** The console's page. */
  readonly files: readonly PageFile[];
  readonly course: NoticedCourse;
}

/** The notices of a day wait for its first instant. */
const isPlanned = ({ type }: RunEvent): boolean => type === "WaitStateEntered";

/** One turn of the map over the day's instants is over. */
const isTold = ({ type }: RunEvent): boolean => type === "MapIterationSucceeded";

/** A region with the console, on a clock that is moved by hand. */
export class SemesterRegion {
  readonly region: Region;
  readonly #clock: Clock;
  readonly #course: NoticedCourse;
  readonly #runs: RunWatch;
  readonly #notices: RunWatch;
  readonly #closeConsole: () => void;

  private constructor(region: Region, clock: Clock, course: NoticedCourse, closeConsole: () => void) {
    this.region = region;
    this.#clock = clock;
    this.#course = course;
    const watch = (machineArn = "") => watchRuns(region.engine, machineArn, runTimeoutMs);
    this.#runs = watch(region.outputs.StateMachineArn);
    this.#notices = watch(region.outputs.NoticesStateMachineArn);
    this.#closeConsole = closeConsole;
  }

  static async start({
    assembly,
    data,
    nowMs,
    files,
    course,
  }: SemesterRegionOptions): Promise<SemesterRegion> {
    const clock = new Clock(new Date(nowMs));
    const region = await startRegion({ assembly, data, clock });
    return new SemesterRegion(region, clock, course, await showConsole(region, { files }));
  }

  /** Moves the clock on, and waits at each instant on the way until its notices are sent. @throws {Error} */
  async moveTo(ms: number): Promise<void> {
    const span = { fromMs: this.#clock.now(), untilMs: ms };
    for (const at of noticeInstants(this.#course, span)) await this.#tell(Date.parse(at));
    this.#clock.moveTo(ms);
  }

  /** First the morning at which the instant is planned, if that is still to come. */
  async #tell(atMs: number): Promise<void> {
    const told = this.#notices.next("an instant's notices are sent", isTold);
    const morningMs = morningOf(atMs, this.#course);
    if (morningMs > this.#clock.now()) {
      const planned = this.#notices.next("a day's notices are planned", isPlanned);
      this.#clock.moveTo(morningMs);
      await planned;
    }
    this.#clock.moveTo(atMs);
    await told;
  }

  /**
   * Moves the clock past the deadline, and waits until the run that the schedule starts has ended.
   *
   * @returns the name of its execution. @throws {Error}
   */
  async grade(deadlineMs: number): Promise<string> {
    const started = this.#runs.next("the schedule starts a run", ({ type }) => type === "ExecutionStarted");
    await this.moveTo(deadlineMs);
    const { executionArn } = await started;
    const comes = (what: string, wanted: RegExp) =>
      this.#runs.waitFor(what, (event) => event.executionArn === executionArn && wanted.test(event.type));
    await comes("the run lets late writes land", /^WaitStateEntered$/);
    this.#clock.moveTo(deadlineMs + pastSettlingMs);
    const { type } = await comes("the run ends", /^Execution(Succeeded|Failed|TimedOut|Aborted)$/);
    if (type !== "ExecutionSucceeded") throw new Error(`The week's run ended with ${type}.`);
    return executionArn.split(":").at(-1) ?? "";
  }

  /** Starts runs by hand that find nothing to grade, one after the other, as many as the list shall have. @throws {Error} */
  async gradeNothing(runs: number): Promise<void> {
    await withStepFunctions(this.region, async (states) => {
      for (let run = 0; run < runs; run += 1) {
        const ended = this.#runs.next("a run by hand ends", ({ type }) => type === "ExecutionSucceeded");
        await startRun(states, stateMachineOf(this.region), {});
        await ended;
      }
    });
  }

  async stop(): Promise<void> {
    this.#closeConsole();
    await this.region.stop();
    this.#clock.stop();
  }
}

/** Calls made at once by a class's clients, as there are two cores. */
export const clientLanes = 8;

/** Does `call` for each, and returns how long each took; milliseconds. */
export const timeEach = async <T>(
  items: readonly T[],
  call: (item: T) => Promise<unknown>,
): Promise<number[]> => {
  const took: number[] = [];
  await forEachBounded(items, clientLanes, async (item) => {
    const startedAt = performance.now();
    await call(item);
    took.push(performance.now() - startedAt);
  });
  return took;
};
