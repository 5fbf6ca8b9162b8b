import jsonata from "jsonata";
import { type Part, partsOf } from "./parts.ts";

/** The names that a part of a path gives to an item and to its position: `items@$item#$at`. */
const namedBy = ({ focus, index }: Part): readonly string[] =>
  [focus, index].filter((name) => typeof name === "string");

/** Adds the names that are free in a part to `found`, and those that the part gives values to `bound`. */
const look = (part: Part, bound: Set<string>, found: Set<string>): void => {
  if (part.type === "variable" && typeof part.value === "string") {
    if (!bound.has(part.value)) found.add(part.value);
  }
  if (part.type === "lambda") {
    const parameters = partsOf(part.arguments).map(({ value }) => String(value));
    lookIn(part.body, new Set([...bound, ...parameters]), found);
    return;
  }
  if (part.type === "bind") {
    lookAtBinding(part, bound, found);
    return;
  }
  const inner = part.type === "block" || part.type === "path" ? new Set(bound) : bound;
  for (const name of namedBy(part)) inner.add(name);
  for (const member of Object.values(part)) lookIn(member, inner, found);
};

/** A function may call itself; any other value is found before it has its name. */
const lookAtBinding = ({ lhs, rhs }: Part, bound: Set<string>, found: Set<string>): void => {
  const names = partsOf(lhs).map(({ value }) => String(value));
  const isFunction = partsOf(rhs).some(({ type }) => type === "lambda");
  lookIn(rhs, isFunction ? new Set([...bound, ...names]) : bound, found);
  for (const name of names) bound.add(name);
};

const lookIn = (value: unknown, bound: Set<string>, found: Set<string>): void => {
  for (const part of partsOf(value)) look(part, bound, found);
};

/** The variables and functions that an expression uses and does not define itself, without the `$`. */
export const freeVariables = (expression: string): ReadonlySet<string> => {
  const found = new Set<string>();
  lookIn(jsonata(expression).ast(), new Set(), found);
  return found;
};
