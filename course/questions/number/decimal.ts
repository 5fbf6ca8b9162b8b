import { type Fraction, fraction } from "../../grading/fraction.ts";
import { characterName, withoutUnseen } from "../../invisible.ts";
import { quote } from "../../problems.ts";

/** A number as it was read, or why it can't be, as the rest of a sentence. */
export type Decimal = { readonly value: Fraction } | { readonly problem: string };

/** In characters; no number of a course is longer. */
const longest = 60;

/** Powers of ten beyond this are no answer to anything, and would cost time to compare. */
const largestExponent = 99;

const form = /^([+-]?)(?:(\d+)(?:[.,](\d*))?|[.,](\d+))(?:e([+-]?\d+))?$/i;

const otherDigit = /(?![0-9])\p{Nd}/u;

/** Without the unit that it may end in: `5 mm`. Phones type a minus that is not the hyphen of programs. */
const bare = (text: string, unit: string | undefined): string => {
  const trimmed = withoutUnseen(text).trim();
  const number =
    unit !== undefined && trimmed.endsWith(unit) ? trimmed.slice(0, -unit.length).trimEnd() : trimmed;
  return number.replace(/^\u2212/, "-");
};

const problemOf = (text: string): string => {
  const digit = otherDigit.exec(text)?.[0];
  if (digit !== undefined) {
    return `takes the digits 0 to 9 only, not ${digit}, which is ${characterName(digit)}: ${quote(text)}`;
  }
  if (/\d[\s'’_.,]\d.*[\s'’_.,]\d/.test(text) || /\d\s\d/.test(text)) {
    return `takes a number without separators of thousands, such as 1024 or 3.14, not ${quote(text)}`;
  }
  return `takes a decimal number, such as 3.14, not ${quote(text)}`;
};

/**
 * Reads a decimal number exactly: with a point or a comma, with an exponent of at most two digits, and with the unit, which
 * may be left out.
 */
export const decimalIn = (text: string, unit?: string): Decimal => {
  const number = bare(text, unit);
  if (number.length > longest) {
    return { problem: `takes a number of at most ${longest} characters, not ${quote(number)}` };
  }
  const parts = form.exec(number);
  if (parts === null) return { problem: problemOf(number) };
  const [, sign, whole = "", decimals = "", onlyDecimals = decimals, exponent = "0"] = parts;
  const power = Number(exponent);
  if (Math.abs(power) > largestExponent) {
    return { problem: `takes powers of ten up to ${largestExponent}, not ${quote(number)}` };
  }
  const digits = BigInt(`0${whole}${onlyDecimals}`);
  const places = power - onlyDecimals.length;
  const scale = 10n ** BigInt(Math.abs(places));
  const value = sign === "-" ? -digits : digits;
  return { value: places < 0 ? fraction(value, scale) : fraction(value * scale) };
};
