import * as z from "zod";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import type { StudentAccount } from "../../course/run/ledger.ts";
import { studentFailureSchema, studentResultSchema, type TestOutcome } from "../../course/run/run.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { CorruptError } from "../errors.ts";
import type { ObjectStore } from "../storage/object-store.ts";
import { readMapChildren, type Unsuccessful } from "./map-children.ts";

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

/**
 * The results of a run's map, student by student, in no order.
 *
 * @param manifestKey `manifest.json` (`ResultWriterDetails.Key`).
 * @throws NotFoundError @throws CorruptError
 */
export async function* readMapResults(store: ObjectStore, manifestKey: string): AsyncIterable<MapResult> {
  for await (const result of readMapChildren(store, manifestKey, studentResultSchema)) {
    if (result.succeeded) {
      const { studentId, tests, mails } = result.output;
      yield { studentId, account: { tests, mails } };
    } else yield resultOf(result.child, result.file);
  }
}
