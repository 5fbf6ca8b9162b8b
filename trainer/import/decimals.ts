import { longestNumber } from "../../course/questions/number/typed.ts";

/** An exact decimal number: `digits` / 10^`places`. */
interface Decimal {
  readonly digits: bigint;
  readonly places: number;
}

const pattern = /^([+-]?)(\d{0,400})(?:[.,](\d{0,400}))?(?:e([+-]?\d{1,3}))?$/i;

/** Digits of numbers that are written with a power of ten; more is no number that a student types. */
const mostPlaces = 400;

const parse = (written: string): Decimal | undefined => {
  const [matched, sign, whole = "", part = "", power = "0"] =
    pattern.exec(written.trim().replaceAll("−", "-")) ?? [];
  if (matched === undefined || whole + part === "") return undefined;
  const places = part.length - Number(power);
  if (Math.abs(places) > mostPlaces) return undefined;
  const digits = BigInt(`${whole}${part}`) * (sign === "-" ? -1n : 1n);
  return places < 0 ? { digits: digits * 10n ** BigInt(-places), places: 0 } : { digits, places };
};

/** undefined: it is longer than a number may be that a student types. */
const text = ({ digits, places }: Decimal): string | undefined => {
  const sign = digits < 0n ? "-" : "";
  const all = (digits < 0n ? -digits : digits).toString().padStart(places + 1, "0");
  const whole = all.slice(0, all.length - places);
  const part = all.slice(all.length - places).replace(/0+$/, "");
  const written = sign + whole + (part === "" ? "" : `.${part}`);
  return written.length > longestNumber ? undefined : written;
};

/** `1.50e2` as `150`; undefined: it is no decimal number, or too long a one. */
export const decimalText = (written: string): string | undefined => {
  const decimal = parse(written);
  return decimal && text(decimal);
};

/** Two numbers multiplied; undefined: they are none. */
export const productOf = (one: string, other: string): string | undefined => {
  const [a, b] = [parse(one), parse(other)];
  return a && b && text({ digits: a.digits * b.digits, places: a.places + b.places });
};

/** Two numbers added; undefined: they are none. */
export const sumOfDecimals = (one: string, other: string): string | undefined => {
  const [a, b] = [parse(one), parse(other)];
  if (!a || !b) return undefined;
  const places = Math.max(a.places, b.places);
  const at = ({ digits, places: own }: Decimal): bigint => digits * 10n ** BigInt(places - own);
  return text({ digits: at(a) + at(b), places });
};

export const isZero = (written: string): boolean => parse(written)?.digits === 0n;

/** The middle of two numbers and the distance from it to each; undefined: they are none, or in the wrong order. */
export const middleOf = (
  low: string,
  high: string,
): { readonly value: string; readonly within: string } | undefined => {
  const [a, b] = [parse(low), parse(high)];
  if (!a || !b) return undefined;
  const places = Math.max(a.places, b.places);
  const [lowDigits, highDigits] = [a, b].map(
    ({ digits, places: own }) => digits * 10n ** BigInt(places - own),
  );
  if (lowDigits === undefined || highDigits === undefined || lowDigits > highDigits) return undefined;
  // Half of an odd number needs one place more.
  const half = (digits: bigint): string | undefined => text({ digits: digits * 5n, places: places + 1 });
  const [value, within] = [half(lowDigits + highDigits), half(highDigits - lowDigits)];
  return value === undefined || within === undefined ? undefined : { value, within };
};

/** A share of the points in percent as an exact one: `33.33333` is `1/3`. */
export const shareOf = (percent: string): string | undefined => {
  const value = Number(percent.replace(",", "."));
  if (percent.trim() === "" || !Number.isFinite(value)) return undefined;
  for (let below = 1; below <= largestDenominator; below += 1) {
    const above = Math.round((value * below) / 100);
    // Systems write five decimals of a percent.
    if (Math.abs((above * 100) / below - value) < 0.002)
      return below === 1 ? String(above) : `${above}/${below}`;
  }
  const written = decimalText(percent);
  return written === undefined ? undefined : `${written}%`;
};

const largestDenominator = 20;
