import type { Reason, RefusalValues } from "./refusals.ts";
import { refusals } from "./words/en.ts";

/** The fields of a refusal beside `code`: its sentence in English, and what other languages are made from. */
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
