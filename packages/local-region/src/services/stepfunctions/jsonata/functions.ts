import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../../../clock.ts";
import { messageOf } from "../../../message-of.ts";

/**
 * An implementation and its signature in JSONata's notation; every argument is optional so that undefined passes
 * through.
 */
export interface JsonataFunction {
  implementation(...args: unknown[]): unknown;
  readonly signature: string;
}

/**
 * The longest array that $range makes.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
const longestRange = 1000;

const hashes: Readonly<Record<string, string>> = {
  MD5: "md5",
  "SHA-1": "sha1",
  "SHA-256": "sha256",
  "SHA-384": "sha384",
  "SHA-512": "sha512",
};

const partition = (array?: readonly unknown[], size?: number): unknown => {
  if (array === undefined || size === undefined) return undefined;
  if (!(Math.floor(size) >= 1)) throw new Error(`$partition needs a size of 1 or more, not ${size}`);
  const step = Math.floor(size);
  return Array.from({ length: Math.ceil(array.length / step) }, (_, i) =>
    array.slice(i * step, (i + 1) * step),
  );
};

const range = (first?: number, last?: number, delta?: number): unknown => {
  if (first === undefined || last === undefined || delta === undefined) return undefined;
  if (delta === 0) throw new Error("$range needs a step other than 0");
  const length = Math.max(0, Math.floor((last - first) / delta) + 1);
  if (length > longestRange) {
    throw new Error(`$range makes at most ${longestRange} values, not ${length}`);
  }
  // A sequence of one is its member, as everywhere in JSONata.
  return length === 1 ? first : Array.from({ length }, (_, i) => first + i * delta);
};

const hash = (data?: unknown, algorithm?: string): unknown => {
  if (data === undefined) return undefined;
  const known = algorithm === undefined ? undefined : hashes[algorithm];
  if (known === undefined) {
    throw new Error(`$hash knows ${Object.keys(hashes).join(", ")}, not ${algorithm}`);
  }
  return createHash(known)
    .update(typeof data === "string" ? data : JSON.stringify(data))
    .digest("hex");
};

/** The same seed gives the same number, from 0 up to but not including 1: the first 32 bits of the seed's SHA-256. */
const random = (seed?: number): number => {
  if (seed === undefined) return Math.random();
  const digest = createHash("sha256").update(String(seed)).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
};

const parse = (text?: string): unknown => {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`$parse needs JSON: ${messageOf(error)}`);
  }
};

const refuseEval = (): never => {
  throw new Error("$eval is not supported; use $parse to read JSON");
};

/**
 * The functions that Step Functions adds to JSONata, and `$millis` on the region's clock.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const stepFunctionsFunctions = (clock: Clock): Readonly<Record<string, JsonataFunction>> => ({
  partition: { implementation: partition, signature: "<a?n?:a>" },
  range: { implementation: range, signature: "<n?n?n?:x>" },
  hash: { implementation: hash, signature: "<x?s?:s>" },
  random: { implementation: random, signature: "<n?:n>" },
  uuid: { implementation: () => randomUUID(), signature: "<:s>" },
  parse: { implementation: parse, signature: "<s?:x>" },
  eval: { implementation: refuseEval, signature: "<x?x?:x>" },
  millis: { implementation: () => clock.now(), signature: "<:n>" },
});
