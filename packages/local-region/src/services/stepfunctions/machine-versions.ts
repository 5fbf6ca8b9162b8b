import type { Clock } from "../../clock.ts";
import { AwsError } from "../../ports.ts";
import type { Journal } from "./journal/journal.ts";
import type { AliasRow, MachineVersionsTable, Routing, VersionRow } from "./journal/machine-versions.ts";
import type { MachineRow } from "./journal/machines.ts";
import { limits } from "./limits.ts";
import type { Machines } from "./machines.ts";

const conflict = (message: string): AwsError => new AwsError("ConflictException", message);

const notFound = (): AwsError =>
  new AwsError("ResourceNotFound", "Request references a resource that does not exist.");

const checkCount = (what: string, count: number, most: number): void => {
  if (count < most) return;
  throw new AwsError("ServiceQuotaExceededException", `A state machine can have ${most} ${what}.`);
};

/** What a request calls the revision of a machine that was never updated. */
const initialRevision = "INITIAL";

const isSameRouting = (a: Readonly<Routing>, b: Readonly<Routing>): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

export interface NewAlias {
  readonly machineArn: string;
  readonly name: string;
  readonly description: string;
  readonly routing: Readonly<Routing>;
}

/** The published versions of all state machines, and the aliases that lead to them. */
export class MachineVersions {
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #table: MachineVersionsTable;
  readonly #machines: Machines;
  readonly #versions: Map<string, VersionRow>;
  readonly #aliases: Map<string, AliasRow>;

  constructor(parts: {
    readonly clock: Clock;
    readonly journal: Journal;
    readonly table: MachineVersionsTable;
    readonly machines: Machines;
  }) {
    this.#clock = parts.clock;
    this.#journal = parts.journal;
    this.#table = parts.table;
    this.#machines = parts.machines;
    this.#versions = new Map(parts.table.versions().map((version) => [version.arn, version]));
    this.#aliases = new Map(parts.table.aliases().map((alias) => [alias.arn, alias]));
  }

  /** Newest first, as AWS lists them. */
  of(machineArn: string): readonly VersionRow[] {
    const versions = [...this.#versions.values()].filter((version) => version.machineArn === machineArn);
    return versions.sort((a, b) => b.number - a.number);
  }

  find(arn: string): VersionRow | undefined {
    return this.#versions.get(arn);
  }

  /** Oldest first. */
  aliasesOf(machineArn: string): readonly AliasRow[] {
    const aliases = [...this.#aliases.values()].filter((alias) => alias.machineArn === machineArn);
    return aliases.sort((a, b) => a.createdAt - b.createdAt);
  }

  findAlias(arn: string): AliasRow | undefined {
    return this.#aliases.get(arn);
  }

  /** Throws ResourceNotFound. */
  alias(arn: string): AliasRow {
    const alias = this.#aliases.get(arn);
    if (alias) return alias;
    throw notFound();
  }

  /** Those that lead to the version, if only a part of the executions. */
  aliasesTo(version: Pick<VersionRow, "arn" | "machineArn">): readonly AliasRow[] {
    return this.aliasesOf(version.machineArn).filter(({ routing }) =>
      routing.some(({ stateMachineVersionArn }) => stateMachineVersionArn === version.arn),
    );
  }

  /** Publishes the machine as it is; its newest version, if that is the same revision. */
  async publish(machine: MachineRow, description = "", revisionId?: string): Promise<VersionRow> {
    const current = machine.revisionId ?? initialRevision;
    if (revisionId !== undefined && revisionId !== current) {
      throw conflict(
        `Failed to publish the State Machine version for revision ${revisionId}. The current State Machine revision is ${current}.`,
      );
    }
    const known = this.of(machine.arn);
    const published = known.find((version) => version.revisionId === machine.revisionId);
    if (published) return published;
    checkCount("versions", known.length, limits.versionsOfMachine);
    this.#journal.checkTakes();
    const { arn: machineArn, definitionId, roleArn, logging, tracing } = machine;
    const number = this.#machines.takeVersionNumber(machineArn);
    const version: VersionRow = {
      ...{ arn: `${machineArn}:${number}`, machineArn, number, description, createdAt: this.#now() },
      ...{ definitionId, roleArn, revisionId: machine.revisionId, logging, tracing },
    };
    this.#versions.set(version.arn, version);
    this.#journal.write(() => this.#table.insertVersion(version));
    await this.#journal.stored();
    return version;
  }

  /** Deletes the version; its executions continue. Throws ConflictException while an alias leads to it. */
  async delete(arn: string): Promise<void> {
    const version = this.#versions.get(arn);
    if (!version) return;
    const names = this.aliasesTo(version).map(({ name }) => name);
    if (names.length > 0) {
      throw conflict(
        `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names.join(", ")}]`,
      );
    }
    this.#journal.checkTakes();
    this.#versions.delete(arn);
    this.#journal.write(() => this.#table.deleteVersion(arn));
    await this.#journal.stored();
  }

  /** Throws ConflictException when there is another alias of that name. */
  async createAlias(alias: NewAlias): Promise<AliasRow> {
    const arn = `${alias.machineArn}:${alias.name}`;
    this.#checkVersions(alias.routing);
    const known = this.#aliases.get(arn);
    if (known) {
      if (known.description === alias.description && isSameRouting(known.routing, alias.routing))
        return known;
      throw conflict(
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
      );
    }
    checkCount("aliases", this.aliasesOf(alias.machineArn).length, limits.aliasesOfMachine);
    const now = this.#now();
    return await this.#putAlias({ ...alias, arn, createdAt: now, updatedAt: now });
  }

  async updateAlias(
    arn: string,
    changes: Partial<Pick<AliasRow, "description" | "routing">>,
  ): Promise<AliasRow> {
    const known = this.alias(arn);
    if (changes.routing) this.#checkVersions(changes.routing);
    return await this.#putAlias({ ...known, ...changes, updatedAt: this.#now() });
  }

  async deleteAlias(arn: string): Promise<void> {
    this.#journal.checkTakes();
    if (!this.#aliases.delete(arn)) return;
    this.#journal.write(() => this.#table.deleteAlias(arn));
    await this.#journal.stored();
  }

  /** Deletes all of a machine's, with the journal's next commit. */
  deleteOf(machineArn: string): void {
    this.#journal.checkTakes();
    for (const { arn } of this.of(machineArn)) this.#versions.delete(arn);
    for (const { arn } of this.aliasesOf(machineArn)) this.#aliases.delete(arn);
    this.#journal.write(() => this.#table.deleteOf(machineArn));
  }

  #checkVersions(routing: Readonly<Routing>): void {
    for (const { stateMachineVersionArn } of routing) {
      if (!this.#versions.has(stateMachineVersionArn)) throw notFound();
    }
  }

  async #putAlias(alias: AliasRow): Promise<AliasRow> {
    this.#journal.checkTakes();
    this.#aliases.set(alias.arn, alias);
    this.#journal.write(() => this.#table.putAlias(alias));
    await this.#journal.stored();
    return alias;
  }

  #now(): number {
    return Math.round(this.#clock.now());
  }
}
