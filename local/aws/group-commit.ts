import type { DatabaseSync, StatementSync } from "node:sqlite";

/**
 * Gathers all writes of one turn of the event loop in one transaction, so that they share one flush to the disk. When the
 * disk is slow the next commit waits as long as the last one took, and gathers more.
 * Whoever answers for a write, or for a read that may have seen one, first waits for `committed()`.
 */
export class GroupCommit {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  readonly #database: DatabaseSync;
  #group: PromiseWithResolvers<void> | undefined;
  #callOff: (() => void) | undefined;
  #restUntil = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#savepoint = database.prepare("SAVEPOINT change");
    this.#release = database.prepare("RELEASE change");
    this.#undo = database.prepare("ROLLBACK TO change");
  }

  /** Makes one change whole: when it throws, nothing of it stays, and the group's other changes are untouched. */
  write<T>(change: () => T): T {
    this.#open();
    this.#savepoint.run();
    try {
      const result = change();
      this.#release.run();
      return result;
    } catch (error) {
      // A full disk makes SQLite give up the whole transaction by itself.
      if (this.#database.isTransaction) {
        this.#undo.run();
        this.#release.run();
      }
      throw error;
    }
  }

  /** Resolves once everything written so far is on the disk; rejects when it could not be stored. */
  committed(): Promise<void> {
    return this.#group?.promise ?? Promise.resolve();
  }

  /** Commits what is open; to be called before the database is closed. */
  close(): void {
    if (this.#group) this.#end();
  }

  #open(): void {
    if (this.#group) return;
    this.#begin.run();
    this.#group = Promise.withResolvers();
    // A write that nobody waits for must not end the process when it fails.
    this.#group.promise.catch(() => undefined);
    this.#callOff = this.#schedule(() => this.#end());
  }

  /** Returns how to call it off. */
  #schedule(commit: () => void): () => void {
    const restMs = this.#restUntil - performance.now();
    if (restMs >= 1) {
      const timer = setTimeout(commit, restMs);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(commit);
    return () => clearImmediate(immediate);
  }

  #end(): void {
    const group = this.#group;
    this.#group = undefined;
    this.#callOff?.();
    const startedAt = performance.now();
    try {
      this.#commit.run();
      const endedAt = performance.now();
      this.#restUntil = endedAt + (endedAt - startedAt);
      group?.resolve();
    } catch (error) {
      if (this.#database.isTransaction) this.#rollback.run();
      group?.reject(error);
    }
  }
}
