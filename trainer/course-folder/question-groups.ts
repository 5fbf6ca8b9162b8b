import { isObject, memberOf } from "../../course/unknown-value.ts";
import type { Path } from "./yaml-place.ts";

/** A question as it is written, whatever that is, and where. */
export interface WrittenQuestion {
  readonly path: Path;
  readonly question: unknown;
  /** The place of its group in `questions:`, from 0; undefined: it is in none. */
  readonly group: number | undefined;
}

/** `{ draw: 2, from: [ … ] }`: the questions of which each student gets some. */
export const isGroup = (entry: unknown): entry is Readonly<Record<string, unknown>> =>
  isObject(entry) && ("from" in entry || ("draw" in entry && !("text" in entry)));

/** All questions of a test's file in their order, those of groups among them. */
export const writtenQuestions = (test: unknown): WrittenQuestion[] => {
  const questions = memberOf(test, "questions");
  if (!Array.isArray(questions)) return [];
  return questions.flatMap((entry: unknown, index): WrittenQuestion[] => {
    const path = ["questions", index];
    if (!isGroup(entry)) return [{ path, question: entry, group: undefined }];
    const from: unknown = entry.from;
    if (!Array.isArray(from)) return [];
    return from.map((question: unknown, place) => ({
      ...{ path: [...path, "from", place], question, group: index },
    }));
  });
};
