import { refusals } from "../words/en.ts";
import type { Reason, RefusalValues } from "./refusals.ts";

/** The fields of a refusal beside `code`: its English sentence, and the data for sentences in other languages. */
export type Refused = {
  readonly body: string;
  readonly reason?: Reason;
  readonly values?: Readonly<Record<string, string>>;
};

/** @param when writes an instant; needed where the sentence has one. */
export const refused = <R extends Reason>(
  reason: R,
  values: RefusalValues<R>,
  when: (instant: string) => string = String,
): Refused => ({ body: refusals[reason](values, when), reason, values });
