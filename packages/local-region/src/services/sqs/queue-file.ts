import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { openDurable } from "../../sqlite/durable-database.ts";
import { GroupCommit } from "../../sqlite/group-commit.ts";
import { integer, type Row, text } from "../../sqlite/rows.ts";
import type { SqsMessage, SqsQueue } from "./fauxqs.ts";
import { messageAttributesSchema } from "./message-attributes.ts";

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

/** A queue's settings as they lie in the file. */
export interface StoredQueue {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly createdTimestamp: number;
}

/** A message as it lies in the file. `receiptHandle` is "" while nobody has received it. */
export interface StoredMessage {
  readonly message: SqsMessage;
  readonly receiptHandle: string;
  /** When a received message is visible again; milliseconds since 1970. */
  readonly visibleMs: number;
}

const attributesSchema = z.record(z.string(), z.string());

const messageSchema = z.object({
  messageId: z.string(),
  body: z.string(),
  md5OfBody: z.string(),
  messageAttributes: messageAttributesSchema,
  md5OfMessageAttributes: z.string(),
  sentTimestamp: z.number(),
  delayUntil: z.number().exactOptional(),
  deadLetterSourceArn: z.string().exactOptional(),
});

const toStored = (row: Row): StoredMessage => {
  const firstReceivedMs = integer(row, "first_received_ms");
  return {
    message: {
      ...messageSchema.parse(JSON.parse(text(row, "message"))),
      approximateReceiveCount: integer(row, "receive_count"),
      ...(firstReceivedMs > 0 && { approximateFirstReceiveTimestamp: firstReceivedMs }),
    },
    receiptHandle: text(row, "receipt_handle"),
    visibleMs: integer(row, "visible_ms"),
  };
};

const prepare = (database: DatabaseSync) => ({
  putQueue: database.prepare(
    "INSERT INTO queues VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE SET attributes = excluded.attributes",
  ),
  queues: database.prepare("SELECT * FROM queues ORDER BY name"),
  putMessage: database.prepare(
    `INSERT INTO messages (message_id, queue, message, receive_count, first_received_ms, receipt_handle, visible_ms)
     VALUES (?, ?, ?, ?, ?, '', 0)`,
  ),
  messages: database.prepare("SELECT * FROM messages WHERE queue = ? ORDER BY number"),
  receive: database.prepare(
    `UPDATE messages SET receipt_handle = ?, visible_ms = ?, receive_count = ?, first_received_ms = ?
     WHERE message_id = ?`,
  ),
  release: database.prepare("UPDATE messages SET receipt_handle = '', visible_ms = 0 WHERE message_id = ?"),
  deleteMessage: database.prepare("DELETE FROM messages WHERE message_id = ?"),
  purge: database.prepare("DELETE FROM messages WHERE queue = ?"),
});

/** The SQLite file of the queues that are kept in a folder. */
export const queueFileIn = (folder: string): string => join(folder, "queues.db");

const open = (folder: string): DatabaseSync => {
  return openDurable(queueFileIn(folder), schema);
};

/**
 * Where the queues lie on the disk. fauxqs calls it with every change, under these names; what changes in one turn is
 * committed together, so a message that moves to a dead-letter queue is never in neither of the two.
 */
export class QueueFile {
  readonly group: GroupCommit;
  readonly #database: DatabaseSync;
  readonly #statements: ReturnType<typeof prepare>;
  #isProvisional = false;

  constructor(folder: string) {
    this.#database = open(folder);
    this.group = new GroupCommit(this.#database);
    this.#statements = prepare(this.#database);
  }

  queues(): StoredQueue[] {
    return this.#statements.queues.all().map((row) => ({
      name: text(row, "name"),
      attributes: attributesSchema.parse(JSON.parse(text(row, "attributes"))),
      createdTimestamp: integer(row, "created_s"),
    }));
  }

  *messages(queueName: string): Generator<StoredMessage> {
    for (const row of this.#statements.messages.iterate(queueName)) yield toStored(row);
  }

  insertQueue({ name, attributes, createdTimestamp }: SqsQueue): void {
    this.#write(() => this.#statements.putQueue.run(name, JSON.stringify(attributes), createdTimestamp));
  }

  updateQueueAttributes(name: string, attributes: Readonly<Record<string, string>>, modified: number): void {
    this.#write(() => this.#statements.putQueue.run(name, JSON.stringify(attributes), modified));
  }

  insertMessage(queueName: string, message: SqsMessage): void {
    const { approximateReceiveCount, approximateFirstReceiveTimestamp, ...rest } = message;
    const first = approximateFirstReceiveTimestamp ?? 0;
    const json = JSON.stringify(rest);
    this.#write(() =>
      this.#statements.putMessage.run(message.messageId, queueName, json, approximateReceiveCount, first),
    );
  }

  /** Receives in `take` are not written down: for receivers that can't outlive this process. */
  provisionally<T>(take: () => T): T {
    this.#isProvisional = true;
    try {
      return take();
    } finally {
      this.#isProvisional = false;
    }
  }

  updateMessageInflight(
    messageId: string,
    receiptHandle: string,
    visibleMs: number,
    receiveCount: number,
    firstReceivedMs: number | undefined,
  ): void {
    if (this.#isProvisional) return;
    this.#write(() =>
      this.#statements.receive.run(receiptHandle, visibleMs, receiveCount, firstReceivedMs ?? 0, messageId),
    );
  }

  updateMessageReady(messageId: string): void {
    this.#write(() => this.#statements.release.run(messageId));
  }

  deleteMessage(messageId: string): void {
    this.#write(() => this.#statements.deleteMessage.run(messageId));
  }

  /** A message that was sent with a delay is there now; after a restart it is not delayed once more. */
  showDelayed(queueName: string, message: SqsMessage): void {
    this.#write(() => {
      this.deleteMessage(message.messageId);
      this.insertMessage(queueName, message);
    });
  }

  deleteQueueMessages(queueName: string): void {
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
