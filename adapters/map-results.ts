import * as z from "zod";
import { type StudentId, studentIdSchema } from "../course/ids.ts";
import type { StudentAccount } from "../course/ledger.ts";
import { studentFailureSchema, studentResultSchema, type TestOutcome } from "../course/run.ts";
import { jsonOrUndefined } from "../course/unknown-value.ts";
import { CorruptError, NotFoundError } from "./errors.ts";
import { checked, readJson, readJsonLines } from "./json-store.ts";
import { jsonElements } from "./json-stream.ts";
import type { ObjectStore } from "./object-store.ts";

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

type Unsuccessful = z.infer<typeof unsuccessfulSchema>;

/** The part of a child's input that names its student. */
const childInputSchema = z.object({ student: z.object({ studentId: studentIdSchema }) });

/** One student's result, as the map reports it. */
export interface MapResult {
  readonly studentId: StudentId;
  readonly account: Omit<StudentAccount, "tests"> & { readonly tests: readonly TestOutcome[] };
}

const resultOf = (child: Unsuccessful, file: string): MapResult => {
  const failure = studentFailureSchema.safeParse(jsonOrUndefined(child.Cause)).data;
  if (failure) {
    const { studentId, tests, mails, error, cause } = failure;
    return { studentId, account: { tests, mails, failure: cause === "" ? error : `${error}: ${cause}` } };
  }
  const input = childInputSchema.safeParse(jsonOrUndefined(child.Input)).data;
  if (input === undefined) throw new CorruptError(file, "a child's Input names no student.");
  const reason =
    child.Status === "PENDING"
      ? "The run ended before it came to this student."
      : (child.Error ?? child.Status);
  const failureText = child.Cause ? `${reason}: ${child.Cause}` : reason;
  return { studentId: input.student.studentId, account: { tests: [], mails: [], failure: failureText } };
};

/** A file of unsuccessful children is a JSON list; with the OutputType JSONL it may instead have one line for each. */
async function* readUnsuccessful(store: ObjectStore, key: string): AsyncIterable<MapResult> {
  const stored = await store.open(key);
  if (stored === null) throw new NotFoundError(key);
  let number = 0;
  for await (const child of jsonElements(stored.chunks, key)) {
    number += 1;
    yield resultOf(checked(child, unsuccessfulSchema, `${key}, child ${number}`), key);
  }
}

/**
 * The results of a Distributed Map with JSONL output, student by student, in no order. All files are read as streams: one
 * child that did not succeed is some 2 kB, and S3 takes files of 5 GB.
 *
 * @param manifestKey `manifest.json` (`ResultWriterDetails.Key`).
 * @throws NotFoundError @throws CorruptError
 */
export async function* readMapResults(store: ObjectStore, manifestKey: string): AsyncIterable<MapResult> {
  const { ResultFiles } = await readJson(store, manifestKey, manifestSchema);
  for (const { Key } of ResultFiles.SUCCEEDED) {
    for await (const { studentId, tests, mails } of readJsonLines(store, Key, studentResultSchema)) {
      yield { studentId, account: { tests, mails } };
    }
  }
  for (const { Key } of [...ResultFiles.FAILED, ...ResultFiles.PENDING]) yield* readUnsuccessful(store, Key);
}
