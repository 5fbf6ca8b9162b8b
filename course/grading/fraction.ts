/** An exact rational number, in lowest terms; the denominator is positive. Points are counted in these, never in floats. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const greatestDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestDivisor(b, a % b));

const magnitude = (value: bigint): bigint => (value < 0n ? -value : value);

/** @throws RangeError for a denominator of 0. */
export const fraction = (numerator: bigint, denominator = 1n): Fraction => {
  if (denominator === 0n) throw new RangeError("A fraction's denominator is not 0.");
  const divisor = greatestDivisor(magnitude(numerator), magnitude(denominator));
  const sign = denominator < 0n ? -1n : 1n;
  return { numerator: (sign * numerator) / divisor, denominator: (sign * denominator) / divisor };
};

export const zero = fraction(0n);
export const one = fraction(1n);

/** How many of how many. */
export const outOf = (part: number, whole: number): Fraction => fraction(BigInt(part), BigInt(whole));

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);

export const minus = (a: Fraction, b: Fraction): Fraction =>
  plus(a, { numerator: -b.numerator, denominator: b.denominator });

export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.numerator * b.numerator, a.denominator * b.denominator);

/** Negative: a is less than b. */
export const compared = (a: Fraction, b: Fraction): -1 | 0 | 1 => {
  const [left, right] = [a.numerator * b.denominator, b.numerator * a.denominator];
  return left < right ? -1 : left > right ? 1 : 0;
};

export const isAtLeast = (a: Fraction, b: Fraction): boolean => compared(a, b) >= 0;

export const isEqual = (a: Fraction, b: Fraction): boolean => compared(a, b) === 0;

export const sumOf = (fractions: readonly Fraction[]): Fraction => fractions.reduce(plus, zero);

export const larger = (a: Fraction, b: Fraction): Fraction => (isAtLeast(a, b) ? a : b);

/** The nearest value from 0 to 1. */
export const clamped = (value: Fraction): Fraction =>
  isAtLeast(zero, value) ? zero : isAtLeast(value, one) ? one : value;

/** `7/3`, `10`: as stored. */
export const exactText = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`;

/** What `exactText` writes, and decimal numbers such as `0.5`; null: it is neither. */
export const fractionIn = (text: string): Fraction | null => {
  const [, sign, whole = "", decimals = "", below = "1"] =
    /^(-?)(\d{1,200})(?:\.(\d{1,100})|\/(\d{1,200}))?$/.exec(text) ?? [];
  if (sign === undefined || /^0+$/.test(below)) return null;
  const value = BigInt(whole + decimals);
  return fraction(sign === "-" ? -value : value, 10n ** BigInt(decimals.length) * BigInt(below));
};
