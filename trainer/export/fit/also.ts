import { counted } from "../../../course/counted.ts";
import { quote } from "../../../course/problems.ts";
import type { NeutralQuestion, QuestionBody, RightNumber } from "../../import/model.ts";
import type { Lose } from "../format.ts";
import { wordsOf } from "../markup.ts";
import { plainNumber } from "./typed.ts";

type Question<T extends QuestionBody["type"]> = NeutralQuestion & Extract<QuestionBody, { readonly type: T }>;

/** Where all answers that are accepted are alike, the first of them stands for the right one. */
export const firstRight = <Q extends Question<"single">>(question: Q): Q => {
  const accepted = [question.right, ...(question.also ?? [])];
  const [right = question.right, ...also] = question.answers
    .map(({ id }) => id)
    .filter((id) => accepted.includes(id));
  return { ...question, right, also: also.length > 0 ? also : undefined };
};

/** For formats that know one right answer. */
export const withoutAlso = <Q extends Question<"single"> | Question<"number">>(
  question: Q,
  lose: Lose,
): Q => {
  const { also = [] } = question;
  if (also.length === 0) return question;
  const said =
    question.type === "single"
      ? question.answers
          .filter(({ id }) => question.also?.includes(id))
          .map(({ text }) => quote(wordsOf(text)))
      : also.map((each) => (typeof each === "string" ? each : each.value));
  lose(`loses ${counted(also.length, "answer")} that it accepts as well: ${said.join(", ")}`);
  return { ...question, also: undefined };
};

/** Numbers as other systems write them; undefined: one can't be written. */
export const plainNumbers = ({
  number,
  also = [],
}: Pick<Question<"number">, "number" | "also">): Pick<Question<"number">, "number" | "also"> | undefined => {
  const all = [number, ...also].map(plainNumber);
  const [right, ...others] = all.filter((each): each is RightNumber => each !== undefined);
  if (right === undefined || others.length + 1 < all.length) return undefined;
  const different = others.filter((other) => !isSameNumber(other, right));
  return { number: right, also: different.length > 0 ? different : undefined };
};

const isSameNumber = (one: RightNumber, other: RightNumber): boolean =>
  one.value === other.value && one.within === other.within;
