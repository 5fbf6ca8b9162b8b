import * as z from "zod";
import { counted } from "../../../course/counted.ts";
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
    const answers = lettered(mixedOrder(order));
    return {
      question: { questionId, type: "order", question, answers, ...questionEnd },
      key: { questionId, type: "order", right: order.map((text) => idOfText(answers, text)), ...keyEnd },
    };
  },
});
