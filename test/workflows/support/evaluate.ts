import jsonata from "jsonata";

/** What a state sees. */
export interface World {
  readonly states: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Evaluates the JSONata of a state's field as Step Functions does: an undefined result is an error. */
export const evaluate = async (template: unknown, world: World): Promise<unknown> => {
  if (Array.isArray(template)) return Promise.all(template.map((t) => evaluate(t, world)));
  if (typeof template === "object" && template !== null) {
    const entries = Object.entries(template).map(
      async ([key, t]) => [key, await evaluate(t, world)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }
  const expression = typeof template === "string" ? /^\{%(.*)%\}$/s.exec(template)?.[1] : undefined;
  if (expression === undefined) return template;
  // Step Functions has this function beside those of JSONata.
  const parse = (text: string): unknown => JSON.parse(text);
  const value = await jsonata(expression).evaluate({}, { parse, states: world.states, ...world.variables });
  if (value === undefined) throw new Error(`${expression} is undefined.`);
  return JSON.parse(JSON.stringify(value));
};
