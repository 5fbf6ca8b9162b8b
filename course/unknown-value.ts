/** What can be asked of a value that nothing is known of: what was thrown, or what came as JSON. */

/**
 * An error, recognised by its members. `instanceof Error` is not used: it is false for errors of another realm, as Node's
 * own are for code that a test runner loads; and not every browser that the pages support has `Error.isError`.
 */
export const isError = (thrown: unknown): thrown is Error =>
  ["name", "message"].every((member) => typeof memberOf(thrown, member) === "string");

/** What was thrown, as a sentence. */
export const messageOf = (thrown: unknown): string => (isError(thrown) ? thrown.message : String(thrown));

/** An object with named members; neither null nor a list. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A member of an object, or an element of a list, inherited ones included; undefined: there is none. */
export const memberOf = (value: unknown, name: PropertyKey): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/** A text as JSON; undefined: there is no text, or it is not JSON. */
export const jsonOrUndefined = (text: string | null | undefined): unknown => {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
