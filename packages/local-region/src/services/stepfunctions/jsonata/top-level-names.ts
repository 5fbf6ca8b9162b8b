import jsonata from "jsonata";
import { isObject } from "../../../json.ts";

/** Members of a part that are evaluated for an item that the part itself has found, and functions, which may be called for one. */
const hasItem = new Set(["predicate", "stages", "group", "body"]);

/** Adds the names that a part looks up where there is nothing to look in. */
const look = (part: unknown, found: Set<string>): void => {
  if (Array.isArray(part)) {
    for (const item of part) look(item, found);
    return;
  }
  if (!isObject(part) || part.type === "transform") return;
  if (part.type === "name" && typeof part.value === "string") found.add(part.value);
  if (part.type === "path" && Array.isArray(part.steps)) {
    look(part.steps[0], found);
    return;
  }
  for (const [member, inner] of Object.entries(part)) {
    if (!hasItem.has(member)) look(inner, found);
  }
};

/**
 * The names that an expression looks up outside of any value: `phone` instead of `$states.input.phone`. An expression of Step
 * Functions starts with no value, so they find nothing.
 */
export const topLevelNames = (expression: string): ReadonlySet<string> => {
  const found = new Set<string>();
  look(jsonata(expression).ast(), found);
  return found;
};
