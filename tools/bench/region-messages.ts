import * as z from "zod";

/** The messages between the bench and the process of the region that it measures. The region answers each order once. */

export const orderSchema = z.discriminatedUnion("do", [
  z.object({ do: z.literal("move the clock"), to: z.iso.datetime() }),
  /** Moves the clock past the deadline, and follows the run that the schedule starts. */
  z.object({ do: z.literal("grade"), deadline: z.iso.datetime(), timeoutMs: z.number().positive() }),
  z.object({ do: z.literal("report the usage") }),
  z.object({ do: z.literal("stop") }),
]);

export const readySchema = z.object({
  api: z.url(),
  aws: z.url(),
  owner: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  outputs: z.record(z.string(), z.string()),
});

export const gradingSchema = z.object({
  /** From the map's start to the end of the last child. */
  mapSeconds: z.number(),
  /** From the end of the settle wait to the end of the execution. */
  runSeconds: z.number(),
  /** The execution's, as JSON. */
  output: z.string(),
});

export const usageSchema = z.object({
  /** User and system time of the process, its functions' threads included, since its start. */
  cpuSeconds: z.number(),
  /** Of that, the region's own thread: gateway, stores, engine. */
  mainThreadCpuSeconds: z.number(),
  /** Highest resident memory since the start; MiB. */
  peakMemoryMiB: z.number(),
  /** Calls of the template's roles, by action. */
  calls: z.record(z.string(), z.number()),
  functions: z.record(z.string(), z.object({ invocations: z.number(), longestMs: z.number() })),
});

export const answerSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

export type Order = z.infer<typeof orderSchema>;
export type Ready = z.infer<typeof readySchema>;
export type Grading = z.infer<typeof gradingSchema>;
export type Usage = z.infer<typeof usageSchema>;
export type Answer = z.infer<typeof answerSchema>;
