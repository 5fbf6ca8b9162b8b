import * as z from "zod";
import { looseId } from "../../course/ids.ts";
import { alikeSentence } from "./alike.ts";
import { warnOfLikeAnswers } from "./like-answers.ts";
import type { Problems } from "./problems.ts";
import type { Tree } from "./tree.ts";

const questionsSchema = z.object({ questions: z.array(z.unknown()) });
const answersSchema = z.object({ answers: z.record(z.string(), z.unknown()) });
const rightSchema = answersSchema.extend({ right: z.string() });
const idSchema = z.object({ id: z.string().optional() });

/**
 * What a schema can't say of a test file: the right answer is one of those offered, there is something to choose from,
 * no question id stands twice. Looks at each question by itself, so that one broken question hides no other's faults.
 */
export const checkQuestions = (tree: Tree, problems: Problems): void => {
  const test = questionsSchema.safeParse(tree.value);
  if (!test.success) return;
  for (const [index, question] of test.data.questions.entries()) {
    checkAnswers(tree, index, question, problems);
    checkRight(tree, index, question, problems);
  }
  checkIds(tree, test.data.questions, problems);
};

const checkAnswers = (tree: Tree, index: number, question: unknown, problems: Problems): void => {
  const parsed = answersSchema.safeParse(question);
  if (!parsed.success) return;
  const line = tree.lineOf(["questions", index, "answers"]);
  const answers = Object.entries(parsed.data.answers);
  if (answers.length < 2) {
    problems.add(
      tree.file,
      line,
      `question ${index + 1} offers ${answers.length} answers; it needs two or more`,
    );
  }
  const place = (id: string) => tree.lineOf(["questions", index, "answers", id]);
  warnOfLikeAnswers(
    answers.map(([answerId, body]) => ({ answerId, body, line: place(answerId) })),
    `question ${index + 1}`,
    tree.file,
    problems,
  );
};

const checkRight = (tree: Tree, index: number, question: unknown, problems: Problems): void => {
  const parsed = rightSchema.safeParse(question);
  if (!parsed.success) return;
  const { answers, right } = parsed.data;
  if (Object.hasOwn(answers, right)) return;
  problems.add(
    tree.file,
    tree.lineOf(["questions", index, "right"]),
    `question ${index + 1}: right is "${right}", which is not one of its answers (${tree.keysOf(["questions", index, "answers"]).join(", ")})`,
  );
};

const checkIds = (tree: Tree, questions: readonly unknown[], problems: Problems): void => {
  const firstWith = new Map<string, number>();
  const looseWith = new Map<string, string>();
  for (const [index, question] of questions.entries()) {
    const parsed = idSchema.safeParse(question);
    if (!parsed.success) continue;
    const id = parsed.data.id ?? `q${index + 1}`;
    const first = firstWith.get(id);
    const line = tree.lineOf(["questions", index, "id"]);
    if (first === undefined) {
      firstWith.set(id, index);
      const alike = looseWith.get(looseId(id));
      if (alike !== undefined) problems.warn(tree.file, line, alikeSentence(id, alike));
      looseWith.set(looseId(id), id);
    } else {
      const message = `question ${index + 1} has the id "${id}", as question ${first + 1} has`;
      problems.add(tree.file, line, message);
    }
  }
};
