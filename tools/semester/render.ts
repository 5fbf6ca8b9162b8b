import { cpuMsOf, type Look } from "./figures.ts";
import type { SemesterResult, Submissions } from "./measure-semester.ts";

const kilobytes = (bytes: number | undefined): string =>
  bytes === undefined ? "" : `${(bytes / 1000).toFixed(1)} kB`;

const pair = (first: string, last: string): string => (first === last ? first : `${first} → ${last}`);

const whole = (number: number | undefined): string => (number === undefined ? "" : number.toFixed(0));

const row = (what: string, first: Look, last: Look): string[] => {
  const both = (figure: (look: Look) => string): string => pair(figure(first), figure(last));
  return [
    what,
    both(({ regionMs }) => whole(regionMs)),
    both(({ commandMs }) => whole(commandMs)),
    (cpuMsOf(last) / Math.max(cpuMsOf(first), 1)).toFixed(2),
    both(({ aws }) => whole(aws.calls)),
    both(({ aws }) => kilobytes(aws.bytes)),
    both(({ calls }) => whole(calls)),
    both(({ bytes }) => kilobytes(bytes)),
    both(({ wallMs }) => whole(wallMs)),
  ];
};

const heads = [
  "",
  "region's processor, ms",
  "command's, ms",
  "times",
  "calls of AWS",
  "their answers",
  "calls of the page",
  "payload",
  "time, ms",
];

const submissionWords = ({ medianMs, cpuMs, awsCalls }: Submissions): string =>
  `${cpuMs.toFixed(1)} ms of processor time, ${awsCalls.toFixed(2)} calls of AWS, median ${medianMs.toFixed(0)} ms`;

/** A table for people: figures in the second week and in the last. */
export const render = ({ first, last, submissions }: SemesterResult): string => {
  const rows = [
    heads,
    ...[...last].flatMap(([what, look]) => {
      const before = first.get(what);
      return before ? [row(what, before, look)] : [];
    }),
  ];
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length))) ?? [];
  return [
    ...rows.map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    ),
    `a submission in the last week: ${submissionWords(submissions.quiet)}`,
    `the same while somebody looks at the console: ${submissionWords(submissions.watched)}`,
  ].join("\n");
};
