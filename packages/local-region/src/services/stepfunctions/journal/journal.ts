import type { DatabaseSync, StatementSync } from "node:sqlite";
import { mayPass, reasonOf } from "../../../data-folder/unusable-file.ts";
import { messageOf } from "../../../message-of.ts";
import { AwsError } from "../../../ports.ts";
import { CommitPace } from "../../../sqlite/commit-pace.ts";
import type { JournalEvent } from "./history-event.ts";

/** Called with every event once it is on the disk. */
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

/** How long to wait before a batch that the disk did not take is tried again; real time, in milliseconds. */
const defaultRetryMs = 1_000;

export interface JournalOptions {
  readonly onCommit: CommitListener;
  /** Called when the disk stops taking writes, and when it takes them again. */
  readonly log: (line: string) => void;
  /** @default 1 000 */
  readonly retryMs?: number;
}

const newRefusal = (): PromiseWithResolvers<never> => {
  const refusal = Promise.withResolvers<never>();
  // Nobody may be waiting.
  refusal.promise.catch(() => undefined);
  return refusal;
};

/** The answer to a request whose write the disk does not take now. */
const unavailable = (reason: string): AwsError =>
  new AwsError(
    "ServiceUnavailable",
    `The region can't write down what its Step Functions do: ${reason}. It goes on by itself when that is over.`,
    503,
  );

const newBatch = (): Batch => {
  const done = Promise.withResolvers<void>();
  // Whoever waits for the commit gets its error; a batch that nobody waits for must not end the process.
  done.promise.catch(() => undefined);
  return { writes: [], events: [], done };
};

/**
 * Group commit: all writes of one turn of the event loop are one transaction, so that many executions share one wait for the
 * disk. Writes that a full disk does not take are kept and tried again until there is room. Executions wait for that as for
 * any commit.
 */
export class Journal {
  readonly #database: DatabaseSync;
  readonly #insertEvent: StatementSync;
  readonly #options: JournalOptions;
  #batch = newBatch();
  readonly #pace = new CommitPace();
  #isScheduled = false;
  #isClosed = false;
  #failure: Error | undefined;
  /** Why the disk does not take the batch; undefined: it takes it. */
  #stalled: AwsError | undefined;
  #refusal = newRefusal();

  constructor(database: DatabaseSync, options: JournalOptions) {
    this.#database = database;
    this.#options = options;
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

  /**
   * As `committed`, but rejects while the disk is full, for callers that can't wait; the write happens later all the
   * same.
   */
  stored(): Promise<void> {
    return Promise.race([this.committed(), this.#refusal.promise]);
  }

  /** Throws ServiceUnavailable while the disk takes no writes. To be called before work that should not start then. */
  checkTakes(): void {
    if (this.#stalled) throw this.#stalled;
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
    try {
      this.#pace.run(() => this.#store(batch), writes);
    } catch (error) {
      if (mayPass(error)) this.#stall(error);
      else this.#fail(batch, error);
      return;
    }
    this.#batch = newBatch();
    this.#goOn();
    batch.done.resolve();
    for (const { execution, event } of batch.events) this.#options.onCommit(execution.arn, event);
  }

  /** Further writes join the same batch, so that all are stored in their order later. */
  #stall(error: unknown): void {
    if (!this.#stalled) {
      this.#stalled = unavailable(reasonOf(error));
      this.#options.log(this.#stalled.message);
      this.#refusal.reject(this.#stalled);
    }
    this.#isScheduled = true;
    setTimeout(() => {
      this.#isScheduled = false;
      this.#commit();
    }, this.#options.retryMs ?? defaultRetryMs).unref();
  }

  #goOn(): void {
    if (!this.#stalled) return;
    this.#stalled = undefined;
    this.#refusal = newRefusal();
    this.#options.log("The region's Step Functions are written down again, and go on.");
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

  /**
   * A write that can never succeed stops the journal for good: without it the engine would do work that is not recorded.
   */
  #fail(batch: Batch, error: unknown): void {
    this.#failure = Error.isError(error) ? error : new Error(messageOf(error), { cause: error });
    this.#isClosed = true;
    this.#options.log(
      `The region's Step Functions stop: ${reasonOf(error)}. Start the region again; they go on from what was written down.`,
    );
    batch.done.reject(this.#failure);
  }
}
