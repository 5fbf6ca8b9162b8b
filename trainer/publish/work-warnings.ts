import { counted } from "../../course/counted.ts";
import { hasOwnPapers } from "../../course/questions/paper.ts";
import { isSameQuestion, type Question, questionsSchema } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { HandedIn } from "./handed-in.ts";
import { some } from "./names.ts";
import type { PlannedTest } from "./plan.ts";

/** What other questions and fewer attempts do to those who have handed in a test; nothing when nobody has. */
export const workWarnings = (planned: PlannedTest, handedIn: HandedIn): string[] => {
  const used = [...handedIn].flatMap(([studentId, attempts]) => {
    const own = attempts.filter((attempt) => goesBy(planned.test, attempt)).length;
    return own === 0 ? [] : [{ studentId, attempts: own }];
  });
  if (used.length === 0) return [];
  return [
    ...questionWarnings(
      planned,
      used.map(({ studentId }) => studentId),
    ),
    ...attemptWarnings(planned, used),
  ];
};

const questionWarnings = ({ test, before }: PlannedTest, who: readonly string[]): string[] => {
  const old = readQuestions(before?.questions ?? null);
  const changes = changesOf(old, test.questions);
  if (old.length === 0 || changes === "") return [];
  const renumbered = test.questions.some((question) => isOther(question, old))
    ? ` Where \`id:\` is left out, a question's place is its id: to insert or reorder questions, give the new ones an \`id:\` of their own in ${test.file}, and the old ones the ids that they had.`
    : "";
  const again = hasOwnPapers(test, test.questions)
    ? "is asked the same ones, as far as they are there, and graded by them as they are then"
    : "is graded by the new ones";
  return [
    `${counted(who.length, "student")} handed it in (${some(who)}), and its questions change: ${changes}. They are graded by the questions that they were given: one that is new does not count for them, one that changes is right if it was right then or is now, one that goes counts where that is better for them. Whoever sends in again ${again}.${renumbered}`,
  ];
};

/** Stored questions that can't be read are replaced by this publishing: nothing can be said of them. */
const readQuestions = (text: string | null): Question[] =>
  questionsSchema.safeParse(jsonOrUndefined(text)).data ?? [];

const isOther = (question: Question, old: readonly Question[]): boolean => {
  const known = old.find(({ questionId }) => questionId === question.questionId);
  return known !== undefined && !isSameQuestion(known, question);
};

const changesOf = (old: readonly Question[], present: readonly Question[]): string => {
  const ids = (questions: readonly Question[]) => questions.map(({ questionId }) => questionId);
  const isIn = (questions: readonly Question[]) => {
    const known = new Set(ids(questions));
    return ({ questionId }: Question) => known.has(questionId);
  };
  const [wasThere, isThere] = [isIn(old), isIn(present)];
  const kinds = [
    { questions: ids(present.filter((question) => !wasThere(question))), one: "is new", more: "are new" },
    { questions: ids(old.filter((question) => !isThere(question))), one: "goes", more: "go" },
    {
      questions: ids(present.filter((question) => isOther(question, old))),
      one: "changes under its id",
      more: "change under their ids",
    },
  ];
  return kinds
    .filter(({ questions }) => questions.length > 0)
    .map(({ questions, one, more }) => `${some(questions)} ${questions.length === 1 ? one : more}`)
    .join(", ");
};

interface Used {
  readonly studentId: string;
  readonly attempts: number;
}

const attemptWarnings = ({ test, before }: PlannedTest, used: readonly Used[]): string[] => {
  const was = before?.test.attemptsAllowed ?? null;
  const { attemptsAllowed: is } = test;
  if (!before || is === null || (was !== null && was <= is)) return [];
  const who = used.filter(({ attempts }) => attempts >= is && (was === null || attempts < was));
  if (who.length === 0) return [];
  const cure = was === null ? "take `attempts:` out of" : `write \`attempts: ${was}\` into`;
  return [
    `attempts go from ${was ?? "no limit"} to ${is}, and ${counted(who.length, "student has", "students have")} used that many already (${some(who.map(({ studentId }) => studentId))}): what they sent in counts as before, but they can't send in once more; unless that is meant, ${cure} ${test.file}.`,
  ];
};
