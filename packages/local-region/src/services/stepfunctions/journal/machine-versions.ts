import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { parseJson } from "../../../json.ts";
import { integer, type Row, text } from "../../../sqlite/rows.ts";
import type { MachineRow } from "./machines.ts";

/** A published version: what its machine was then. */
export type VersionRow = Pick<
  MachineRow,
  "arn" | "definitionId" | "roleArn" | "revisionId" | "logging" | "tracing" | "createdAt"
> & {
  readonly machineArn: string;
  readonly number: number;
  /** Empty: it has none. */
  readonly description: string;
};

const routingSchema = z.array(z.object({ stateMachineVersionArn: z.string(), weight: z.number() }));

/** Which share of the executions, in percent, each version gets. */
export type Routing = z.infer<typeof routingSchema>;

export interface AliasRow {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  /** Empty: it has none. */
  readonly description: string;
  readonly routing: Readonly<Routing>;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const toVersion = (row: Row): VersionRow => ({
  arn: text(row, "arn"),
  machineArn: text(row, "machine_arn"),
  number: integer(row, "number"),
  definitionId: integer(row, "definition_id"),
  roleArn: text(row, "role_arn"),
  revisionId: text(row, "revision_id") || undefined,
  logging: text(row, "logging"),
  tracing: text(row, "tracing"),
  description: text(row, "description"),
  createdAt: integer(row, "created_at"),
});

const toAlias = (row: Row): AliasRow => ({
  arn: text(row, "arn"),
  machineArn: text(row, "machine_arn"),
  name: text(row, "name"),
  description: text(row, "description"),
  routing: routingSchema.parse(parseJson(text(row, "routing"))),
  createdAt: integer(row, "created_at"),
  updatedAt: integer(row, "updated_at"),
});

/** The versions and the aliases of all state machines. */
export class MachineVersionsTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  versions(): VersionRow[] {
    return this.#database.prepare("SELECT * FROM machine_versions").all().map(toVersion);
  }

  aliases(): AliasRow[] {
    return this.#database.prepare("SELECT * FROM machine_aliases").all().map(toAlias);
  }

  insertVersion(version: VersionRow): void {
    this.#database
      .prepare("INSERT INTO machine_versions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(
        version.arn,
        version.machineArn,
        version.number,
        version.definitionId,
        version.roleArn,
        version.revisionId ?? "",
        version.logging,
        version.tracing,
        version.description,
        version.createdAt,
      );
  }

  putAlias(alias: AliasRow): void {
    this.#database
      .prepare("INSERT OR REPLACE INTO machine_aliases VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(
        alias.arn,
        alias.machineArn,
        alias.name,
        alias.description,
        JSON.stringify(alias.routing),
        alias.createdAt,
        alias.updatedAt,
      );
  }

  deleteVersion(arn: string): void {
    this.#database.prepare("DELETE FROM machine_versions WHERE arn = ?").run(arn);
  }

  deleteAlias(arn: string): void {
    this.#database.prepare("DELETE FROM machine_aliases WHERE arn = ?").run(arn);
  }

  deleteOf(machineArn: string): void {
    this.#database.prepare("DELETE FROM machine_versions WHERE machine_arn = ?").run(machineArn);
    this.#database.prepare("DELETE FROM machine_aliases WHERE machine_arn = ?").run(machineArn);
  }
}
