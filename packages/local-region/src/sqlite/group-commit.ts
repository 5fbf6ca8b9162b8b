import type { DatabaseSync, StatementSync } from "node:sqlite";
import { CommitPace } from "./commit-pace.ts";

interface Group {
  readonly done: PromiseWithResolvers<void>;
  /** What the group's writes are about; undefined once one of them named nothing. */
  names: Set<string> | undefined;
  writes: number;
}

/**
 * Gathers all writes of one turn of the event loop in one transaction, so that they share one flush to the disk.
 * Before answering a write, or a read that may have seen one, wait for `committed()`.
 */
export class GroupCommit {
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #rollback: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #undo: StatementSync;
  readonly #database: DatabaseSync;
  #group: Group | undefined;
  readonly #pace = new CommitPace();
  #callOff: (() => void) | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#savepoint = database.prepare("SAVEPOINT change");
    this.#release = database.prepare("RELEASE change");
    this.#undo = database.prepare("ROLLBACK TO change");
  }

  /**
   * Makes one change atomic: when it throws, nothing of it stays, and the group's other changes are untouched.
   *
   * @param about names what is changed, for readers of other things.
   */
  write<T>(change: () => T, about?: string): T {
    const group = this.#open();
    group.writes += 1;
    if (about === undefined) group.names = undefined;
    else group.names?.add(about);
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

  /**
   * Resolves once everything written so far is on the disk; rejects when it could not be stored.
   *
   * @param isRead which names a reader has read; it does not wait for writes about others.
   */
  committed(isRead?: (name: string) => boolean): Promise<void> {
    const group = this.#group;
    if (!group || (isRead && group.names && ![...group.names].some(isRead))) return Promise.resolve();
    return group.done.promise;
  }

  /** Commits what is open; to be called before the database is closed. */
  close(): void {
    this.#end();
  }

  #open(): Group {
    if (this.#group) return this.#group;
    this.#begin.run();
    const group: Group = { done: Promise.withResolvers(), names: new Set(), writes: 0 };
    // A write that nobody waits for must not end the process when it fails.
    group.done.promise.catch(() => undefined);
    this.#group = group;
    this.#callOff = this.#pace.schedule(() => this.#end());
    return group;
  }

  #end(): void {
    const group = this.#group;
    if (!group) return;
    this.#group = undefined;
    this.#callOff?.();
    try {
      this.#pace.run(() => this.#commit.run(), group.writes);
      group.done.resolve();
    } catch (error) {
      if (this.#database.isTransaction) this.#rollback.run();
      group.done.reject(error);
    }
  }
}
