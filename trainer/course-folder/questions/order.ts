import * as z from "zod";
import { counted } from "../../../course/counted.ts";
import type { AnswerId } from "../../../course/ids.ts";
import { oddOrder } from "../../../course/questions/order/even-order.ts";
import type { Choice } from "../../../course/questions/shapes.ts";
import { blockText } from "../plain-text.ts";
import { addProblem, commonShape, creditShape, fileType, framed } from "./file-type.ts";
import { idOfText, lettered, mixed, mostMixed } from "./mixed.ts";

const schema = z.strictObject({
  ...commonShape,
  /** In the right order; students see them mixed. */
  order: z.array(blockText),
  credit: creditShape("exact", "each"),
});

const orderSchema = z.object({ order: z.array(z.unknown()) });

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
    const right = order.map((text) => idOfText(choices, text));
    const answers = place.shufflesAnswers ? offRight(choices, right) : choices;
    return {
      question: { questionId, type: "order", question, answers, ...questionEnd },
      key: { questionId, type: "order", right, ...keyEnd },
    };
  },
});
