import { blanksFields } from "./blanks/fields.tsx";
import { matchFields } from "./match/fields.tsx";
import { multipleFields } from "./multiple/fields.tsx";
import { numberFields } from "./number/fields.tsx";
import { orderFields } from "./order/fields.tsx";
import type { QuestionFields } from "./question-fields.tsx";
import { singleFields } from "./single/fields.tsx";
import { textFields } from "./text/fields.tsx";

/** The fields of each type of web/student/questions/types.ts. */
const fields: readonly QuestionFields[] = [
  singleFields,
  multipleFields,
  numberFields,
  textFields,
  matchFields,
  orderFields,
  blanksFields,
];

const byName = new Map(fields.map((each) => [each.type, each]));

/** @throws TypeError for a type that this page does not know. */
export const fieldsOf = ({ type }: { readonly type?: string | undefined }): QuestionFields => {
  const found = byName.get(type);
  if (found) return found;
  throw new TypeError(`This page has no fields for the question type ${type}.`);
};
