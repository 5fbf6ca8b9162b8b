import type { BenchResult, CostOfEach } from "./result.ts";

type Line = readonly [label: string, value: string];

const costLines = (unit: string, { cpuMs, mainThreadCpuMs, calls }: CostOfEach): readonly Line[] => [
  [
    `CPU a ${unit}`,
    `${cpuMs.toFixed(1)} ms, ${mainThreadCpuMs.toFixed(1)} ms of it in the region's own thread`,
  ],
  ...Object.entries(calls).map(([action, count]): Line => [`  ${action} a ${unit}`, count.toFixed(2)]),
];

/** The figures as lines for people. */
export const render = ({ submissions, run, ...rest }: BenchResult): string => {
  const { p50Ms, p99Ms } = submissions;
  const lines: Line[] = [
    ["students", String(rest.students)],
    ["submissions", `${submissions.perSecond.toFixed(0)} a second, ${submissions.refused} refused`],
    ["submission latency", `${p50Ms.toFixed(1)} ms median, ${p99Ms.toFixed(1)} ms 99th percentile`],
    ...costLines("submission", submissions.each),
    [
      "grading and mailing",
      `${run.studentsPerSecond.toFixed(1)} students a second (${run.mapSeconds.toFixed(1)} s)`,
    ],
    ["whole run after the settle wait", `${run.runSeconds.toFixed(1)} s`],
    ...costLines("student", run.each),
    ["lost", String(rest.lost)],
    ["mails", String(rest.mails)],
    ["peak memory of the region", `${rest.peakMemoryMiB} MiB`],
    ["longest invocation", `${rest.longestInvocation.ms} ms (${rest.longestInvocation.functionName})`],
    ["invocations, with the week before", ""],
    ...Object.entries(rest.invocations).map(([name, count]): Line => [`  ${name}`, String(count)]),
  ];
  const width = Math.max(...lines.map(([label]) => label.length));
  const text = lines.map(([label, value]) => `${label.padEnd(width)}  ${value}`.trimEnd());
  const profiles = [submissions.profile, run.profile].filter((profile) => profile !== undefined);
  return [...text, ...profiles.map((profile) => `\n${profile}`)].join("\n");
};
