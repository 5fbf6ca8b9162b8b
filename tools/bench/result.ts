import type { Usage } from "../../bin/region/usage.ts";

/** What one student or submission costs the region's process. */
export interface CostOfEach {
  /** User and system time, all threads. Steadier than wall time on a machine that does other work too. */
  readonly cpuMs: number;
  /** Of that, the region's own thread. */
  readonly mainThreadCpuMs: number;
  /** By action; only what was called. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Times in seconds or milliseconds as named. */
export interface BenchResult {
  readonly students: number;
  readonly submissions: {
    readonly measured: number;
    readonly perSecond: number;
    readonly refused: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    readonly each: CostOfEach;
    /** Where the processor time went, as text; only when it was asked for. */
    readonly profile?: string;
  };
  readonly run: {
    /** From the map's start to the end of the last child. */
    readonly mapSeconds: number;
    /** From the end of the settle wait to the end of the execution. */
    readonly runSeconds: number;
    /** Students over `mapSeconds`. */
    readonly studentsPerSecond: number;
    readonly each: CostOfEach;
    /** Where the processor time went, as text; only when it was asked for. */
    readonly profile?: string;
  };
  /** Students of the run that its report does not count as graded. */
  readonly lost: number;
  readonly mails: number;
  /** MiB of the region's process, which runs nothing else: not the bench, the load generator or the trainer's command. */
  readonly peakMemoryMiB: number;
  readonly longestInvocation: { readonly functionName: string; readonly ms: number };
  /** By function, with those of the first week. */
  readonly invocations: Readonly<Record<string, number>>;
}

/** What was used between two moments, over `units` students or submissions. */
export const costOfEach = (before: Usage, after: Usage, units: number): CostOfEach => ({
  cpuMs: ((after.cpuSeconds - before.cpuSeconds) * 1000) / units,
  mainThreadCpuMs: ((after.mainThreadCpuSeconds - before.mainThreadCpuSeconds) * 1000) / units,
  calls: Object.fromEntries(
    Object.entries(after.calls)
      .map(([action, calls]) => [action, (calls - (before.calls[action] ?? 0)) / units] as const)
      .filter(([, calls]) => calls > 0),
  ),
});

/** What a region used since its start. */
export const totalsOf = ({
  peakMemoryMiB,
  functions,
}: Usage): Pick<BenchResult, "peakMemoryMiB" | "longestInvocation" | "invocations"> => {
  const all = Object.entries(functions);
  const [longest] = all.toSorted(([, a], [, b]) => b.longestMs - a.longestMs);
  return {
    peakMemoryMiB: Math.round(peakMemoryMiB),
    longestInvocation: { functionName: longest?.[0] ?? "", ms: Math.round(longest?.[1].longestMs ?? 0) },
    invocations: Object.fromEntries(all.map(([name, { invocations }]) => [name, invocations])),
  };
};
