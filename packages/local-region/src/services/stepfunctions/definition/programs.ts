import type { Json } from "../../../ports.ts";
import type { MachinesTable } from "../journal/machines.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { readDefinition } from "./definition.ts";
import { findState, type Program } from "./program.ts";

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

  /** The JSON of the processor that `processor` gives. */
  processorSource(definitionId: number, stateName: string): Json {
    const map = findState(this.get(definitionId), stateName);
    return map?.Type === "Map" ? map.ItemProcessor : {};
  }

  /** The program of the children of the Distributed Map with this name. */
  processor(definitionId: number, stateName: string): Program {
    const map = findState(this.get(definitionId), stateName);
    if (map?.Type === "Map") return map.processor;
    throw new Error(`The definition ${definitionId} has no Map state '${stateName}'.`);
  }
}
