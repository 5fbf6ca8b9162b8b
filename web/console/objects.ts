import type * as z from "zod";
import { CallError, type CallOptions, callText, readAs } from "./api.ts";

const objectPath = (bucket: string, key: string): string =>
  `objects/${bucket}/${key.split("/").map(encodeURIComponent).join("/")}`;

/** An object's text; undefined when there is none. */
export const readObject = async (
  bucket: string,
  key: string,
  options?: CallOptions,
): Promise<string | undefined> => {
  try {
    return await callText(objectPath(bucket, key), undefined, options);
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return undefined;
    throw error;
  }
};

/** An object that is JSON of this shape; undefined when there is none. */
export const readJsonObject = async <T extends z.ZodType>(
  bucket: string,
  key: string,
  schema: T,
  options?: CallOptions,
): Promise<z.infer<T> | undefined> => {
  const text = await readObject(bucket, key, options);
  return text === undefined ? undefined : readAs(schema, text);
};

/** Does `work` for each, at most six at once: browsers allow six connections to one host. */
export const inParallel = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = [];
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return results;
};
