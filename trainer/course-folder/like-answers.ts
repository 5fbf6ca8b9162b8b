import { looseId } from "../../course/ids.ts";
import { alikeSentence, looseText } from "./alike.ts";
import type { Problems } from "./problems.ts";

/** An answer of a question as its file has it; the body may not be text. */
interface WrittenAnswer {
  readonly answerId: string;
  readonly body: unknown;
  readonly line: number;
}

/** Warns of answers of one question, and of their ids, between which a student can hardly choose. */
export const warnOfLikeAnswers = (
  answers: readonly WrittenAnswer[],
  question: string,
  file: string,
  problems: Problems,
): void => {
  const byText = new Map<string, WrittenAnswer>();
  const byId = new Map<string, string>();
  for (const answer of answers) {
    const { answerId, body, line } = answer;
    const otherId = byId.get(looseId(answerId));
    byId.set(looseId(answerId), answerId);
    if (otherId !== undefined && otherId !== answerId) {
      problems.warn(file, line, `${question}: ${alikeSentence(answerId, otherId)}`);
    }
    if (typeof body !== "string" || body.trim() === "") continue;
    const other = byText.get(looseText(body));
    if (other === undefined) byText.set(looseText(body), answer);
    else
      problems.warn(
        file,
        line,
        `${question}: the answers ${other.answerId} and ${answerId} ${likeness(other.body, body)}`,
      );
  }
};

const likeness = (a: unknown, b: unknown): string =>
  a === b
    ? "are the same"
    : "differ only by blanks or capitals; if students are to tell them apart, say so in the question";
