import { randomUUID } from "node:crypto";
import type { ExecutionStatus, PendingRedrive } from "../journal/executions.ts";
import type { Journal } from "../journal/journal.ts";
import type { MapRunRow, MapRunStatus, MapRunsTable, Tally } from "../journal/map-runs.ts";
import { mapRunArn } from "../names.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";

/** A running Map run. It counts its children by status while they start and end. */
export class MapRun {
  readonly row: MapRunRow;
  readonly tally: Tally;
  /** Known once the data set is read to its end. */
  totalItems: number | undefined;
  /** Failed children that the current redrive has not started yet. They do not count as failed meanwhile. */
  pendingRedrive: PendingRedrive = { executions: 0, items: 0 };
  /** How often it was redriven. */
  redriveCount: number;
  /** Whether a child may have several items. */
  isBatched = false;
  /** Counts the items of the data set, which may be more than were read so far; undefined: it can't be read. */
  countItems: () => Promise<number | undefined> = async () => undefined;
  /** Called after every change. */
  onChange: (() => void) | undefined;

  constructor(row: MapRunRow, tally: Tally) {
    this.row = row;
    this.tally = tally;
    this.redriveCount = row.redriveCount;
  }

  get startedExecutions(): number {
    return Object.values(this.tally.executions).reduce((sum, n) => sum + n, 0);
  }

  get startedItems(): number {
    return Object.values(this.tally.items).reduce((sum, n) => sum + n, 0);
  }

  get isIdle(): boolean {
    return this.tally.executions.RUNNING === 0;
  }

  get hasRoom(): boolean {
    return this.tally.executions.RUNNING < this.row.maxConcurrency;
  }

  childStarted(itemCount: number): void {
    this.tally.executions.RUNNING += 1;
    this.tally.items.RUNNING += itemCount;
  }

  childEnded(status: Exclude<ExecutionStatus, "RUNNING">, itemCount: number): void {
    this.tally.executions.RUNNING -= 1;
    this.tally.items.RUNNING -= itemCount;
    this.tally.executions[status] += 1;
    this.tally.items[status] += itemCount;
    this.onChange?.();
  }

  childRedriven(status: Exclude<ExecutionStatus, "RUNNING">, itemCount: number): void {
    this.tally.executions[status] -= 1;
    this.tally.items[status] -= itemCount;
    const { executions, items } = this.pendingRedrive;
    this.pendingRedrive = { executions: executions - 1, items: items - itemCount };
    this.childStarted(itemCount);
  }

  get isBeyondTolerance(): boolean {
    const { items } = this.tally;
    const failed = items.FAILED + items.TIMED_OUT + items.ABORTED - this.pendingRedrive.items;
    return isBeyondTolerance(this.row, failed, this.totalItems);
  }
}

/**
 * Whether more items failed than is tolerated. Without settings none may fail. A percentage is of all items, so it can only
 * be exceeded once their number is known, unless it is 0.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
export const isBeyondTolerance = (
  { toleratedCount, toleratedPercentage }: Pick<MapRunRow, "toleratedCount" | "toleratedPercentage">,
  failed: number,
  totalItems: number | undefined,
): boolean => {
  if (failed <= 0) return false;
  if (toleratedCount === undefined && toleratedPercentage === undefined) return true;
  if (toleratedCount !== undefined && failed > toleratedCount) return true;
  if (toleratedPercentage === undefined) return false;
  if (toleratedPercentage === 0) return toleratedCount === undefined;
  return totalItems !== undefined && failed > (totalItems * toleratedPercentage) / 100;
};

/** Ends a map of which more items failed than is tolerated. */
export const beyondTolerance = (): StateFailure =>
  new StateFailure(
    stateErrors.exceedToleratedFailureThreshold,
    "The specified tolerated failure threshold was exceeded",
  );

type NewMapRun = Omit<MapRunRow, "id" | "arn" | "redriveCount" | "redrivenAt">;

/** The running Map runs. */
export class MapRuns {
  readonly #journal: Journal;
  readonly #table: MapRunsTable;
  readonly #running = new Map<number, MapRun>();
  #lastId: number;

  constructor(journal: Journal, table: MapRunsTable) {
    this.#journal = journal;
    this.#table = table;
    this.#lastId = table.highestId();
  }

  start(settings: NewMapRun): MapRun {
    this.#lastId += 1;
    const arn = mapRunArn(settings.childMachineArn, randomUUID());
    const row = { ...settings, id: this.#lastId, arn, redriveCount: 0, redrivenAt: undefined };
    const run = new MapRun(row, this.#table.tally(row.id));
    this.#running.set(row.id, run);
    this.#journal.write(() => this.#table.insert(row));
    return run;
  }

  /** The run; after a restart of the region as it was last committed. */
  get(id: number): MapRun {
    const known = this.#running.get(id);
    if (known) return known;
    const row = this.#table.byId(id);
    if (!row) throw new Error(`The journal lacks the Map run ${id}.`);
    const run = new MapRun(row, this.#table.tally(id));
    run.totalItems = row.totalItems;
    this.#running.set(id, run);
    return run;
  }

  find(id: number): MapRun | undefined {
    return this.#running.get(id);
  }

  /** Records how many children and items there are, once the data set is read to its end. */
  setTotals(run: MapRun): void {
    const { startedExecutions, startedItems } = run;
    run.totalItems = startedItems;
    this.#journal.write(() => this.#table.setTotals(run.row.id, startedExecutions, startedItems));
  }

  /** Records that the run is redriven, with the execution that it belongs to. */
  redrive(run: MapRun, at: number): void {
    run.redriveCount += 1;
    const { redriveCount } = run;
    this.#journal.write(() => this.#table.redrive(run.row.id, redriveCount, at));
  }

  end(run: MapRun, status: MapRunStatus, stoppedAt: number, resultsWritten: number): void {
    this.#running.delete(run.row.id);
    this.#journal.write(() => this.#table.end(run.row.id, status, stoppedAt, resultsWritten));
  }
}
