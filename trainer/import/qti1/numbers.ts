import { numberBody, numberWithin } from "../bodies.ts";
import type { Body } from "../choices.ts";
import { decimalText, middleOf } from "../decimals.ts";
import type { RightNumber } from "../model.ts";
import type { Texts } from "../texts.ts";
import type { Rule } from "./scoring.ts";

/** More digits than a computer's number has are its rounding: `9.180000000000001`. */
const digits = 15;

const tidy = (written: string): string => {
  const text = decimalText(written) ?? written;
  return text.replace(/^-?0?\.?0*/, "").replace(".", "").length > digits
    ? (decimalText(Number(text).toPrecision(digits - 3)) ?? text)
    : text;
};

/** The numbers, with their ranges, that the rules take. */
export const numberByRules = (rules: readonly Rule[], texts: Texts): Body => {
  const numbers = rules.map((rule) => numberOf(rule, texts));
  const whole = numbers.filter((number) => number !== undefined);
  return whole.length < numbers.length ? "has a right answer that is no decimal number" : numberBody(whole);
};

const numberOf = ({ asked }: Rule, texts: Texts): RightNumber | undefined => {
  const rangeEnd = (...tests: readonly string[]): string | undefined => {
    const found = asked.find(({ test, isForbidden }) => tests.includes(test) && !isForbidden);
    return found && tidy(found.value);
  };
  const exact = rangeEnd("varequal");
  const low = rangeEnd("vargte", "vargt");
  const high = rangeEnd("varlte", "varlt");
  if (low === undefined || high === undefined)
    return exact === undefined ? undefined : numberWithin(exact, "0");
  if (asked.some(({ test }) => test === "vargt" || test === "varlt")) {
    texts.lose("takes the number at the edge of its range too");
  }
  const middle = middleOf(low, high);
  if (middle === undefined) return undefined;
  const number = numberWithin(tidy(middle.value), tidy(middle.within));
  if (exact !== undefined && number && number.value !== exact)
    texts.lose(`takes the middle of its range for the right number, ${exact}`);
  return number;
};
