import * as z from "zod";
import { apiCallSchema } from "../class/students.ts";

export const loadSchema = z.object({
  /** Requests a second. */
  rate: z.number().positive(),
  requests: z.array(apiCallSchema),
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
export type LoadResult = z.infer<typeof loadResultSchema>;
