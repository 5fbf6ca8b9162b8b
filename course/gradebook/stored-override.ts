import * as z from "zod";
import { type Override, overrideSchema, overrideValueSchema } from "./override.ts";

const changeSchema = overrideSchema.extend({
  /** `graded`: what was set by hand is taken back. */
  value: z.discriminatedUnion("kind", [
    ...overrideValueSchema.options,
    z.object({ kind: z.literal("graded") }),
  ]),
});

/**
 * `students/<studentId>/overrides/<subject>/<testId>.json`: what the trainer set by hand, now and earlier, latest first.
 */
export const storedOverrideSchema = changeSchema.extend({ before: z.array(changeSchema) });

export type StoredOverride = z.infer<typeof storedOverrideSchema>;
export type OverrideChange = z.infer<typeof changeSchema>;

/** null: grading counts. */
export const overrideIn = (stored: OverrideChange | null): Override | null => {
  if (stored === null || stored.value.kind === "graded") return null;
  const { value, because, by, at } = stored;
  return { value, because, by, at };
};

/** Adds a change; returns the same object when the change sets what counts already. */
export const withChange = (current: StoredOverride | null, change: OverrideChange): StoredOverride => {
  if (current === null) return { ...change, before: [] };
  const { before, ...latest } = current;
  const [was, is] = [latest, change].map(({ value, because }) => JSON.stringify([value, because]));
  return was === is ? current : { ...change, before: [latest, ...before] };
};
