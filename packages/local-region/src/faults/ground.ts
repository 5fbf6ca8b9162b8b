import type { Clock } from "../clock.ts";
import type { Dice } from "./dice.ts";

/** What all kinds of faults use. */
export interface FaultGround {
  readonly dice: Dice;
  readonly clock: Clock;
  /** Logs a fault under its number. */
  readonly log: (what: string) => void;
}

/** The first rule that fits, with its place in the list as its name; undefined: none fits. */
export const ruleFor = <R>(
  rules: readonly R[],
  fits: (rule: R) => boolean,
): readonly [R, string] | undefined => {
  const index = rules.findIndex(fits);
  const rule = rules[index];
  return rule && [rule, String(index)];
};
