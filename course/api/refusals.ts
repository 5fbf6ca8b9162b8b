import { isObject } from "../unknown-value.ts";

/**
 * The reasons why the API refuses: an answer has one in `reason`, and the values that belong to it in `values`. Clients
 * depend on both: reasons and values may be added, never changed or removed. Each language has a sentence for each reason
 * (course/words).
 */
export const refusalValues = {
  "other-student": ["studentId"],
  "not-on-list": ["studentId"],
  "no-subject": ["subject"],
  "no-test": ["subject", "testId"],
  /** `deadline` is an instant. */
  "deadline-passed": ["subject", "testId", "deadline"],
  "no-attempt-left": ["subject", "testId", "attemptsAllowed"],
  "not-graded": ["subject", "testId"],
  "marks-not-shown": ["subject", "testId"],
  "no-question": ["subject", "testId", "questionId"],
  "appeal-empty": [],
  "appeal-too-long": ["characters", "mostCharacters"],
  "appeal-answered": ["subject", "testId", "questionId"],
  /** `problems` is an English sentence. */
  "answers-do-not-fit": ["problems"],
  "no-such-link": [],
  "no-such-calendar": [],
  "too-large": ["bytes", "mostBytes"],
  "too-fast": ["waitSeconds"],
  failed: ["requestId"],
  // The gateway's own reasons; it knows no values.
  "key-refused": [],
  "no-valid-key": [],
  unavailable: [],
  "too-slow": [],
  overloaded: [],
} as const;

export type Reason = keyof typeof refusalValues;

export type RefusalValues<R extends Reason> = Readonly<Record<(typeof refusalValues)[R][number], string>>;

/** The sentences of a language; `when` writes an instant for people. */
export type RefusalWords = {
  readonly [R in Reason]: (values: RefusalValues<R>, when: (instant: string) => string) => string;
};

/**
 * Reasons whose sentence is enough: they are about an appeal, and what their codes mean elsewhere is about taking a test.
 */
const saysAll: readonly Reason[] = [
  "marks-not-shown",
  "no-question",
  "appeal-empty",
  "appeal-too-long",
  "appeal-answered",
];

export const isEnough = ({ reason }: { readonly reason?: unknown }): boolean =>
  saysAll.some((known) => known === reason);

const isReason = (value: unknown): value is Reason =>
  typeof value === "string" && Object.hasOwn(refusalValues, value);

const hasValues = <R extends Reason>(reason: R, values: unknown): values is RefusalValues<R> =>
  isObject(values) && refusalValues[reason].every((name) => typeof values[name] === "string");

const sentenceOf = <R extends Reason>(
  reason: R,
  values: unknown,
  words: RefusalWords,
  when: (instant: string) => string,
): string | null => (hasValues(reason, values) ? words[reason](values, when) : null);

/** The API's refusal in a client's language; null: it gave no reason that this client knows. */
export const refusalSentence = (
  { reason, values = {} }: { readonly body?: unknown; readonly reason?: unknown; readonly values?: unknown },
  words: RefusalWords,
  when: (instant: string) => string,
): string | null => (isReason(reason) ? sentenceOf(reason, values, words, when) : null);
