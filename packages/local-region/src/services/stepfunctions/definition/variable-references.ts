import { isJsonArray, isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { freeVariables } from "../jsonata/free-variables.ts";
import { expressionIn } from "../jsonata/template.ts";

const membersOf = (value: Json | undefined): JsonObject =>
  value !== undefined && isObject(value) ? value : {};

const itemsOf = (value: Json | undefined): readonly Json[] => (isJsonArray(value) ? value : []);

/** The states of a machine and of those nested in it, each with its own fields. */
const statesOf = (machine: Json | undefined): readonly (readonly [string, JsonObject])[] =>
  Object.entries(membersOf(membersOf(machine).States)).flatMap(([name, state]) => {
    const { Branches, ItemProcessor, ...fields } = membersOf(state);
    return [[name, fields] as const, ...[...itemsOf(Branches), ItemProcessor].flatMap(statesOf)];
  });

/** All expressions in a field, however deep. */
const expressionsIn = (source: Json): readonly string[] => {
  if (typeof source === "string") {
    const expression = expressionIn(source);
    return expression === undefined ? [] : [expression];
  }
  return typeof source === "object" && source !== null ? Object.values(source).flatMap(expressionsIn) : [];
};

/** The variables that a state gives values to, on whichever way out. */
const assignedBy = (state: JsonObject): readonly string[] =>
  [state, ...itemsOf(state.Choices), ...itemsOf(state.Catch)].flatMap((way) =>
    Object.keys(membersOf(membersOf(way).Assign)),
  );

/**
 * The variables that each state of a checked definition uses, in the order of the alphabet; states that use none are left
 * out. A free name that no state assigns is a function's, or `states`.
 */
export const variableReferences = (definition: Json): { readonly [state: string]: readonly string[] } => {
  const states = statesOf(definition);
  const variables = new Set(states.flatMap(([, state]) => assignedBy(state)));
  if (variables.size === 0) return {};
  const references = states.map(([name, { Comment: _, ...fields }]) => {
    const used = new Set(expressionsIn(fields).flatMap((text) => [...freeVariables(text)]));
    return [name, [...used].filter((variable) => variables.has(variable)).sort()] as const;
  });
  return Object.fromEntries(references.filter(([, used]) => used.length > 0));
};
