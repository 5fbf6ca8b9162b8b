import type { Region } from "local-region";
import * as z from "zod";

/** What a region has used since its start. */
export const usageSchema = z.object({
  /** User and system time of the process, its functions' threads included. */
  cpuSeconds: z.number(),
  /** Of that, the region's own thread: gateway, stores, engine. */
  mainThreadCpuSeconds: z.number(),
  /** Highest resident memory; MiB. */
  peakMemoryMiB: z.number(),
  /** Calls of the template's roles, by action. */
  calls: z.record(z.string(), z.number()),
  functions: z.record(z.string(), z.object({ invocations: z.number(), longestMs: z.number() })),
});

export type Usage = z.infer<typeof usageSchema>;

const seconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6;

/** The usage of the region in this process; to be called on its main thread. */
export const usageOf = ({ callCounter, functions }: Region): Usage => ({
  cpuSeconds: seconds(process.cpuUsage()),
  mainThreadCpuSeconds: seconds(process.threadCpuUsage()),
  peakMemoryMiB: process.resourceUsage().maxRSS / 1024,
  calls: callCounter.calls,
  functions: Object.fromEntries(functions.stats()),
});
