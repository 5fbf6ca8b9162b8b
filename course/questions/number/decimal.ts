import { type Fraction, fraction } from "../../grading/fraction.ts";
import { characterName, withoutUnseen } from "../../invisible.ts";
import { quote } from "../../problems.ts";
import { largestExponent, longestNumber, numberParts, withoutUnit } from "./typed.ts";

/** A number as it was read, or why it can't be, as the rest of a sentence. */
export type Decimal = { readonly value: Fraction } | { readonly problem: string };

const otherDigit = /(?![0-9])\p{Nd}/u;

const separated = /^[+-]?\d+([\s'\u2019_.,]\d{3})+([.,]\d*)?$/;

const problemOf = (text: string): string => {
  const digit = otherDigit.exec(text)?.[0];
  if (digit !== undefined) {
    return `takes the digits 0 to 9 only, not ${digit}, which is ${characterName(digit)}: ${quote(text)}`;
  }
  if (separated.test(text)) {
    return `takes a number without separators of thousands, such as 1024 or 3.14, not ${quote(text)}`;
  }
  return `takes a decimal number, such as 3.14, not ${quote(text)}`;
};

/**
 * Reads a decimal number exactly: with a point or a comma, with an exponent of at most two digits, and with the unit, which
 * may be left out.
 */
export const decimalIn = (typed: string, unit?: string): Decimal => {
  const number = withoutUnit(withoutUnseen(typed), unit);
  if (number.length > longestNumber) {
    return { problem: `takes a number of at most ${longestNumber} characters, not ${quote(number)}` };
  }
  const parts = numberParts(number);
  if (parts === null) return { problem: problemOf(number) };
  const { sign, whole, decimals, power } = parts;
  if (Math.abs(power) > largestExponent) {
    return { problem: `takes powers of ten up to ${largestExponent}, not ${quote(number)}` };
  }
  const digits = BigInt(`0${whole}${decimals}`);
  const places = power - decimals.length;
  const scale = 10n ** BigInt(Math.abs(places));
  const value = sign === "-" ? -digits : digits;
  return { value: places < 0 ? fraction(value, scale) : fraction(value * scale) };
};
