import * as z from "zod";

export const loadSchema = z.object({
  /** Requests a second. */
  rate: z.number().positive(),
  /** A POST when there is a body, otherwise a GET. */
  requests: z.array(z.object({ url: z.url(), key: z.string(), body: z.string().optional() })),
});

export const loadResultSchema = z.object({
  accepted: z.int(),
  refused: z.int(),
  /** From the first request to the last answer. */
  seconds: z.number(),
  /** From sending to the whole answer, milliseconds. */
  latenciesMs: z.array(z.number()),
});

export type Load = z.infer<typeof loadSchema>;
export type Request = Load["requests"][number];
export type LoadResult = z.infer<typeof loadResultSchema>;
