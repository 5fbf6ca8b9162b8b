import type { Words } from "../words/words.ts";

type ApiWords = Words["api"];

const isKnown = (code: number, codes: ApiWords["codes"]): code is keyof ApiWords["codes"] =>
  Object.hasOwn(codes, code);

const isServerProblem = (code: number): boolean => code >= 500 && code <= 599;

/** The meaning of an API code for a student: the first sentence that every client shows, for any code that is not 200. */
export const wordsFor = (code: number, api: ApiWords): string => {
  if (isKnown(code, api.codes)) return api.codes[code];
  return isServerProblem(code) ? api.serverProblem(String(code)) : api.unknownCode(String(code));
};

/** What to do next; null: only the server's own sentence helps. */
export const adviceFor = (code: number, api: ApiWords): string | null => {
  if (code === 429) return api.waitAMinute;
  return isServerProblem(code) ? api.tryLater : null;
};
