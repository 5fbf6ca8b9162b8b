import { isObject } from "./json.ts";

const textIn = (thrown: unknown, member: "message" | "stack"): string | undefined => {
  const value = isObject(thrown) ? thrown[member] : undefined;
  return typeof value === "string" ? value : undefined;
};

/**
 * The message of a thrown value. `instanceof Error` is not used: it is false for errors of another realm, such as Node's
 * own errors in code that a test runner loads.
 */
export const messageOf = (thrown: unknown): string => textIn(thrown, "message") ?? String(thrown);

/** For logs: the stack where there is one, otherwise the message. */
export const stackOf = (thrown: unknown): string => textIn(thrown, "stack") ?? messageOf(thrown);
