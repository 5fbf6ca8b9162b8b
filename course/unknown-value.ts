/** What can be asked of a value that nothing is known of: what was thrown, or what came as JSON. */

/** What was thrown, as a sentence. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An object with named members; neither null nor a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member of an object, or an element of a list, inherited ones included; undefined: there is none. */
export const memberOf = (value: unknown, name: PropertyKey): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** A text as JSON; undefined: there is no text, or it is not JSON. */
export const jsonOrUndefined = (text: string | null | undefined): unknown => {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
