import { isObject } from "../../../json.ts";

/** A part of a parsed expression; JSONata's own type names only some of the members. */
export type Part = { readonly [member: string]: unknown };

/** The parts in a member of a part, which may be a part, a list of them, or anything else. */
export const partsOf = (value: unknown): readonly Part[] =>
  Array.isArray(value) ? value.flatMap(partsOf) : isObject(value) ? [value] : [];
