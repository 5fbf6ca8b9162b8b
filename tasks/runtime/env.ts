import * as z from "zod";
import { once } from "../../adapters/storage/once.ts";
import { environment } from "../../course/environment.ts";
import type { Addresses } from "../../course/page-links.ts";

const read = <T>(name: string, schema: z.ZodType<T>): (() => T) =>
  once(() => {
    const result = schema.safeParse(process.env[name]);
    if (result.success) return result.data;
    const problem = result.error.issues[0]?.message ?? "is wrong";
    throw new Error(`Environment variable ${name}: ${problem}. The stack (lib/) sets it.`);
  });

/** The environment variables that the stack sets; each is read and checked once, on first use. */
export const env = {
  bucketName: read(environment.bucketName, z.string().min(3)),
  lateWritesSeconds: read(environment.lateWritesSeconds, z.coerce.number().positive()),
  studentsOfPart: read(environment.studentsOfPart, z.coerce.number().int().positive()),
  mailsPerSecondPerWorker: read(environment.mailsPerSecondPerWorker, z.coerce.number().positive()),
  hasReminders: read(
    environment.hasReminders,
    z
      .literal("yes")
      .optional()
      .transform((yes) => yes !== undefined),
  ),
  addresses: once((): Addresses => {
    const pageUrl = read(environment.pageUrl, z.url().optional())() ?? null;
    return { pageUrl, apiUrl: pageUrl ?? read(environment.apiUrl, z.url())() };
  }),
} as const;
