import type { Json } from "./ports.ts";

export type JsonObject = { readonly [key: string]: Json };

/** An object with members: neither null nor an array. */
export const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isJsonArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Throws SyntaxError. */
export const parseJson = (text: string): Json => JSON.parse(text);

/** undefined: the text is not JSON. */
export const tryParseJson = (text: string): Json | undefined => {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
};
