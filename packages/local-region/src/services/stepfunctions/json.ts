import type { Json } from "../../ports.ts";

export type JsonObject = { readonly [key: string]: Json };

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export const isJsonArray = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** Throws SyntaxError. */
export const parseJson = (text: string): Json => JSON.parse(text);

/** A value and its JSON, written once: the text goes into the journal, the value into expressions. */
export interface Payload {
  readonly value: Json;
  readonly text: string;
}

export const payloadOf = (value: Json): Payload => ({ value, text: JSON.stringify(value) });

export const payloadFrom = (text: string): Payload => ({ value: parseJson(text), text });

export const sizeInBytes = (text: string): number => Buffer.byteLength(text, "utf8");
