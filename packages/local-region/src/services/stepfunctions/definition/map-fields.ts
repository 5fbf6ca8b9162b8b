import * as z from "zod";
import { isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { expressionIn } from "../jsonata/template.ts";
import { limits } from "../limits.ts";
import { countSchema, templateSchema } from "./fields.ts";

const exclusive = (one: string, other: string) => ({
  message: `must not have both ${one} and ${other}`,
});

const readerConfigSchema = z
  .strictObject({
    InputType: z.enum(["JSON", "JSONL", "CSV"]).optional(),
    CSVHeaderLocation: z.enum(["FIRST_ROW", "GIVEN"]).optional(),
    CSVHeaders: z.array(z.string()).min(1).optional(),
    CSVDelimiter: z.enum(["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"]).optional(),
    MaxItems: countSchema.optional(),
    ItemsPointer: z
      .string()
      .regex(/^(\/([^~/]|~[01])*)*$/, "must be a JSON pointer such as /data/items")
      .optional(),
  })
  .refine((c) => c.InputType === "JSON" || c.ItemsPointer === undefined, {
    message: "ItemsPointer needs InputType JSON",
  })
  .refine((c) => c.InputType !== "CSV" || c.CSVHeaderLocation !== undefined, {
    message: "InputType CSV needs CSVHeaderLocation",
  })
  .refine((c) => c.CSVHeaderLocation !== "GIVEN" || c.CSVHeaders !== undefined, {
    message: "CSVHeaderLocation GIVEN needs CSVHeaders",
  })
  .refine((c) => c.CSVHeaderLocation === "GIVEN" || c.CSVHeaders === undefined, {
    message: "CSVHeaders need CSVHeaderLocation GIVEN",
  })
  .refine((c) => c.InputType === "CSV" || !(c.CSVHeaderLocation || c.CSVHeaders || c.CSVDelimiter), {
    message: "CSV fields need InputType CSV",
  });

/** The arguments for S3 that are supported here. AWS has more for some calls; those are refused, not ignored. */
export const s3Arguments = {
  getObject: { required: ["Bucket", "Key"], allowed: ["Bucket", "Key"] },
  listObjectsV2: { required: ["Bucket"], allowed: ["Bucket", "Prefix"] },
  putObject: { required: ["Bucket"], allowed: ["Bucket", "Prefix"] },
} as const;

export type S3Action = keyof typeof s3Arguments;

/** The problems of a reader's or a writer's arguments. */
export const s3ArgumentProblems = (action: S3Action, given: JsonObject): readonly string[] => {
  const { required, allowed } = s3Arguments[action];
  const names = Object.keys(given);
  return [
    ...required.filter((name) => !names.includes(name)).map((name) => `needs ${name}`),
    ...(names.every((name) => allowed.some((known) => known === name))
      ? []
      : [`may hold ${allowed.join(", ")} only`]),
  ];
};

/** An object, or an expression that gives one; its result is checked at run time. */
const argumentsSchema = templateSchema.refine(
  (args) => isObject(args) || (typeof args === "string" && expressionIn(args) !== undefined),
  { message: "must be an object or a JSONata expression, {% ... %}" },
);

export const readerAction = (resource: string): "getObject" | "listObjectsV2" =>
  resource.endsWith("listObjectsV2") ? "listObjectsV2" : "getObject";

const checkArguments = (action: S3Action, args: Json | undefined, context: z.RefinementCtx): void => {
  if (args === undefined || !isObject(args)) return;
  for (const message of s3ArgumentProblems(action, args)) {
    context.addIssue({ code: "custom", path: ["Arguments"], message });
  }
};

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html */
export const itemReaderSchema = z
  .strictObject({
    Resource: z
      .string()
      .regex(
        /^arn:aws[\w-]*:states:::s3:(getObject|listObjectsV2)$/,
        "must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2",
      ),
    Arguments: argumentsSchema,
    ReaderConfig: readerConfigSchema.optional(),
  })
  .refine((r) => r.Resource.endsWith("listObjectsV2") || r.ReaderConfig?.InputType !== undefined, {
    message: "s3:getObject needs ReaderConfig with an InputType",
  })
  .refine((r) => r.Resource.endsWith("getObject") || r.ReaderConfig?.InputType === undefined, {
    path: ["ReaderConfig", "InputType"],
    message: "is for s3:getObject only: a listing's items are what S3 says of each object",
  })
  .superRefine((r, context) => checkArguments(readerAction(r.Resource), r.Arguments, context));

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html */
export const itemBatcherSchema = z
  .strictObject({
    MaxItemsPerBatch: countSchema.optional(),
    MaxInputBytesPerBatch: countSchema.optional(),
    BatchInput: templateSchema.optional(),
  })
  .refine((b) => b.MaxItemsPerBatch !== undefined || b.MaxInputBytesPerBatch !== undefined, {
    message: "needs MaxItemsPerBatch or MaxInputBytesPerBatch",
  });

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html */
export const resultWriterSchema = z
  .strictObject({
    Resource: z
      .string()
      .regex(/^arn:aws[\w-]*:states:::s3:putObject$/, "must be arn:aws:states:::s3:putObject")
      .optional(),
    Arguments: argumentsSchema.optional(),
    WriterConfig: z
      .strictObject({
        Transformation: z.enum(["NONE", "COMPACT", "FLATTEN"]),
        OutputType: z.enum(["JSON", "JSONL"]),
      })
      .optional(),
  })
  .refine((w) => (w.Resource === undefined) === (w.Arguments === undefined), {
    message: "needs Resource and Arguments together",
  })
  .refine((w) => w.Resource !== undefined || w.WriterConfig?.OutputType === "JSON", {
    message: "needs Resource and Arguments, or a WriterConfig with OutputType JSON",
  })
  .superRefine((w, context) => checkArguments("putObject", w.Arguments, context));

export const processorConfigSchema = z
  .strictObject({
    Mode: z.enum(["INLINE", "DISTRIBUTED"]).optional(),
    ExecutionType: z
      .literal("STANDARD", { error: "must be STANDARD; EXPRESS children are not supported" })
      .optional(),
  })
  .refine((c) => c.Mode !== "DISTRIBUTED" || c.ExecutionType !== undefined, {
    message: "Mode DISTRIBUTED needs ExecutionType",
  })
  .refine(
    (c) => c.Mode === "DISTRIBUTED" || c.ExecutionType === undefined,
    exclusive("Mode INLINE", "ExecutionType"),
  );

export const labelSchema = z
  .string()
  .min(1)
  .max(limits.labelCharacters, `is longer than ${limits.labelCharacters} characters`)
  .regex(/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]+$/u, "holds a character that a label must not hold");

export type ItemReader = z.infer<typeof itemReaderSchema>;
export type ItemBatcher = z.infer<typeof itemBatcherSchema>;
export type ResultWriter = z.infer<typeof resultWriterSchema>;
