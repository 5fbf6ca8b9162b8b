import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Email } from "aws-ses-v2-local/dist/store.js";
import { z } from "zod";
import { openDurable } from "../aws/durable-database.ts";
import { GroupCommit } from "../aws/group-commit.ts";
import { text } from "../aws/rows.ts";

const addresses = z.array(z.string());

const mailSchema = z.object({
  messageId: z.string(),
  from: z.string(),
  replyTo: addresses,
  destination: z.object({ to: addresses, cc: addresses, bcc: addresses }),
  subject: z.string(),
  body: z.object({ html: z.string().optional(), text: z.string().optional() }),
  attachments: z.array(
    z.looseObject({
      content: z.string(),
      contentType: z.string(),
      filename: z.string().optional(),
      size: z.number(),
    }),
  ),
  headers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  at: z.number(),
});

/** All accepted mails, in the order they were accepted. */
export class MailFile {
  readonly #database: DatabaseSync;
  readonly #group: GroupCommit;
  readonly #add: StatementSync;

  constructor(dataFile: string) {
    this.#database = openDurable(
      dataFile,
      "CREATE TABLE IF NOT EXISTS mails (number INTEGER PRIMARY KEY AUTOINCREMENT, mail TEXT NOT NULL) STRICT",
    );
    this.#group = new GroupCommit(this.#database);
    this.#add = this.#database.prepare("INSERT INTO mails (mail) VALUES (?)");
  }

  *mails(): Generator<Email> {
    for (const row of this.#database.prepare("SELECT mail FROM mails ORDER BY number").iterate()) {
      yield mailSchema.parse(JSON.parse(text(row, "mail")));
    }
  }

  /** Resolves when the mail is on the disk; mails that come together share one flush. */
  async add(mail: Email): Promise<void> {
    this.#write(mail);
    await this.#group.committed();
  }

  /** The mail is on the disk when this returns. */
  addNow(mail: Email): void {
    this.#write(mail);
    this.#group.close();
  }

  clear(): void {
    this.#group.close();
    this.#database.exec("DELETE FROM mails");
  }

  close(): void {
    this.#group.close();
    this.#database.close();
  }

  #write(mail: Email): void {
    this.#group.write(() => this.#add.run(JSON.stringify(mail)));
  }
}
