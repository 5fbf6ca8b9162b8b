import * as z from "zod";
import { isAtLeast, zero } from "../../../course/grading/fraction.ts";
import { decimalIn } from "../../../course/questions/number/decimal.ts";
import { lineText } from "../plain-text.ts";
import { also, oneOrMore } from "./accept-also.ts";
import { commonShape, fileType, framed } from "./file-type.ts";

const isDecimal = (text: string): boolean => "value" in decimalIn(text);

const isWidth = (text: string): boolean => {
  const width = decimalIn(text.replace(/%$/, ""));
  return "value" in width && isAtLeast(width.value, zero);
};

const withPoint = (text: string): string => text.trim().replace(",", ".");

const decimalSchema = z
  .string()
  .refine(isDecimal, "must be a decimal number, such as 1024 or 3.14")
  .transform(withPoint);

/** `1024` */
export const plainNumberSchema = decimalSchema.transform((value) => ({
  value,
  within: undefined,
  unit: undefined,
}));

/** `{ value: 3.14, within: 0.01, unit: mm }` */
export const numberSchema = z.strictObject({
  value: decimalSchema,
  within: z
    .string()
    .refine(
      isWidth,
      "must be a number that is not negative, such as 0.01, or a part of the value, such as 5%",
    )
    .transform(withPoint)
    .optional(),
  unit: lineText.optional(),
});

const anyNumber = z.union([plainNumberSchema, numberSchema], {
  error: "must be a decimal number, or { value: …, within: … }",
});

const acceptAlso = oneOrMore(anyNumber).optional();

const schemas = {
  plain: z.strictObject({ ...commonShape, number: plainNumberSchema, acceptAlso }),
  full: z.strictObject({ ...commonShape, number: numberSchema, acceptAlso }),
};

/** A number as its key has it. */
export const rightNumberOf = ({ value, within, unit }: z.output<typeof numberSchema>) => ({
  value,
  ...(within !== undefined && { within }),
  ...(unit !== undefined && { unit }),
});

/** `number: 1024`, or `number: { value: 3.14, within: 0.01, unit: mm }` */
export const numberInFile = fileType<(typeof schemas)["plain"] | (typeof schemas)["full"]>({
  keys: ["number"],
  schema: ({ number }) => (typeof number === "string" ? schemas.plain : schemas.full),
  check: () => {},
  read: (written, place) => {
    const { questionId, question, questionEnd, keyEnd } = framed(written, place);
    const { unit } = written.number;
    return {
      question: {
        ...{ questionId, type: "number", question, answers: [] },
        ...(unit !== undefined && { unit }),
        ...questionEnd,
      },
      key: {
        ...{ questionId, type: "number", ...rightNumberOf(written.number) },
        ...also(written.acceptAlso?.map(rightNumberOf)),
        ...keyEnd,
      },
    };
  },
});
