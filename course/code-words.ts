/**
 * The meaning of an API code for a student: the first sentence that every client shows, before the server's own. The bash
 * client, a single file without imports, has the same sentences; test/course/code-words.test.ts compares the two.
 */
export const codeWords = {
  400: "The server can't use what was sent.",
  401: "Your key is not valid, or no longer valid.",
  403: "You may not do this: the key belongs to somebody else, or you are not on the list of students.",
  404: "There is no such subject or test, or it is not open yet.",
  409: "You have used all your attempts at this test.",
  410: "Too late: the deadline of this test has passed.",
  413: "What was sent is too large.",
  429: "Too many requests at the moment.",
} as const;

/** The second sentence, if the student can do something. */
export const codeAdvice = {
  429: "Wait a minute and try again.",
  500: "Try again in a few minutes; if that does not help, tell your trainer.",
} as const;

/** When it is not known whether a submission arrived. */
export const unsureWords =
  "It is not known whether your answers arrived; send them again: the same answers count once.";

const isKnown = (code: number): code is keyof typeof codeWords => Object.hasOwn(codeWords, code);

/** The words for any code that is not 200. */
export const wordsFor = (code: number): string => {
  if (isKnown(code)) return codeWords[code];
  return code >= 500 && code <= 599
    ? `The server has a problem (status ${code}).`
    : `The server answered with the status ${code}, which this client does not know.`;
};

/** What to do next; null: only the server's own sentence helps. */
export const adviceFor = (code: number): string | null => {
  if (code === 429) return codeAdvice[429];
  return code >= 500 && code <= 599 ? codeAdvice[500] : null;
};
