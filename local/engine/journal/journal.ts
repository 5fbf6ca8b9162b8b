import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CommitPace } from "../../aws/commit-pace.ts";
import type { JournalEvent } from "./history-event.ts";

/** Told of every event once it is on the disk. */
export type CommitListener = (executionArn: string, event: JournalEvent) => void;

interface Owner {
  readonly id: number;
  readonly arn: string;
}

interface Batch {
  readonly writes: (() => void)[];
  readonly events: { readonly execution: Owner; readonly event: JournalEvent }[];
  readonly done: PromiseWithResolvers<void>;
}

const newBatch = (): Batch => {
  const done = Promise.withResolvers<void>();
  // Whoever waits for the commit gets its error; a batch that nobody waits for must not end the process.
  done.promise.catch(() => undefined);
  return { writes: [], events: [], done };
};

/**
 * Group commit. What is written in one turn of the event loop becomes durable in one transaction, so that many executions
 * share one wait for the disk.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #insertEvent: StatementSync;
  readonly #onCommit: CommitListener;
  #batch = newBatch();
  readonly #pace = new CommitPace();
  #isScheduled = false;
  #isClosed = false;
  #failure: Error | undefined;

  constructor(database: DatabaseSync, onCommit: CommitListener) {
    this.#database = database;
    this.#onCommit = onCommit;
    this.#insertEvent = database.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  }

  /** Adds a write to the next commit. It must not fail: constraints are checked before. */
  write(write: () => void): void {
    this.#batch.writes.push(write);
    this.#schedule();
  }

  append(execution: Owner, event: JournalEvent): void {
    this.#batch.events.push({ execution, event });
    this.#schedule();
  }

  /** Resolves when all that was written so far is on the disk. Never resolves once the journal is abandoned. */
  committed(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    const isEmpty = this.#batch.writes.length === 0 && this.#batch.events.length === 0;
    return isEmpty ? Promise.resolve() : this.#batch.done.promise;
  }

  /** Commits what is pending and takes no more. */
  close(): void {
    if (this.#isClosed) return;
    this.#commit();
    this.#isClosed = true;
  }

  /** Stops at once, as a kill would: what is pending is lost. */
  abandon(): void {
    this.#isClosed = true;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#isClosed) return;
    this.#isScheduled = true;
    this.#pace.schedule(() => {
      this.#isScheduled = false;
      this.#commit();
    });
  }

  #commit(): void {
    const batch = this.#batch;
    const writes = batch.writes.length + batch.events.length;
    if (this.#isClosed || writes === 0) return;
    this.#batch = newBatch();
    try {
      this.#pace.run(() => this.#store(batch), writes);
    } catch (error) {
      this.#fail(batch, error);
      return;
    }
    batch.done.resolve();
    for (const { execution, event } of batch.events) this.#onCommit(execution.arn, event);
  }

  #store(batch: Batch): void {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      for (const write of batch.writes) write();
      for (const { execution, event: e } of batch.events) {
        this.#insertEvent.run(
          execution.id,
          e.id,
          e.previousEventId,
          e.timestamp,
          e.type,
          JSON.stringify(e.details),
          e.path,
          e.decision === undefined ? null : JSON.stringify(e.decision),
        );
      }
      this.#database.exec("COMMIT");
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      throw error;
    }
  }

  /** A journal that can't be written stops for good: going on would do effects that nobody remembers. */
  #fail(batch: Batch, error: unknown): void {
    this.#failure = error instanceof Error ? error : new Error(String(error));
    this.#isClosed = true;
    batch.done.reject(this.#failure);
    this.#batch.done.reject(this.#failure);
  }
}
