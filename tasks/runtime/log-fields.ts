import * as z from "zod";
import type { LogFields } from "./logger.ts";

const named = z.object({
  runId: z.string().nullish(),
  student: z.object({ studentId: z.string() }).optional(),
});

/** The run and student that a task's input names, if it does; the input has not been checked yet. */
export const logFieldsOf = (input: unknown): LogFields => {
  const found = named.safeParse(input);
  if (!found.success) return {};
  const { runId, student } = found.data;
  return { ...(runId && { runId }), ...(student && { studentId: student.studentId }) };
};
