import { parseJson } from "../../json.ts";
import type { Json } from "../../ports.ts";

/** A value and its JSON, written once: the text goes into the journal, the value into expressions. */
export interface Payload {
  readonly value: Json;
  readonly text: string;
}

export const payloadOf = (value: Json): Payload => ({ value, text: JSON.stringify(value) });

export const payloadFrom = (text: string): Payload => ({ value: parseJson(text), text });

export const sizeInBytes = (text: string): number => Buffer.byteLength(text, "utf8");
