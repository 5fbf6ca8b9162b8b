import type { BenchResult } from "./measure-run.ts";

/** The figures as lines for people. */
export const render = (result: BenchResult): string => {
  const { submissions, run, longestInvocation } = result;
  const rows: [string, string][] = [
    ["students", String(result.students)],
    ["submissions accepted", `${submissions.perSecond.toFixed(0)} a second, ${submissions.refused} refused`],
    [
      "submission latency",
      `${submissions.p50Ms.toFixed(1)} ms median, ${submissions.p99Ms.toFixed(1)} ms 99th percentile`,
    ],
    [
      "grading and mailing",
      `${run.studentsPerSecond.toFixed(1)} students a second (${run.mapSeconds.toFixed(1)} s)`,
    ],
    ["whole run after the settle wait", `${run.runSeconds.toFixed(1)} s`],
    ["lost", String(result.lost)],
    ["mails", String(result.mails)],
    ["peak memory", `${result.peakMemoryMiB} MiB`],
    ["longest invocation", `${longestInvocation.ms} ms (${longestInvocation.functionName})`],
    ...Object.entries(result.invocations).map(([name, count]): [string, string] => [
      `  ${name}`,
      String(count),
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}`).join("\n");
};
