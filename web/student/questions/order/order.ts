import { isList } from "../../../../course/questions/answer.ts";
import { orderText } from "../../../../course/questions/order/text.ts";
import { byContent, type QuestionOf, questionView } from "../question-view.ts";

export type Order = QuestionOf<"order">;

export const order = questionView<Order, readonly string[]>({
  type: "order",
  isAnswer: isList,
  text: orderText,
  problem: () => null,
  ...byContent<Order, readonly string[]>(orderText),
});
