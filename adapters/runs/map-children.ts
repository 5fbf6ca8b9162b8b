import * as z from "zod";
import { NotFoundError } from "../errors.ts";
import { checked, readJson, readJsonLines } from "../storage/json-store.ts";
import { jsonElements } from "../storage/json-stream.ts";
import type { ObjectStore } from "../storage/object-store.ts";

const filesSchema = z.array(z.object({ Key: z.string() })).default([]);

/** `manifest.json` of a Distributed Map's ResultWriter. */
const manifestSchema = z.object({
  ResultFiles: z.object({ SUCCEEDED: filesSchema, FAILED: filesSchema, PENDING: filesSchema }),
});

/** A child that did not succeed: its whole execution, as WriterConfig NONE describes it. `Input` and `Cause` are text. */
const unsuccessfulSchema = z.object({
  Input: z.string(),
  Status: z.string().default("PENDING"),
  Error: z.string().optional(),
  Cause: z.string().optional(),
});

export type Unsuccessful = z.infer<typeof unsuccessfulSchema>;

/** A child of a map: its output when it succeeded, otherwise what is known of it and its file. */
export type MapChild<T> =
  | { readonly succeeded: true; readonly output: T }
  | { readonly succeeded: false; readonly child: Unsuccessful; readonly file: string };

/** A file of unsuccessful children is a JSON list; with the OutputType JSONL it may instead have one line for each. */
async function* readUnsuccessful(store: ObjectStore, key: string): AsyncIterable<Unsuccessful> {
  const stored = await store.open(key);
  if (stored === null) throw new NotFoundError(key);
  let number = 0;
  for await (const child of jsonElements(stored.chunks, key)) {
    number += 1;
    yield checked(child, unsuccessfulSchema, `${key}, child ${number}`);
  }
}

/**
 * The children of a Distributed Map with JSONL output, in no order. All files are read as streams: one child that did not
 * succeed is some 2 kB, and S3 takes files of 5 GB.
 *
 * @param manifestKey `manifest.json` (`ResultWriterDetails.Key`).
 * @throws NotFoundError @throws CorruptError
 */
export async function* readMapChildren<T>(
  store: ObjectStore,
  manifestKey: string,
  outputSchema: z.ZodType<T>,
): AsyncIterable<MapChild<T>> {
  const { ResultFiles } = await readJson(store, manifestKey, manifestSchema);
  for (const { Key } of ResultFiles.SUCCEEDED) {
    for await (const output of readJsonLines(store, Key, outputSchema)) yield { succeeded: true, output };
  }
  for (const { Key } of [...ResultFiles.FAILED, ...ResultFiles.PENDING]) {
    for await (const child of readUnsuccessful(store, Key)) yield { succeeded: false, child, file: Key };
  }
}
