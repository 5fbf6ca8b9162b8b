import { createHash } from "node:crypto";
import type { Chance } from "./fault-plan.ts";

const hashBytes = 6;

/** Decides by seed: the n-th decision about the same thing is always the same, in whatever order the decisions come. */
export class Dice {
  readonly #seed: number;
  readonly #rolls = new Map<string, number>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** Evenly from 0 to below 1. */
  roll(about: string): number {
    const n = this.#count(about);
    const hash = createHash("sha256").update(`${this.#seed} ${n} ${about}`).digest();
    return hash.readUIntBE(0, hashBytes) / 2 ** (8 * hashBytes);
  }

  /**
   * The first of `faults` that happens, if any. Probabilities exclude each other, so that they add up; "every n-th time" is
   * counted for each `rule`.
   */
  pick<F extends string>(
    rule: string,
    about: string,
    faults: readonly (readonly [fault: F, chance: Chance | undefined])[],
  ): F | undefined {
    const counted = faults.filter(
      ([fault, chance]) => typeof chance === "object" && this.#count(`${rule} ${fault}`) % chance.every === 0,
    );
    if (counted[0]) return counted[0][0];
    const rolled = this.roll(`${rule} ${about}`);
    let sum = 0;
    for (const [fault, chance] of faults) {
      sum += typeof chance === "number" ? chance : 0;
      if (rolled < sum) return fault;
    }
    return undefined;
  }

  #count(about: string): number {
    const n = (this.#rolls.get(about) ?? 0) + 1;
    this.#rolls.set(about, n);
    return n;
  }
}
