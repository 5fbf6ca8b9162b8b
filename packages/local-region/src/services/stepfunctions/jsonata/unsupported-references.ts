import jsonata from "jsonata";
import { type Part, partsOf } from "./parts.ts";

/** Members of a part that are evaluated for an item that the part itself has found, and functions, which may be called for one. */
const hasItem = new Set(["predicate", "stages", "group", "body"]);

const innerParts = (part: Part): readonly Part[] => Object.values(part).flatMap(partsOf);

/** The parts of an expression that are evaluated with no value around them. */
const topLevelParts = (part: Part): readonly Part[] => {
  if (part.type === "transform") return [];
  const inner =
    part.type === "path"
      ? partsOf(part.steps).slice(0, 1)
      : Object.entries(part).flatMap(([member, value]) => (hasItem.has(member) ? [] : partsOf(value)));
  return [part, ...inner.flatMap(topLevelParts)];
};

const allParts = (part: Part): readonly Part[] => [part, ...innerParts(part).flatMap(allParts)];

/** JSONata's `$` is the variable with no name, and `$$` the one named `$`. */
const isVariable = (part: Part | undefined, name: string): boolean =>
  part?.type === "variable" && part.value === name;

const atTopLevel = (part: Part): readonly string[] => {
  const name = isVariable(part, "") ? "$" : part.type === "name" ? String(part.value) : undefined;
  return name === undefined ? [] : [`Reference to '${name}' at the top level is not supported.`];
};

const anywhere = (part: Part, fields: readonly string[]): readonly string[] => {
  if (isVariable(part, "$")) return ["Reference to '$$' is not supported."];
  const [first, second] = part.type === "path" ? partsOf(part.steps) : [];
  if (!isVariable(first, "states") || second?.type !== "name") return [];
  const field = String(second.value);
  return fields.includes(field) ? [] : [`Field '$states.${field}' does not exist.`];
};

/**
 * What AWS says of what an expression refers to and can't. It starts with no value, so that `phone` instead of
 * `$states.input.phone` finds nothing. `fields`: those that `$states` has there.
 */
export const unsupportedReferences = (expression: string, fields: readonly string[]): ReadonlySet<string> => {
  const parts = partsOf(jsonata(expression).ast());
  return new Set([
    ...parts.flatMap(topLevelParts).flatMap(atTopLevel),
    ...parts.flatMap(allParts).flatMap((part) => anywhere(part, fields)),
  ]);
};
