import type { RunEnd, Week } from "../weeks/support/week.ts";

/** Lets deadlines pass, one after the other. */
export class Deadlines {
  readonly #week: Week;
  readonly #seen = new Set<string>();

  constructor(week: Week) {
    this.#week = week;
  }

  /** Moves to a deadline, waits until the schedule's run has opened, and lets it go on to its end. */
  async pass(wallTime: string): Promise<RunEnd> {
    this.#week.moveTo(wallTime);
    const { executionArn } = await this.#week.runs.waitFor(
      `a run opens at ${wallTime}`,
      (event) => event.type === "WaitStateEntered" && !this.#seen.has(event.executionArn),
    );
    this.#seen.add(executionArn);
    this.#week.settle();
    return this.#week.endOf(executionArn);
  }

  /** Resumes a run; its settle time is long over. */
  async resume(runId: string): Promise<RunEnd> {
    const executionArn = await this.#week.startRun({ resume: runId });
    this.#seen.add(executionArn);
    return this.#week.endOf(executionArn);
  }
}
