import { z } from "zod";
import type { Json } from "../../ports.ts";
import { isJsonObject } from "../json.ts";
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

const hasMember = (value: Json, name: string): boolean => isJsonObject(value) && name in value;

/** An object with `Bucket` and some of the others, or an expression that gives one. */
const s3Arguments = (names: readonly string[]) =>
  templateSchema
    .refine((args) => isJsonObject(args) || (typeof args === "string" && expressionIn(args) !== undefined), {
      message: "must be an object or a JSONata expression, {% ... %}",
    })
    .refine((args) => typeof args === "string" || hasMember(args, "Bucket"), { message: "needs Bucket" })
    .refine((args) => !isJsonObject(args) || Object.keys(args).every((name) => names.includes(name)), {
      message: `may hold ${names.join(", ")} only`,
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
    Arguments: s3Arguments(["Bucket", "Key", "Prefix"]),
    ReaderConfig: readerConfigSchema.optional(),
  })
  .refine((r) => r.Resource.endsWith("listObjectsV2") || r.ReaderConfig?.InputType !== undefined, {
    message: "s3:getObject needs ReaderConfig with an InputType",
  })
  .refine(
    (r) =>
      r.Resource.endsWith("listObjectsV2") ||
      typeof r.Arguments === "string" ||
      hasMember(r.Arguments, "Key"),
    {
      path: ["Arguments"],
      message: "needs Key",
    },
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
    Arguments: s3Arguments(["Bucket", "Prefix"]).optional(),
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
