/** An answer in parts: the answer to each item or blank, by its id. */
export type AnswerParts = Readonly<Record<string, string>>;

/**
 * A student's answer to a question. Which of these shapes a question takes, its type says; design and OpenAPI have the table.
 */
export type Answer = string | readonly string[] | AnswerParts;

export const isText = (answer: Answer): answer is string => typeof answer === "string";

export const isList = (answer: Answer): answer is readonly string[] => Array.isArray(answer);

export const isParts = (answer: Answer): answer is AnswerParts => !isText(answer) && !isList(answer);

/** The part of an answer; undefined: it was left out. Ids such as `constructor` are no parts of an empty answer. */
export const partOf = (answer: AnswerParts, id: string): string | undefined =>
  Object.hasOwn(answer, id) ? answer[id] : undefined;

/** Whether an answer says nothing, so that the question is left out. */
export const isBlank = (answer: Answer): boolean => {
  if (isText(answer)) return answer.trim() === "";
  return isList(answer) ? answer.length === 0 : Object.values(answer).every((part) => part.trim() === "");
};

/** An answer of a mark for people: its text, or else what was given; undefined: there is none. */
export const answerText = (answer: Answer | null | undefined, text: string | undefined): string | undefined =>
  text ?? (answer === null || answer === undefined ? undefined : plainAnswer(answer));

/** An answer as it was given, for people, when nothing is known of its question. */
export const plainAnswer = (answer: Answer): string => {
  if (isText(answer)) return answer;
  if (isList(answer)) return answer.join(", ");
  return Object.entries(answer)
    .map(([id, part]) => `${id}: ${part}`)
    .join(", ");
};
