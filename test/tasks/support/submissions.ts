import { createHash } from "node:crypto";
import { canonicalSubmission } from "../../../course/attempts.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { type Submission, submissionSchema } from "../../../course/submission.ts";
import { studentId, testRef } from "./course.ts";
import type { MemoryStore } from "./memory-store.ts";

/** A submission with its right id; answers as `{q1: "a"}`. */
export const submission = (
  id: string,
  answers: Readonly<Record<string, string>>,
  receivedAt = "2026-11-20T12:00:00.000Z",
  testId = "t1",
): Submission => {
  const content = submissionSchema.omit({ submissionId: true }).parse({
    studentId: studentId(id),
    ...testRef(testId),
    receivedAt,
    answers: Object.entries(answers).map(([questionId, answer]) => ({ questionId, answer })),
  });
  const hash = createHash("sha256").update(canonicalSubmission(content)).digest("hex");
  return submissionSchema.parse({ ...content, submissionId: hash.slice(0, 32) });
};

export const keyOf = (s: Submission): string => keys.submission(s.studentId, s, s.receivedAt, s.submissionId);

export const store = (objects: MemoryStore, ...submissions: readonly Submission[]): MemoryStore => {
  for (const each of submissions) objects.set(keyOf(each), each);
  return objects;
};
