import type { MachinesTable } from "../journal/machines.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { readDefinition } from "./definition.ts";
import { type Program, processorOf } from "./program.ts";

/** Definitions as programs, each read once. */
export class Programs {
  readonly #machines: MachinesTable;
  readonly #expressions: Expressions;
  readonly #known = new Map<number, Program>();

  constructor(machines: MachinesTable, expressions: Expressions) {
    this.#machines = machines;
    this.#expressions = expressions;
  }

  add(definitionId: number, program: Program): void {
    this.#known.set(definitionId, program);
  }

  get(definitionId: number): Program {
    const known = this.#known.get(definitionId);
    if (known) return known;
    const program = readDefinition(this.#expressions, this.#machines.definition(definitionId));
    this.#known.set(definitionId, program);
    return program;
  }

  /** What the children of the Distributed Map of this name run. */
  processor(definitionId: number, stateName: string): Program {
    const processor = processorOf(this.get(definitionId), stateName);
    if (!processor) throw new Error(`The definition ${definitionId} has no Map state '${stateName}'.`);
    return processor;
  }
}
