import * as z from "zod";
import type { Json } from "../../../ports.ts";
import { expressionIn } from "../jsonata/template.ts";
import { limits } from "../limits.ts";

/** Any JSON; strings of the form `{% ... %}` in it are JSONata. */
export const templateSchema: z.ZodType<Json> = z.json();

export const expressionSchema = z
  .string()
  .refine((text) => expressionIn(text) !== undefined, "must be a JSONata expression, {% ... %}");

const orExpression = <T extends z.ZodType>(make: (error: string) => T, what: string) => {
  const error = `must be ${what} or a JSONata expression, {% ... %}`;
  return z.union([make(error), expressionSchema], { error });
};

export const secondsSchema = (least: number) =>
  orExpression(
    (error) => z.int({ error }).min(least, { error }).max(limits.seconds, { error }),
    `a whole number of seconds from ${least} to ${limits.seconds}`,
  );

export const countSchema = orExpression(
  (error) => z.int({ error }).min(0, { error }),
  "a whole number, 0 or more",
);
export const percentageSchema = orExpression(
  (error) => z.number({ error }).min(0, { error }).max(100, { error }),
  "a number from 0 to 100",
);
/** What a Map can map over. */
export const itemsSchema = orExpression(
  (error) => z.union([z.array(templateSchema), z.record(z.string(), templateSchema)], { error }),
  "an array or an object",
);
export const textSchema = z.string();

/** Names of variables. @see https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
const variableName = z
  .string()
  .max(limits.nameCharacters, `is longer than ${limits.nameCharacters} characters`)
  .regex(/^[\p{L}_][\p{L}\p{N}_]*$/u, "must start with a letter or '_' and hold letters, digits and '_' only")
  .refine((name) => name !== "states", "is a reserved name");

export const assignSchema = z.record(variableName, templateSchema);

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** RFC 3339 with a capital T: the States Language's format of timestamps. @see https://states-language.net/spec.html */
export const isTimestamp = (text: string): boolean =>
  timestampPattern.test(text) && Number.isFinite(Date.parse(text));

export const timestampSchema = orExpression(
  (error) => z.string({ error }).refine(isTimestamp, { error }),
  "a timestamp such as 2026-11-23T22:00:00Z",
);

/** Where `States.ALL` may be in a list of retriers or catchers, in AWS's words. */
export const onlyAtEnd = "States.ALL must appear alone and at end of list";

const errorNamesSchema = z
  .array(z.string().min(1))
  .min(1, "Value cannot be empty")
  .refine((names) => names.length === 1 || !names.includes("States.ALL"), onlyAtEnd);

/** The fields of a retrier. @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html */
export const retrierSchema = z
  .strictObject({
    ErrorEquals: errorNamesSchema,
    IntervalSeconds: z.int().positive().max(limits.seconds).optional(),
    MaxAttempts: z.int().min(0).max(limits.seconds).optional(),
    BackoffRate: z.number().min(1).optional(),
    MaxDelaySeconds: z.int().positive().max(31_622_400).optional(),
    JitterStrategy: z.enum(["FULL", "NONE"]).optional(),
    Comment: z.string().optional(),
  })
  .refine((r) => r.MaxDelaySeconds === undefined || r.MaxDelaySeconds > (r.IntervalSeconds ?? 1), {
    path: ["MaxDelaySeconds"],
    message: "must be greater than IntervalSeconds",
  });

export const catcherSchema = z.strictObject({
  ErrorEquals: errorNamesSchema,
  Next: z.string(),
  Output: templateSchema.optional(),
  Assign: assignSchema.optional(),
  Comment: z.string().optional(),
});

export const choiceRuleSchema = z.strictObject({
  Condition: z.union([z.boolean(), expressionSchema], {
    error: "must be true, false or a JSONata expression, {% ... %}",
  }),
  Next: z.string(),
  Output: templateSchema.optional(),
  Assign: assignSchema.optional(),
  Comment: z.string().optional(),
});

export type Retrier = z.infer<typeof retrierSchema>;
export type Catcher = z.infer<typeof catcherSchema>;
