/** A number as it is typed; free of what reads its value, because the page checks it too. */

interface Asked {
  readonly unit?: string | undefined;
}

/** In characters; no number of a course is longer. */
export const longestNumber = 60;

/** Powers of ten beyond this are no answer to anything, and would cost time to compare. */
export const largestExponent = 99;

const form = /^([+-]?)(?:(\d+)(?:[.,](\d*))?|[.,](\d+))(?:e([+-]?\d+))?$/i;

/** Without the unit that it may end in: `5 mm`. Phones type a minus that is not the hyphen of programs. */
export const withoutUnit = (typed: string, unit: string | undefined): string => {
  const trimmed = typed.trim();
  const number =
    unit !== undefined && trimmed.endsWith(unit) ? trimmed.slice(0, -unit.length).trim() : trimmed;
  return number.replaceAll("\u2212", "-");
};

/** The parts of a number: sign, digits before and after the mark, and the power of ten; null: it is no number. */
export const numberParts = (number: string) => {
  const parts = form.exec(number);
  if (parts === null) return null;
  const [, sign = "", whole = "", decimals = "", onlyDecimals = decimals, exponent = "0"] = parts;
  return { sign, whole, decimals: onlyDecimals, power: Number(exponent) };
};

/** Whether a text is a number that a question takes. */
export const isNumber = ({ unit }: Asked, typed: string): boolean => {
  const number = withoutUnit(typed, unit);
  const parts = number.length > longestNumber ? null : numberParts(number);
  return parts !== null && Math.abs(parts.power) <= largestExponent;
};

/** As it was typed, with its unit. */
export const numberText = ({ unit }: Asked, typed: string): string => {
  const text = typed.trim();
  return unit === undefined || text.endsWith(unit) ? text : `${text} ${unit}`;
};
