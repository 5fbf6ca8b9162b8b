/** Instants and amounts as people read them. */

const parts = (timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", { timeZone, ...options });

/** `Mon 23 Nov 2026, 23:00`. @param ms milliseconds since 1970. */
export const moment = (ms: number, timeZone: string): string =>
  parts(timeZone, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(ms);

/** `23 Nov 2026`. @param ms milliseconds since 1970. */
export const day = (ms: number, timeZone: string): string =>
  parts(timeZone, { day: "numeric", month: "short", year: "numeric" }).format(ms);

/** `23:00:05.120`. @param ms milliseconds since 1970. */
export const timeOfDay = (ms: number, timeZone: string): string =>
  parts(timeZone, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
  }).format(ms);

const units: readonly (readonly [name: string, ms: number])[] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
];

/** The two largest units: `2 d 3 h`, `1 min 6 s`, `12.3 s`, `40 ms`. */
export const duration = (ms: number): string => {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  let rest = ms;
  const named = units.flatMap(([name, unitMs]) => {
    const count = Math.floor(rest / unitMs);
    rest -= count * unitMs;
    return count > 0 ? [`${count} ${name}`] : [];
  });
  return named.slice(0, 2).join(" ");
};

/** `in 2 d 3 h`, `5 min ago`. */
export const untilOrSince = (ms: number, nowMs: number): string =>
  ms > nowMs ? `in ${duration(ms - nowMs)}` : `${duration(nowMs - ms)} ago`;

/** US dollars to a millionth. */
export const dollars = (amount: number): string => `$${amount.toFixed(6)}`;

/** `$0.025 per 1,000`. */
export const priceOf = ({
  dollars: price,
  per,
}: {
  readonly dollars: number;
  readonly per: number;
}): string => {
  const text = price < 0.01 ? String(price) : price.toFixed(price * 100 === Math.round(price * 100) ? 2 : 3);
  return per === 1 ? `$${text} each` : `$${text} per ${per.toLocaleString("en")}`;
};

/** Whole numbers as they are, others to two decimals. */
export const amount = (n: number): string =>
  Number.isInteger(n) ? n.toLocaleString("en") : n.toLocaleString("en", { maximumFractionDigits: 2 });

/** `1 mail`, `1,234 state transitions`. @param unit in the plural. */
export const countOf = (n: number, unit: string): string =>
  `${amount(n)} ${n === 1 && !unit.includes(" and ") ? unit.replace(/s$/, "") : unit}`;

/** `75%`; `–` of nothing. */
export const share = (part: number, whole: number): string =>
  whole === 0 ? "–" : `${Math.round((100 * part) / whole)}%`;
