import type * as z from "zod";
import { one, zero } from "../../grading/fraction.ts";
import { isText } from "../answer.ts";
import { markingOf } from "../question-type.ts";
import type { singleKeySchema } from "./schema.ts";

export const singleMarking = markingOf<z.infer<typeof singleKeySchema>, string>({
  type: undefined,
  isAnswer: isText,
  share: ({ answer }, given) => (given === answer ? one : zero),
  right: ({ answer }) => ({ right: answer }),
  also: ({ acceptAlso = [], ...key }) => acceptAlso.map((answer) => ({ ...key, answer })),
  supposing: (key, choice) => ({ ...key, answer: choice }),
});
