import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDurable } from "../../sqlite/durable-database.ts";
import { GroupCommit } from "../../sqlite/group-commit.ts";
import { integer, type Row, text } from "../../sqlite/rows.ts";
import { type Message, messageSchema, type Receipt } from "./messages.ts";
import type { QueueAttributes } from "./queue-attributes.ts";

/** `message` is the JSON of a `Message`; a `receipt_handle` of "" means that it was not received, or is visible again. */
const schema = `
  CREATE TABLE IF NOT EXISTS queues (
    name TEXT PRIMARY KEY,
    attributes TEXT NOT NULL,
    created_s INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    message_id TEXT NOT NULL UNIQUE,
    queue TEXT NOT NULL REFERENCES queues (name),
    message TEXT NOT NULL,
    receive_count INTEGER NOT NULL,
    first_received_ms INTEGER NOT NULL,
    receipt_handle TEXT NOT NULL,
    visible_ms INTEGER NOT NULL
  ) STRICT;
`;

/** A queue's settings in the file. */
export interface StoredQueue {
  readonly name: string;
  readonly attributes: QueueAttributes;
  /** Seconds since 1970. */
  readonly createdS: number;
}

export interface StoredMessage {
  readonly message: Message;
  readonly receiveCount: number;
  /** 0: it was not received so far. */
  readonly firstReceivedMs: number;
}

/** What a start needs to know about a message; its `handle` is "" while nobody has received it. */
export interface Placed extends Receipt {
  readonly sentMs: number;
  /** By the machine's time; 0: it was sent without a delay. */
  readonly delayUntilMs: number;
}

const attributesSchema = z.record(z.string(), z.string());

const toReceipt = (row: Row): Receipt => ({
  number: integer(row, "number"),
  handle: text(row, "receipt_handle"),
  visibleMs: integer(row, "visible_ms"),
  receiveCount: integer(row, "receive_count"),
  firstReceivedMs: integer(row, "first_received_ms"),
});

const prepare = (database: DatabaseSync) => ({
  putQueue: database.prepare(
    "INSERT INTO queues VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes",
  ),
  queues: database.prepare("SELECT * FROM queues ORDER BY name"),
  lastNumber: database.prepare("SELECT coalesce(max(number), 0) AS number FROM messages"),
  placed: database.prepare(
    `SELECT number, receipt_handle, visible_ms, receive_count, first_received_ms,
       message ->> '$.sentTimestamp' AS sent_ms, coalesce(message ->> '$.delayUntil', 0) AS delay_until_ms
     FROM messages WHERE queue = ? ORDER BY number`,
  ),
  add: database.prepare(
    `INSERT INTO messages (number, message_id, queue, message, receive_count, first_received_ms, receipt_handle, visible_ms)
     VALUES (?, ?, ?, ?, 0, 0, '', 0)`,
  ),
  read: database.prepare("SELECT message, receive_count, first_received_ms FROM messages WHERE number = ?"),
  receive: database.prepare(
    `UPDATE messages SET receipt_handle = ?, visible_ms = ?, receive_count = ?, first_received_ms = ?
     WHERE number = ?`,
  ),
  endDelay: database.prepare(
    "UPDATE messages SET message = json_remove(message, '$.delayUntil') WHERE number = ?",
  ),
  move: database.prepare(
    `UPDATE messages SET queue = ?, message = json_set(message, '$.deadLetterSourceArn', ?),
       receipt_handle = '', visible_ms = 0
     WHERE number = ?`,
  ),
  delete: database.prepare("DELETE FROM messages WHERE number = ?"),
  purge: database.prepare("DELETE FROM messages WHERE queue = ?"),
});

/** The SQLite file of the queues that are kept in a folder. */
export const queueFileIn = (folder: string): string => join(folder, "queues.db");

/** The queues and their messages on the disk. Changes of one turn of the event loop are committed together. */
export class QueueFile {
  readonly group: GroupCommit;
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  #lastNumber: number;

  constructor(folder: string) {
    this.#database = openDurable(queueFileIn(folder), schema);
    this.group = new GroupCommit(this.#database);
    this.#statements = prepare(this.#database);
    const last = this.#statements.lastNumber.get();
    this.#lastNumber = last ? integer(last, "number") : 0;
  }

  queues(): StoredQueue[] {
    return this.#statements.queues.all().map((row) => ({
      name: text(row, "name"),
      attributes: attributesSchema.parse(JSON.parse(text(row, "attributes"))),
      createdS: integer(row, "created_s"),
    }));
  }

  /** The messages of a queue in the order in which they were sent, without their bodies. */
  *placed(queueName: string): Generator<Placed> {
    for (const row of this.#statements.placed.iterate(queueName)) {
      const sentMs = integer(row, "sent_ms");
      yield { ...toReceipt(row), sentMs, delayUntilMs: integer(row, "delay_until_ms") };
    }
  }

  /** undefined: there is no message with this number, or no longer. */
  read(number: number): StoredMessage | undefined {
    const row = this.#statements.read.get(number);
    if (!row) return undefined;
    return {
      message: messageSchema.parse(JSON.parse(text(row, "message"))),
      receiveCount: integer(row, "receive_count"),
      firstReceivedMs: integer(row, "first_received_ms"),
    };
  }

  putQueue({ name, attributes, createdS }: StoredQueue): void {
    this.#write(() => this.#statements.putQueue.run(name, JSON.stringify(attributes), createdS));
  }

  /** Returns the message's number. A number is never used twice, even when the message could not be stored. */
  add(queueName: string, message: Message): number {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    const json = JSON.stringify(message);
    this.#write(() => this.#statements.add.run(number, message.messageId, queueName, json));
    return number;
  }

  receive({ handle, visibleMs, receiveCount, firstReceivedMs, number }: Receipt): void {
    this.#write(() => this.#statements.receive.run(handle, visibleMs, receiveCount, firstReceivedMs, number));
  }

  /** Makes a received message visible again. */
  release(receipt: Receipt): void {
    this.receive({ ...receipt, handle: "", visibleMs: 0 });
  }

  /** Makes a delayed message visible, so that a restart does not delay it again. */
  endDelay(number: number): void {
    this.#write(() => this.#statements.endDelay.run(number));
  }

  /** One statement, so that the message is always in one of the two queues. */
  moveToDeadLetters(number: number, queueName: string, sourceArn: string): void {
    this.#write(() => this.#statements.move.run(queueName, sourceArn, number));
  }

  delete(number: number): void {
    this.#write(() => this.#statements.delete.run(number));
  }

  purge(queueName: string): void {
    this.#write(() => this.#statements.purge.run(queueName));
  }

  close(): void {
    this.group.close();
    this.#database.close();
  }

  #write(change: () => unknown): void {
    this.group.write(change);
  }
}
