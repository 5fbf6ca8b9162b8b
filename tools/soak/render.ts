import type { SoakResult } from "./soak.ts";

/** At most this many findings of each kind are shown; the JSON has them all. */
const mostShown = 20;

/** The figures as lines for people. */
export const render = (result: SoakResult): string => {
  const { lost, doubled, unknown } = result;
  const rows: [string, string][] = [
    ["seed", String(result.seed)],
    ["students", String(result.students)],
    ["receipts sent", String(result.receipts)],
    ["kills", String(result.kills)],
    ["faults", String(result.faults)],
    ["runs", `${result.runs}, resumptions included`],
    ["parts of a run", String(result.parts)],
    ["graded", String(result.graded)],
    ["missing", String(result.missing)],
    ["failed", String(result.failed)],
    ["lost", String(lost.length)],
    ["doubled", String(doubled.length)],
    ["unknown", String(unknown.length)],
    ["took", `${result.seconds} s`],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const findings = [...lost.map((what) => `lost: ${what}`), ...doubled.map((what) => `doubled: ${what}`)];
  return [
    ...rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`),
    ...findings.slice(0, mostShown),
    ...(findings.length > mostShown ? [`and ${findings.length - mostShown} more`] : []),
  ].join("\n");
};
