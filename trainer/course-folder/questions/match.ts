import * as z from "zod";
import { counted } from "../../../course/counted.ts";
import { answerIdSchema } from "../../../course/ids.ts";
import { isObject } from "../../../course/unknown-value.ts";
import { blockText, lineText } from "../plain-text.ts";
import { oneOrMore } from "./accept-also.ts";
import {
  addProblem,
  commonShape,
  creditShape,
  fileType,
  framed,
  keysOf,
  type QuestionPlace,
} from "./file-type.ts";
import { idOfText, idsOfTexts, lettered, mixed, mostMixed } from "./mixed.ts";

const schema = z.strictObject({
  ...commonShape,
  match: z.record(lineText, blockText),
  /** Further answers, which belong to no item. */
  others: z.array(blockText).optional(),
  /** By the item: other answers that are right. */
  acceptAlso: z.record(lineText, oneOrMore(blockText)).optional(),
  credit: creditShape("exact", "each"),
});

const matchSchema = z.object({
  match: z.record(z.string(), z.unknown()),
  others: z.array(z.unknown()).optional().catch(undefined),
});

const alsoSchema = z.object({ acceptAlso: z.record(z.string(), oneOrMore(z.string())) });

/** It names items and answers of the question. */
const checkAlso = (
  question: unknown,
  items: readonly string[],
  texts: ReadonlySet<unknown>,
  place: QuestionPlace,
): void => {
  const acceptAlso = alsoSchema.safeParse(question).data?.acceptAlso ?? {};
  for (const [item, answers] of Object.entries(acceptAlso)) {
    if (!items.includes(item))
      addProblem(place, ["acceptAlso", item], `: acceptAlso has "${item}", which is no item`);
    for (const answer of answers) {
      if (texts.has(answer)) continue;
      addProblem(
        place,
        ["acceptAlso", item],
        `: acceptAlso has "${answer}", which is not one of its answers`,
      );
    }
  }
};

/** `match: { kernel: schedules, shell: reads commands }`, and `others: [draws windows]` */
export const matchInFile = fileType({
  keys: ["match"],
  schema: () => schema,
  check: (question, place) => {
    const written = matchSchema.safeParse(question).data;
    if (!written) return;
    const right = Object.values(written.match);
    const texts = new Set([...right, ...(written.others ?? [])]);
    checkAlso(question, Object.keys(written.match), texts, place);
    if (right.length < 2) {
      addProblem(place, ["match"], ` matches ${counted(right.length, "item")}; it needs two or more`);
    } else if (texts.size < 2) {
      addProblem(place, ["match"], " has one answer for all its items; it needs two or more");
    }
    if (Math.max(texts.size, right.length) > mostMixed) {
      addProblem(place, ["match"], ` has more than ${mostMixed} items or answers`);
    }
    for (const [index, other] of (written.others ?? []).entries()) {
      if (isObject(other) || !right.includes(other)) continue;
      addProblem(
        place,
        ["others", index],
        `: others has "${String(other)}", which is the right answer of an item`,
      );
    }
  },
  read: ({ match, others = [], ...written }, place) => {
    const credit = written.credit ?? "exact";
    const { questionId, question, questionEnd, keyEnd } = framed({ ...written, credit }, place);
    const answers = lettered(mixed([...new Set([...Object.values(match), ...others])]));
    const order = keysOf(place, "match").map((key) => key.trim());
    const items = Object.keys(match)
      .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
      .map((itemBody, index) => ({ itemId: answerIdSchema.parse(String(index + 1)), itemBody }));
    const right = items.map(({ itemId, itemBody }) => [itemId, idOfText(answers, match[itemBody] ?? "")]);
    const alsoRight = items.flatMap(({ itemId, itemBody }) => {
      const texts = written.acceptAlso?.[itemBody];
      return texts ? [[itemId, idsOfTexts(answers, texts)] as const] : [];
    });
    return {
      question: { questionId, type: "match", question, answers, items, ...questionEnd },
      key: {
        ...{ questionId, type: "match", right: Object.fromEntries(right) },
        ...(alsoRight.length > 0 && { acceptAlso: Object.fromEntries(alsoRight) }),
        ...keyEnd,
      },
    };
  },
});
