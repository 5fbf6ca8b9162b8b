import { isObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";

const isFunction = (value: unknown): boolean =>
  typeof value === "function" ||
  (isObject(value) && ("_jsonata_lambda" in value || "_jsonata_function" in value));

/** The result of an expression can't be written as JSON. AWS's words are known for a function. */
export class NotJsonError extends Error {
  constructor(value: unknown) {
    const described = typeof value === "number" ? `the number ${value}` : `a value of type ${typeof value}`;
    super(
      isFunction(value)
        ? "returned an unsupported result type."
        : `returned ${described}, which is not JSON.`,
    );
    this.name = "NotJsonError";
  }
}

/**
 * Copies a result of JSONata as plain JSON. JSONata's arrays carry properties (`sequence`, `keepSingleton`) that would change
 * how the next expression treats them. Members that are undefined are left out.
 */
export const toPlainJson = (value: unknown): Json => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(toPlainJson);
  if (isObject(value) && !isFunction(value)) {
    // Object.fromEntries makes every name an own member, `__proto__` too.
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, member]) => member !== undefined)
        .map(([key, member]) => [key, toPlainJson(member)]),
    );
  }
  throw new NotJsonError(value);
};
