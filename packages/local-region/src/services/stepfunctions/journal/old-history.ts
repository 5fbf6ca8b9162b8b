import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Cancel, Clock } from "../../../clock.ts";
import { limits } from "../limits.ts";
import type { Journal } from "./journal.ts";

/** How many rows one commit removes: few enough to hold up executions for some milliseconds only. */
const childrenAtOnce = 100;
const eventsAtOnce = 1_000;

const numberIn = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined);

const keepId = (kind: "execution" | "map run"): string =>
  `INSERT INTO highest_ids VALUES ('${kind}', ?) ON CONFLICT (kind) DO UPDATE SET id = max(id, excluded.id)`;

/**
 * Removes executions from the journal 90 days after their end, by the region's clock: first their history, then their Map
 * runs, then their own row, which frees their name. The children of a Map run stay as long as the execution that started it.
 * After a kill the removal continues at the next start.
 */
export class OldHistory {
  readonly #journal: Journal;
  readonly #clock: Clock;
  readonly #oldest: StatementSync;
  readonly #mapRun: StatementSync;
  readonly #children: StatementSync;
  readonly #events: StatementSync;
  readonly #ofExecution: readonly StatementSync[];
  readonly #ofMapRun: readonly StatementSync[];
  #cancel: Cancel = () => undefined;
  #isClosed = false;

  constructor(database: DatabaseSync, journal: Journal, clock: Clock) {
    this.#journal = journal;
    this.#clock = clock;
    const prepare = (sql: string): StatementSync => database.prepare(sql);
    this.#oldest = prepare(
      "SELECT id, stopped_at FROM executions WHERE map_run_id IS NULL AND stopped_at IS NOT NULL ORDER BY stopped_at LIMIT 1",
    );
    this.#mapRun = prepare("SELECT id FROM map_runs WHERE execution_id = ? LIMIT 1");
    this.#children = prepare(`SELECT id FROM executions WHERE map_run_id = ? LIMIT ${childrenAtOnce}`);
    this.#events = prepare(
      `DELETE FROM events WHERE execution_id = ?1 AND id < (SELECT min(id) FROM events WHERE execution_id = ?1) + ${eventsAtOnce}`,
    );
    this.#ofExecution = [
      prepare("DELETE FROM notes WHERE execution_id = ?"),
      prepare(keepId("execution")),
      prepare("DELETE FROM executions WHERE id = ?"),
    ];
    this.#ofMapRun = [prepare(keepId("map run")), prepare("DELETE FROM map_runs WHERE id = ?")];
  }

  /** Removes the executions that are old now, and later those that become old. */
  async keepRemoving(): Promise<void> {
    let isRemoved = true;
    while (isRemoved && !this.#isClosed) {
      this.#journal.write(() => {
        isRemoved = this.#removePiece();
      });
      await this.#journal.committed();
    }
    if (this.#isClosed) return;
    const next = numberIn(this.#oldest.get()?.stopped_at) ?? this.#clock.now();
    this.#cancel = this.#clock.at(next + limits.historyMs + 1, () => {
      // A journal that can't be written has said so, and stopped.
      this.keepRemoving().catch(() => undefined);
    });
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  /** @returns false: nothing is old. */
  #removePiece(): boolean {
    const { id, stopped_at: stoppedAt } = this.#oldest.get() ?? {};
    const execution = numberIn(id);
    if (execution === undefined || Number(stoppedAt) + limits.historyMs >= this.#clock.now()) return false;
    this.#removeFrom(execution);
    return true;
  }

  /** Removes some rows of the execution, starting with its innermost children. */
  #removeFrom(execution: number): void {
    const mapRun = numberIn(this.#mapRun.get(execution)?.id);
    if (mapRun === undefined) {
      this.#removeExecution(execution);
      return;
    }
    const children = this.#children.all(mapRun).flatMap(({ id }) => numberIn(id) ?? []);
    for (const child of children) {
      if (this.#mapRun.get(child)) {
        this.#removeFrom(child);
        return;
      }
      this.#removeExecution(child);
    }
    if (children.length === 0) for (const statement of this.#ofMapRun) statement.run(mapRun);
  }

  #removeExecution(execution: number): void {
    if (Number(this.#events.run(execution).changes) >= eventsAtOnce) return;
    for (const statement of this.#ofExecution) statement.run(execution);
  }
}
