import { z } from "zod";
import { limits } from "../limits.ts";
import { countSchema, expressionSchema, templateSchema } from "./fields.ts";

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
  })
  .refine((c) => c.InputType !== "CSV" || c.CSVHeaderLocation !== undefined, {
    message: "InputType CSV needs CSVHeaderLocation",
  })
  .refine((c) => c.CSVHeaderLocation !== "GIVEN" || c.CSVHeaders !== undefined, {
    message: "CSVHeaderLocation GIVEN needs CSVHeaders",
  })
  .refine((c) => c.InputType === "CSV" || !(c.CSVHeaderLocation || c.CSVHeaders || c.CSVDelimiter), {
    message: "CSV fields need InputType CSV",
  });

/** Developer Guide, "ItemReader (Map)". */
export const itemReaderSchema = z
  .strictObject({
    Resource: z
      .string()
      .regex(
        /^arn:aws[\w-]*:states:::s3:(getObject|listObjectsV2)$/,
        "must be arn:aws:states:::s3:getObject or arn:aws:states:::s3:listObjectsV2",
      ),
    Arguments: z.union([
      z.strictObject({
        Bucket: templateSchema,
        Key: templateSchema.optional(),
        Prefix: templateSchema.optional(),
      }),
      expressionSchema,
    ]),
    ReaderConfig: readerConfigSchema.optional(),
  })
  .refine((r) => r.Resource.endsWith("listObjectsV2") || r.ReaderConfig?.InputType !== undefined, {
    message: "s3:getObject needs ReaderConfig with an InputType",
  })
  .refine(
    (r) =>
      typeof r.Arguments === "string" ||
      r.Resource.endsWith("listObjectsV2") ||
      r.Arguments.Key !== undefined,
    { path: ["Arguments"], message: "needs Key" },
  );

/** Developer Guide, "ItemBatcher (Map)". */
export const itemBatcherSchema = z
  .strictObject({
    MaxItemsPerBatch: countSchema.optional(),
    MaxInputBytesPerBatch: countSchema.optional(),
    BatchInput: templateSchema.optional(),
  })
  .refine((b) => b.MaxItemsPerBatch !== undefined || b.MaxInputBytesPerBatch !== undefined, {
    message: "needs MaxItemsPerBatch or MaxInputBytesPerBatch",
  });

/** Developer Guide, "ResultWriter (Map)". */
export const resultWriterSchema = z
  .strictObject({
    Resource: z
      .string()
      .regex(/^arn:aws[\w-]*:states:::s3:putObject$/, "must be arn:aws:states:::s3:putObject")
      .optional(),
    Arguments: z
      .union([
        z.strictObject({ Bucket: templateSchema, Prefix: templateSchema.optional() }),
        expressionSchema,
      ])
      .optional(),
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
  });

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
