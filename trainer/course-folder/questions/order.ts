import * as z from "zod";
import { counted } from "../../../course/counted.ts";
import type { AnswerId } from "../../../course/ids.ts";
import { oddOrder } from "../../../course/questions/order/even-order.ts";
import type { Choice } from "../../../course/questions/shapes.ts";
import { blockText } from "../plain-text.ts";
import { also, listOrMore } from "./accept-also.ts";
import { addProblem, commonShape, creditShape, fileType, framed, type QuestionPlace } from "./file-type.ts";
import { idsOfTexts, lettered, mixed, mostMixed } from "./mixed.ts";

const schema = z.strictObject({
  ...commonShape,
  /** In the right order; students see them mixed. */
  order: z.array(blockText),
  /** Other orders that are right. */
  acceptAlso: listOrMore(z.array(blockText)).optional(),
  credit: creditShape("exact", "each"),
});

const orderSchema = z.object({ order: z.array(z.unknown()) });
const alsoSchema = z.object({ order: z.array(z.string()), acceptAlso: listOrMore(z.array(z.string())) });

/** Each other order has the same answers. */
const checkAlso = (question: unknown, place: QuestionPlace): void => {
  const { order = [], acceptAlso = [] } = alsoSchema.safeParse(question).data ?? {};
  const wanted = order.toSorted().join("\n");
  if (acceptAlso.some((other) => other.toSorted().join("\n") !== wanted)) {
    addProblem(place, ["acceptAlso"], ": acceptAlso must have the same answers as order, in another order");
  }
};

/** Mixed, and never in the right order: who sends it as it is shown has not done anything. */
const mixedOrder = (right: readonly string[]): string[] => {
  const [first = "", ...others] = mixed(right);
  const shown = [first, ...others];
  return shown.every((text, place) => text === right[place]) ? [...others, first] : shown;
};

/** In an order from which no student's shuffling leads to the right one; see `evenOrder`. */
const offRight = (choices: readonly Choice[], right: readonly AnswerId[]): Choice[] => {
  const inOrder = choices.toSorted((a, b) => right.indexOf(a.answerId) - right.indexOf(b.answerId));
  return oddOrder(inOrder, choices);
};

/** `order: [firmware, boot loader, kernel, init]` */
export const orderInFile = fileType({
  keys: ["order"],
  schema: () => schema,
  check: (question, place) => {
    checkAlso(question, place);
    const order = orderSchema.safeParse(question).data?.order;
    if (!order) return;
    if (order.length < 2)
      addProblem(place, ["order"], ` puts ${counted(order.length, "answer")} in order; it needs two or more`);
    if (order.length > mostMixed)
      addProblem(place, ["order"], ` has more than ${mostMixed} answers to put in order`);
    for (const [index, each] of order.entries()) {
      if (order.indexOf(each) !== index) {
        addProblem(place, ["order", index], `: order has "${String(each)}" twice`);
      }
    }
  },
  read: ({ order, ...written }, place) => {
    const credit = written.credit ?? "exact";
    const { questionId, question, questionEnd, keyEnd } = framed({ ...written, credit }, place);
    const choices = lettered(mixedOrder(order));
    const idsOf = (texts: readonly string[]) => idsOfTexts(choices, texts);
    const right = idsOf(order);
    const answers = place.shufflesAnswers ? offRight(choices, right) : choices;
    return {
      question: { questionId, type: "order", question, answers, ...questionEnd },
      key: { questionId, type: "order", right, ...also(written.acceptAlso?.map(idsOf)), ...keyEnd },
    };
  },
});
