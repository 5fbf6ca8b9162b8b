import { randomUUID } from "node:crypto";
import type { Clock } from "../../clock.ts";
import { AwsError } from "../../ports.ts";
import { readDefinition } from "./definition/definition.ts";
import type { Programs } from "./definition/programs.ts";
import type { Journal } from "./journal/journal.ts";
import type { MachineRow, MachinesTable, Tag } from "./journal/machines.ts";
import type { Expressions } from "./jsonata/expression.ts";

/** What a state machine is made from. `logging`, `tracing` and `tags` are JSON text. */
export interface MachineSettings {
  readonly arn: string;
  readonly name: string;
  readonly definition: string;
  readonly roleArn: string;
  readonly logging?: string | undefined;
  readonly tracing?: string | undefined;
  readonly tags?: string | undefined;
}

const defaults = {
  logging: JSON.stringify({ level: "OFF", includeExecutionData: false }),
  tracing: JSON.stringify({ enabled: false }),
  tags: "[]",
} as const;

/** All state machines. */
export class Machines {
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #table: MachinesTable;
  readonly #programs: Programs;
  readonly #expressions: Expressions;
  readonly #byArn: Map<string, MachineRow>;
  /** Definitions of this session by id: they are needed before they are on the disk. */
  readonly #definitions = new Map<number, string>();
  #lastDefinitionId: number;

  constructor(parts: {
    readonly clock: Clock;
    readonly journal: Journal;
    readonly table: MachinesTable;
    readonly programs: Programs;
    readonly expressions: Expressions;
  }) {
    this.#clock = parts.clock;
    this.#journal = parts.journal;
    this.#table = parts.table;
    this.#programs = parts.programs;
    this.#expressions = parts.expressions;
    this.#byArn = new Map(parts.table.all().map((machine) => [machine.arn, machine]));
    this.#lastDefinitionId = parts.table.highestDefinitionId();
  }

  /** Oldest first, as AWS lists them. */
  all(): readonly MachineRow[] {
    return [...this.#byArn.values()].sort((a, b) => a.createdAt - b.createdAt);
  }

  find(arn: string): MachineRow | undefined {
    return this.#byArn.get(arn);
  }

  /** Throws StateMachineDoesNotExist. */
  get(arn: string): MachineRow {
    const machine = this.#byArn.get(arn);
    if (machine) return machine;
    throw new AwsError("StateMachineDoesNotExist", `State Machine Does Not Exist: '${arn}'`);
  }

  definitionOf({ definitionId }: Pick<MachineRow, "definitionId">): string {
    return this.#definitions.get(definitionId) ?? this.#table.definition(definitionId);
  }

  /** Creates or updates the machine. Running executions keep their definition. Throws InvalidDefinition. */
  async put(settings: MachineSettings): Promise<MachineRow> {
    this.#journal.checkTakes();
    const known = this.#byArn.get(settings.arn);
    const now = Math.round(this.#clock.now());
    const definitionId = this.#definitionId(settings.definition, known);
    const isRevision =
      known !== undefined && (known.definitionId !== definitionId || known.roleArn !== settings.roleArn);
    const machine: MachineRow = {
      arn: settings.arn,
      name: settings.name,
      definitionId,
      roleArn: settings.roleArn,
      revisionId: isRevision ? randomUUID() : known?.revisionId,
      logging: settings.logging ?? known?.logging ?? defaults.logging,
      tracing: settings.tracing ?? known?.tracing ?? defaults.tracing,
      tags: settings.tags ?? known?.tags ?? defaults.tags,
      createdAt: known?.createdAt ?? now,
      updatedAt: now,
      lastVersion: known?.lastVersion ?? 0,
    };
    this.#keep(machine);
    await this.#journal.stored();
    return machine;
  }

  /** Gives the machine these tags and no others. */
  async tag(arn: string, tags: readonly Tag[]): Promise<void> {
    this.#journal.checkTakes();
    this.#keep({ ...this.get(arn), tags: JSON.stringify(tags) });
    await this.#journal.stored();
  }

  /** The number of the machine's next version. It is stored with the journal's next commit. */
  takeVersionNumber(arn: string): number {
    const machine = this.get(arn);
    const lastVersion = machine.lastVersion + 1;
    this.#keep({ ...machine, lastVersion });
    return lastVersion;
  }

  /** Deletes the machine. Running executions continue to their end. */
  async delete(arn: string): Promise<void> {
    this.#journal.checkTakes();
    if (!this.#byArn.delete(arn)) return;
    this.#journal.write(() => this.#table.delete(arn));
    await this.#journal.stored();
  }

  #keep(machine: MachineRow): void {
    this.#byArn.set(machine.arn, machine);
    this.#journal.write(() => this.#table.put(machine));
  }

  #definitionId(definition: string, known: MachineRow | undefined): number {
    if (known && this.definitionOf(known) === definition) return known.definitionId;
    const program = readDefinition(this.#expressions, definition);
    this.#lastDefinitionId += 1;
    const id = this.#lastDefinitionId;
    this.#programs.add(id, program);
    this.#definitions.set(id, definition);
    this.#journal.write(() => this.#table.insertDefinition(id, definition));
    return id;
  }
}
