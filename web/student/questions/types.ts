import { blanks } from "./blanks/blanks.ts";
import { match } from "./match/match.ts";
import { multiple } from "./multiple/multiple.ts";
import { number } from "./number/number.ts";
import { order } from "./order/order.ts";
import type { QuestionView } from "./question-view.ts";
import { single } from "./single/single.ts";
import { text } from "./text/text.ts";

/** The types of type-names.ts; fields.tsx has their fields. */
const views: readonly QuestionView[] = [single, multiple, number, text, match, order, blanks];

const byName = new Map(views.map((view) => [view.type, view]));

/** @throws TypeError for a type that is not in type-names.ts. */
export const viewOf = ({ type }: { readonly type?: string | undefined }): QuestionView => {
  const view = byName.get(type);
  if (view) return view;
  throw new TypeError(`This page has no view for the question type ${type}.`);
};
