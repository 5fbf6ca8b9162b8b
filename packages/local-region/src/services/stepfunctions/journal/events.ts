import type { DatabaseSync, StatementSync } from "node:sqlite";
import { isObject, type JsonObject, parseJson } from "../../../json.ts";
import { integer, type Row, text, textOrNone } from "../../../sqlite/rows.ts";
import type { JournalEvent } from "./history-event.ts";

const objectFrom = (source: string): JsonObject => {
  const value = parseJson(source);
  if (!isObject(value)) throw new Error(`The journal holds ${source} where an object belongs.`);
  return value;
};

const toEvent = (row: Row): JournalEvent => {
  const decision = textOrNone(row, "decision");
  return {
    id: integer(row, "id"),
    previousEventId: integer(row, "previous_id"),
    timestamp: integer(row, "at"),
    type: text(row, "type"),
    details: objectFrom(text(row, "details")),
    path: text(row, "path"),
    ...(decision === undefined ? {} : { decision: objectFrom(decision) }),
  };
};

export interface EventPage {
  readonly executionId: number;
  /** Only events after this one, in the order asked for. */
  readonly after?: number | undefined;
  readonly isReversed: boolean;
  readonly limit: number;
}

/** What an execution has recorded so far. */
export interface RecordedHistory {
  readonly events: readonly JournalEvent[];
  /** JSON text of values that no event holds, by name. */
  readonly notes: ReadonlyMap<string, string>;
}

/** Events and notes as they were last committed. */
export class EventsTable {
  readonly #forward: StatementSync;
  readonly #backward: StatementSync;
  readonly #all: StatementSync;
  readonly #notes: StatementSync;
  readonly #insertNote: StatementSync;

  constructor(database: DatabaseSync) {
    this.#forward = database.prepare(
      "SELECT * FROM events WHERE execution_id = ? AND id > ? ORDER BY id LIMIT ?",
    );
    this.#backward = database.prepare(
      "SELECT * FROM events WHERE execution_id = ? AND id < ? ORDER BY id DESC LIMIT ?",
    );
    this.#all = database.prepare("SELECT * FROM events WHERE execution_id = ? ORDER BY id");
    this.#notes = database.prepare("SELECT name, value FROM notes WHERE execution_id = ?");
    this.#insertNote = database.prepare("INSERT INTO notes VALUES (?, ?, ?)");
  }

  page({ executionId, after, isReversed, limit }: EventPage): JournalEvent[] {
    const rows = isReversed
      ? this.#backward.all(executionId, after ?? Number.MAX_SAFE_INTEGER, limit)
      : this.#forward.all(executionId, after ?? 0, limit);
    return rows.map(toEvent);
  }

  last(executionId: number): JournalEvent | undefined {
    return this.page({ executionId, isReversed: true, limit: 1 })[0];
  }

  history(executionId: number): RecordedHistory {
    const notes = this.#notes.all(executionId);
    return {
      events: this.#all.all(executionId).map(toEvent),
      notes: new Map(notes.map((row) => [text(row, "name"), text(row, "value")])),
    };
  }

  insertNote(executionId: number, name: string, value: string): void {
    this.#insertNote.run(executionId, name, value);
  }
}
