import type * as z from "zod";
import { clamped, type Fraction, fractionIn, one, outOf, sumOf, zero } from "../../grading/fraction.ts";
import { isList, partOf } from "../answer.ts";
import { markingOf } from "../question-type.ts";
import type { Credit } from "../shapes.ts";
import type { multipleKeySchema } from "./schema.ts";

type Key = z.infer<typeof multipleKeySchema>;

const isIn = (ids: readonly string[]) => (id: string) => ids.includes(id);

/** Right ones picked, and wrong ones picked. */
const counts = ({ right }: Key, picked: readonly string[]) => {
  const rightOnes = picked.filter(isIn(right)).length;
  return { rightOnes, wrongOnes: picked.length - rightOnes };
};

/** What each rule gives; k right ones of n are picked, w wrong ones. The names are those of the field. */
const rules: Readonly<Record<Credit, (key: Key, picked: readonly string[]) => Fraction>> = {
  exact: (key, picked) => {
    const { rightOnes, wrongOnes } = counts(key, picked);
    return rightOnes === key.right.length && wrongOnes === 0 ? one : zero;
  },
  /** (right ones picked + wrong ones left blank) / options */
  each: (key, picked) => {
    const { rightOnes, wrongOnes } = counts(key, picked);
    const leftBlank = key.options.length - key.right.length - wrongOnes;
    return clamped(outOf(rightOnes + leftBlank, key.options.length));
  },
  /** max(0, (right − wrong) / all right ones) */
  net: (key, picked) => {
    const { rightOnes, wrongOnes } = counts(key, picked);
    return clamped(outOf(rightOnes - wrongOnes, key.right.length));
  },
  weights: ({ weights = {} }, picked) =>
    clamped(sumOf(picked.map((id) => fractionIn(partOf(weights, id) ?? "0") ?? zero))),
};

export const multipleMarking = markingOf<Key, readonly string[]>({
  type: "multiple",
  isAnswer: isList,
  share: (key, given) => rules[key.credit ?? "exact"](key, given),
  right: ({ right }) => ({ right }),
  also: ({ acceptAlso = [], ...key }) => acceptAlso.map((right) => ({ ...key, right })),
  // Of weights, somebody has to say what the choice is worth.
  supposing: (key, choice) => {
    if (key.weights !== undefined || !key.options.some((id) => id === choice)) return null;
    const others = key.right.filter((id) => id !== choice);
    return { ...key, right: others.length < key.right.length ? others : [...key.right, choice] };
  },
});
