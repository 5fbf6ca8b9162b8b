import * as z from "zod";
import { CallError, type CallOptions, callJson, callText, readAs } from "./api.ts";
import type { Listing } from "./standings.ts";

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

const keyPageSchema = z.object({ keys: z.array(z.string()), next: z.string().optional() });

/** Keys below a prefix, at most `mostPages` pages of a thousand. */
export const listKeys = async (
  bucket: string,
  prefix: string,
  mostPages: number,
  options?: CallOptions,
): Promise<Listing> => {
  const keys: string[] = [];
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const query = new URLSearchParams({ prefix, ...(token === undefined ? {} : { token }) });
    const listed: z.infer<typeof keyPageSchema> = await callJson(
      `objects/${bucket}?${query}`,
      keyPageSchema,
      options,
    );
    keys.push(...listed.keys);
    token = listed.next;
    if (token === undefined) return { keys, isCut: false };
  }
  return { keys, isCut: true };
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
