import type { DatabaseSync, StatementSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as z from "zod";
import { unusable } from "../../data-folder/unusable-file.ts";
import { openDurable } from "../../sqlite/durable-database.ts";
import { GroupCommit } from "../../sqlite/group-commit.ts";
import { integer, type Row, text } from "../../sqlite/rows.ts";
import { type Mail, type MailPage, mailSchema, mailSummarySchema } from "./mail.ts";

/**
 * `mails` holds each mail as JSON, in the order in which they were accepted, as every earlier version wrote it. `summaries`
 * is made from it, for lists and searches.
 */
const tables = `
  CREATE TABLE IF NOT EXISTS mails (number INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS summaries (
    number INTEGER PRIMARY KEY, message_id TEXT NOT NULL, at INTEGER NOT NULL, words TEXT NOT NULL, summary TEXT NOT NULL
  ) STRICT;
`;

/**
 * Made when all summaries exist, which is twice as fast. The first has a quarter of the table's size, and serves searches
 * and pages far back.
 */
const indexes = `
  CREATE INDEX IF NOT EXISTS summaries_in_order ON summaries (number, words);
  CREATE INDEX IF NOT EXISTS summaries_by_message_id ON summaries (message_id);
  CREATE INDEX IF NOT EXISTS summaries_by_at ON summaries (at);
`;

/** A subject may be as long as a header; a list shows only its beginning. */
const summarize = `
  INSERT INTO summaries
    SELECT number, json_extract(mail, '$.messageId'), json_extract(mail, '$.at'),
      words(json_extract(mail, '$.subject'), json_extract(mail, '$.destination.to')),
      json_object(
        'messageId', json_extract(mail, '$.messageId'), 'at', json_extract(mail, '$.at'),
        'from', json_extract(mail, '$.from'), 'subject', substr(json_extract(mail, '$.subject'), 1, 1000),
        'destination', json_object('to', json_extract(mail, '$.destination.to'), 'cc', json_extract(mail, '$.destination.cc')),
        'attachments', json_array_length(mail, '$.attachments')
      )
    FROM mails WHERE number > ? ORDER BY number LIMIT ?`;

const newest = `
  SELECT summary FROM summaries
    WHERE number IN (SELECT number FROM summaries INDEXED BY summaries_in_order ORDER BY number DESC LIMIT ? OFFSET ?)
    ORDER BY number DESC`;

const search = `
  SELECT number FROM summaries INDEXED BY summaries_in_order
    WHERE number <= ? AND number > ? AND instr(words, ?) ORDER BY number DESC`;

/** As many as take half a second. After a kill, the next start does the rest. */
const summarizedAtOnce = 10_000;

const mostOnPage = 100;

/** As many as are searched within a few milliseconds, so that other work is not held up. */
const searchedAtOnce = 10_000;

const recipients = z.array(z.string());

/** @param to JSON. */
const wordsOf = (subject: unknown, to: unknown): string =>
  [subject, ...recipients.parse(JSON.parse(String(to)))].join("\n").toLowerCase();

const count = (database: DatabaseSync, sql: string): number =>
  Number(database.prepare(`SELECT ${sql} AS count FROM summaries`).get()?.count ?? 0);

const highest = (database: DatabaseSync): number => count(database, "max(number)");

/** @throws {Error} naming the file, when it can't be used or a mail in it is damaged. */
const open = (dataFile: string): DatabaseSync => {
  const database = openDurable(dataFile, tables);
  try {
    database.function("words", { deterministic: true }, wordsOf);
    const rest = database.prepare(summarize);
    while (rest.run(highest(database), summarizedAtOnce).changes > 0);
    database.exec(indexes);
    return database;
  } catch (error) {
    database.close();
    throw unusable(dataFile, error);
  }
};

/** Mails in the order in which they were accepted, for programs that read all of them, page by page. */
export interface MailBatch {
  readonly mails: readonly Mail[];
  /** Pass it as `after` to get the next ones; undefined: these were the last. */
  readonly next: number | undefined;
}

/** All accepted mails. They stay on the disk; a list reads only what it shows. */
export class MailFile {
  readonly #database: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #add: StatementSync;
  readonly #summarize: StatementSync;
  readonly #newest: StatementSync;
  readonly #search: StatementSync;
  readonly #after: StatementSync;
  readonly #sent: StatementSync;
  #total: number;

  constructor(dataFile: string) {
    this.#database = open(dataFile);
    this.#group = new GroupCommit(this.#database);
    this.#add = this.#database.prepare("INSERT INTO mails (mail) VALUES (?)");
    this.#summarize = this.#database.prepare(summarize);
    this.#newest = this.#database.prepare(newest);
    this.#search = this.#database.prepare(search);
    this.#after = this.#database.prepare("SELECT number, mail FROM mails WHERE number > ? ORDER BY number");
    this.#sent = this.#database.prepare("SELECT count(*) AS count FROM summaries WHERE at > ?");
    this.#total = count(this.#database, "count(*)");
  }

  /** Resolves when the mail is on the disk; mails that come together share one flush. */
  async add(mail: Mail): Promise<void> {
    this.#group.write(() => {
      const { lastInsertRowid } = this.#add.run(JSON.stringify(mail));
      this.#summarize.run(Number(lastInsertRowid) - 1, 1);
    });
    await this.#group.committed();
    this.#total += 1;
  }

  /**
   * @param words part of the subject or of an address, in any case; empty: all.
   * @param from how many of the newest to skip.
   */
  async page(words: string, from: number): Promise<MailPage> {
    await this.#group.committed();
    const { rows, total } = words === "" ? this.#newestFrom(from) : await this.#found(words, from);
    const next = from + mostOnPage;
    return {
      mails: rows.map((row) => mailSummarySchema.parse(JSON.parse(text(row, "summary")))),
      total,
      ...(next < total ? { next } : {}),
    };
  }

  /** undefined: there is none. */
  async get(messageId: string): Promise<Mail | undefined> {
    await this.#group.committed();
    const row = this.#database
      .prepare("SELECT mail FROM summaries JOIN mails USING (number) WHERE message_id = ?")
      .get(messageId);
    return row && mailIn(row);
  }

  /** @param mostLength of their JSON together, in characters; at least one mail is returned. */
  async after(number: number, most: number, mostLength: number): Promise<MailBatch> {
    await this.#group.committed();
    const mails: Mail[] = [];
    let [last, length] = [number, 0];
    for (const row of this.#after.iterate(number)) {
      length += text(row, "mail").length;
      if (mails.length > 0 && (mails.length === most || length > mostLength)) return { mails, next: last };
      mails.push(mailIn(row));
      last = integer(row, "number");
    }
    return { mails, next: undefined };
  }

  /** @param at seconds since 1970. */
  sentAfter(at: number): number {
    return Number(this.#sent.get(at)?.count);
  }

  close(): void {
    this.#group.close();
    this.#database.close();
  }

  #newestFrom(from: number): { readonly rows: Row[]; readonly total: number } {
    return { rows: this.#newest.all(mostOnPage, from), total: this.#total };
  }

  async #found(words: string, from: number): Promise<{ readonly rows: Row[]; readonly total: number }> {
    const wanted = words.toLowerCase();
    const summary = this.#database.prepare("SELECT summary FROM summaries WHERE number = ?");
    const rows: Row[] = [];
    let total = 0;
    for (let last = highest(this.#database); last > 0; last -= searchedAtOnce) {
      for (const { number = null } of this.#search.all(last, last - searchedAtOnce, wanted)) {
        const row = total >= from && rows.length < mostOnPage ? summary.get(number) : undefined;
        if (row) rows.push(row);
        total += 1;
      }
      await nextTurn();
    }
    return { rows, total };
  }
}

const mailIn = (row: Row): Mail => mailSchema.parse(JSON.parse(text(row, "mail")));
