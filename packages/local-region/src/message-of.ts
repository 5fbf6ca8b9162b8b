import { isObject } from "./json.ts";

const textIn = (thrown: unknown, member: "message" | "stack"): string | undefined => {
  const value = isObject(thrown) ? thrown[member] : undefined;
  return typeof value === "string" ? value : undefined;
};

/**
 * What a thrown value says. `instanceof Error` is not asked: it is false for errors of another realm, as Node's own are
 * for code that a test runner loads.
 */
export const messageOf = (thrown: unknown): string => textIn(thrown, "message") ?? String(thrown);

/** For logs: the stack where there is one, otherwise the message. */
export const stackOf = (thrown: unknown): string => textIn(thrown, "stack") ?? messageOf(thrown);
