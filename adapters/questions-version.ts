import { createHash } from "node:crypto";

/** What a submission notes of the questions that it answers: the first half of the SHA-256 of `questions.json`, in hex. */
export const questionsVersion = (text: string): string =>
  createHash("sha256").update(text).digest("hex").slice(0, 32);
