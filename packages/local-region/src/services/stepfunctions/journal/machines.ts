import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { parseJson } from "../../../json.ts";
import { integer, type Row, text } from "../../../sqlite/rows.ts";

/** A state machine; settings that only describe it (logging, tracing, tags) are kept as JSON text. */
export interface MachineRow {
  readonly arn: string;
  readonly name: string;
  readonly definitionId: number;
  readonly roleArn: string;
  /** Of the last update that changed definition or role; undefined: there was none. */
  readonly revisionId: string | undefined;
  readonly logging: string;
  readonly tracing: string;
  readonly tags: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Number of the version published last, also when it is deleted; 0: none was. */
  readonly lastVersion: number;
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const tagsSchema = z.array(z.object({ key: z.string(), value: z.string() }));

export const tagsIn = ({ tags }: Pick<MachineRow, "tags">): readonly Tag[] =>
  tagsSchema.parse(parseJson(tags));

const toMachine = (row: Row): MachineRow => ({
  arn: text(row, "arn"),
  name: text(row, "name"),
  definitionId: integer(row, "definition_id"),
  roleArn: text(row, "role_arn"),
  revisionId: text(row, "revision_id") || undefined,
  logging: text(row, "logging"),
  tracing: text(row, "tracing"),
  tags: text(row, "tags"),
  createdAt: integer(row, "created_at"),
  updatedAt: integer(row, "updated_at"),
  lastVersion: integer(row, "last_version"),
});

/**
 * State machines and all definitions they had: a running execution keeps its definition when the machine gets a new one.
 */
export class MachinesTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  put(machine: MachineRow): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO machines VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(
        machine.arn,
        machine.name,
        machine.definitionId,
        machine.roleArn,
        machine.revisionId ?? "",
        machine.logging,
        machine.tracing,
        machine.tags,
        machine.createdAt,
        machine.updatedAt,
        machine.lastVersion,
      );
  }

  delete(arn: string): void {
    this.#database.prepare("DELETE FROM machines WHERE arn = ?").run(arn);
  }

  all(): MachineRow[] {
    return this.#database.prepare("SELECT * FROM machines").all().map(toMachine);
  }

  insertDefinition(id: number, body: string): void {
    this.#database.prepare("INSERT INTO definitions VALUES (?, ?)").run(id, body);
  }

  highestDefinitionId(): number {
    return Number(this.#database.prepare("SELECT max(id) AS id FROM definitions").get()?.id ?? 0);
  }

  definition(id: number): string {
    const row = this.#database.prepare("SELECT body FROM definitions WHERE id = ?").get(id);
    if (!row) throw new Error(`The journal lacks the definition ${id}.`);
    return text(row, "body");
  }

  /** A secret of 256 bits. It is made at the first call, and stays the same as long as the journal exists. */
  secret(name: string): Buffer {
    const value = randomBytes(32).toString("hex");
    this.#database.prepare("INSERT OR IGNORE INTO secrets VALUES (?, ?)").run(name, value);
    const row = this.#database.prepare("SELECT value FROM secrets WHERE name = ?").get(name);
    return Buffer.from(row ? text(row, "value") : value, "hex");
  }
}
