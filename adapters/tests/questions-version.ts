import { createHash } from "node:crypto";

/** Identifies the questions that a submission answers: the first half of the SHA-256 of `questions.json`, in hex. */
export const questionsVersion = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);
