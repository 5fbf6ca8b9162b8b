import * as z from "zod";
import { looseId } from "../../course/ids.ts";
import { alikeSentence } from "./alike.ts";
import type { Problems } from "./problems.ts";
import { writtenQuestions } from "./question-groups.ts";
import type { Tree } from "./tree.ts";

const idSchema = z.object({ id: z.string().optional() });

/** No question id stands twice, and no two are alike. Looks at the ids as they are written, whatever else is wrong. */
export const checkQuestionIds = (tree: Tree, problems: Problems): void => {
  const firstWith = new Map<string, number>();
  const looseWith = new Map<string, string>();
  for (const [index, { path, question }] of writtenQuestions(tree.value).entries()) {
    const parsed = idSchema.safeParse(question);
    if (!parsed.success) continue;
    const id = parsed.data.id ?? `q${index + 1}`;
    const first = firstWith.get(id);
    const line = tree.lineOf([...path, "id"]);
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
