import type { Look } from "./figures.ts";
import type { SemesterResult } from "./measure-semester.ts";

const kilobytes = (bytes: number | undefined): string =>
  bytes === undefined ? "" : `${(bytes / 1000).toFixed(1)} kB`;

const pair = (first: string, last: string): string => (first === last ? first : `${first} → ${last}`);

const row = (what: string, first: Look, last: Look): string[] => [
  what,
  `${pair(String(first.cpuMs), String(last.cpuMs))} ms`,
  (last.cpuMs / Math.max(first.cpuMs, 1)).toFixed(2),
  `${pair(String(first.wallMs), String(last.wallMs))} ms`,
  pair(kilobytes(first.bytes), kilobytes(last.bytes)),
  pair(String(first.calls ?? ""), String(last.calls ?? "")),
];

/** A table for people: figures in the second week and in the last. */
export const render = ({ first, last, submissions }: SemesterResult): string => {
  const rows = [
    ["", "processor time", "times", "time", "payload", "calls"],
    ...[...last].flatMap(([what, look]) => {
      const before = first.get(what);
      return before ? [row(what, before, look)] : [];
    }),
  ];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length))) ?? [];
  const { quietMs, watchedMs } = submissions;
  return [
    ...rows.map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    `a submission in the last week, median: ${quietMs.toFixed(0)} ms; ${watchedMs.toFixed(0)} ms while somebody looks at the console`,
  ].join("\n");
};
