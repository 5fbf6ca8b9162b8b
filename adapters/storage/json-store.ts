import type * as z from "zod";
import type { Instant } from "../../course/ids.ts";
import { describeIssues } from "../../course/problems.ts";
import { CorruptError, NotFoundError } from "../errors.ts";
import type { ObjectStore } from "./object-store.ts";

/** A stored value and the version it was read at. */
export interface Versioned<T> {
  readonly value: T;
  readonly etag: string;
}

/**
 * Text to a value of a schema.
 *
 * @param place what the text is, as an error names it: a key, or a key and line.
 * @throws CorruptError saying what is wrong, and where.
 */
export const parseJson = <T>(text: string, schema: z.ZodType<T>, place: string): T => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new CorruptError(place, "it is not JSON.");
  }
  return checked(parsed, schema, place);
};

/** A value of JSON as one of a schema. @throws CorruptError saying what is wrong, and where. */
export const checked = <T>(value: unknown, schema: z.ZodType<T>, place: string): T => {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new CorruptError(place, describeIssues(result.error, value));
};

/** null: there is no such object. @throws CorruptError */
export const findVersioned = async <T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<Versioned<T> | null> => {
  const stored = await store.get(key);
  return stored && { value: parseJson(stored.text, schema, key), etag: stored.etag };
};

/** A stored value, and when it was written where the store knows. */
export interface Dated<T> {
  readonly value: T;
  readonly modifiedAt: Instant | undefined;
}

/** null: there is no such object. @throws CorruptError */
export const findDated = async <T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<Dated<T> | null> => {
  const stored = await store.get(key);
  return stored && { value: parseJson(stored.text, schema, key), modifiedAt: stored.modifiedAt };
};

/** null: there is no such object. @throws CorruptError */
export const findJson = async <T>(store: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T | null> =>
  (await findVersioned(store, key, schema))?.value ?? null;

/** @throws NotFoundError with `advice` @throws CorruptError */
export const readJson = async <T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  advice = "",
): Promise<T> => {
  const found = await findVersioned(store, key, schema);
  if (found === null) throw new NotFoundError(key, advice);
  return found.value;
};

/** The values of a JSONL object, one a line, as a stream. @throws NotFoundError @throws CorruptError naming the line */
export async function* readJsonLines<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): AsyncIterable<T> {
  let number = 0;
  for await (const line of store.lines(key)) {
    number += 1;
    if (line.trim() !== "") yield parseJson(line, schema, `${key}, line ${number}`);
  }
}

const mostRounds = 10;

/**
 * Changes a stored value that others may change too: reads it, computes, and replaces exactly the version that it read; if
 * somebody else was faster, it begins again.
 *
 * @param change what to store; `null` in: nothing stored yet; `null` out: leave it as it is.
 */
export const updateJson = async <T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
  change: (current: T | null) => T | null | Promise<T | null>,
): Promise<void> => {
  for (let round = 0; round < mostRounds; round += 1) {
    const found = await findVersioned(store, key, schema);
    const next = await change(found?.value ?? null);
    if (next === null) return;
    const text = JSON.stringify(next);
    const isWritten = found ? await store.replace(key, text, found.etag) : await store.create(key, text);
    if (isWritten) return;
  }
  throw new Error(`${key} kept changing during ${mostRounds} tries to write it.`);
};
