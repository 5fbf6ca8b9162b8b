import * as z from "zod";
import { isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { readerAction, type S3Action, s3ArgumentProblems } from "../definition/map-fields.ts";
import type { StateExecution } from "../interpreter/state-execution.ts";

/** Where a Map run's items come from, after evaluation. */
const sourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("items") }),
  z.object({
    kind: z.literal("object"),
    bucket: z.string(),
    key: z.string(),
    format: z.enum(["JSON", "JSONL", "CSV"]),
    /** CSV only; without it the first row has the headers. */
    headers: z.array(z.string()).exactOptional(),
    delimiter: z.string().exactOptional(),
    maxItems: z.number().exactOptional(),
    /** JSON only: where the array is in the file, as a JSON pointer. */
    pointer: z.string().exactOptional(),
  }),
  z.object({
    kind: z.literal("listing"),
    bucket: z.string(),
    prefix: z.string(),
    maxItems: z.number().exactOptional(),
  }),
]);

/** The settings of a Map run. They are recorded when it starts, so that they are the same after a kill. */
export const mapSettingsSchema = z.object({
  source: sourceSchema,
  batch: z
    .object({
      maxItems: z.number().exactOptional(),
      maxBytes: z.number().exactOptional(),
      input: z.json().exactOptional(),
    })
    .exactOptional(),
  writer: z.object({ bucket: z.string(), prefix: z.string() }).exactOptional(),
});

export type ItemSource = z.infer<typeof sourceSchema>;
export type MapSettings = z.infer<typeof mapSettingsSchema>;

const delimiters: Readonly<Record<string, string>> = {
  COMMA: ",",
  PIPE: "|",
  SEMICOLON: ";",
  SPACE: " ",
  TAB: "\t",
};

/** Evaluates the settings of a Distributed Map. */
export const evaluateSettings = async (stateExecution: StateExecution<"Map">): Promise<MapSettings> => ({
  source: await sourceOf(stateExecution),
  ...(await batchOf(stateExecution)),
  ...(await writerOf(stateExecution)),
});

const count = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };

/** How many children may run at once (0: as many as the limit allows), and how many may fail. */
export interface MapBounds {
  readonly maxConcurrency: number;
  readonly toleratedCount: number | undefined;
  readonly toleratedPercentage: number | undefined;
}

const percentage = { least: 0, most: 100, isWhole: false };

export const evaluateBounds = async (stateExecution: StateExecution<"Map">): Promise<MapBounds> => {
  const { MaxConcurrency, ToleratedFailureCount, ToleratedFailurePercentage } = stateExecution.state;
  const evaluated = (field: string, source: Json | undefined, range: typeof count) =>
    source === undefined ? undefined : stateExecution.evaluateNumber(field, source, range);
  return {
    maxConcurrency: await stateExecution.evaluateNumber("MaxConcurrency", MaxConcurrency ?? 0, count),
    toleratedCount: await evaluated("ToleratedFailureCount", ToleratedFailureCount, count),
    toleratedPercentage: await evaluated(
      "ToleratedFailurePercentage",
      ToleratedFailurePercentage,
      percentage,
    ),
  };
};

const sourceOf = async (stateExecution: StateExecution<"Map">): Promise<ItemSource> => {
  const { ItemReader: reader } = stateExecution.state;
  if (reader === undefined) return { kind: "items" };
  const action = readerAction(reader.Resource);
  const args = await argumentsOf(stateExecution, "ItemReader", action, reader.Arguments);
  const config = reader.ReaderConfig ?? {};
  // A negative number fails when the items are read.
  const asked = await stateExecution.evaluateNumber(
    "ItemReader/ReaderConfig/MaxItems",
    config.MaxItems ?? 0,
    { ...count, least: Number.MIN_SAFE_INTEGER },
  );
  const limit = asked === 0 ? {} : { maxItems: asked };
  const bucket = textIn(stateExecution, "ItemReader", args, "Bucket");
  if (action === "listObjectsV2") {
    const prefix = args.Prefix === undefined ? "" : textIn(stateExecution, "ItemReader", args, "Prefix");
    return { kind: "listing", bucket, prefix, ...limit };
  }
  return {
    kind: "object",
    bucket,
    key: textIn(stateExecution, "ItemReader", args, "Key"),
    format: config.InputType ?? "JSON",
    ...(config.CSVHeaders === undefined ? {} : { headers: config.CSVHeaders }),
    delimiter: delimiters[config.CSVDelimiter ?? "COMMA"] ?? ",",
    ...(config.ItemsPointer === undefined ? {} : { pointer: config.ItemsPointer }),
    ...limit,
  };
};

const batchOf = async (stateExecution: StateExecution<"Map">): Promise<Pick<MapSettings, "batch">> => {
  const { ItemBatcher: batcher } = stateExecution.state;
  if (batcher === undefined) return {};
  const { MaxItemsPerBatch: items, MaxInputBytesPerBatch: bytes, BatchInput: input } = batcher;
  const batch: NonNullable<MapSettings["batch"]> = {};
  if (items !== undefined)
    batch.maxItems = await stateExecution.evaluateNumber("ItemBatcher/MaxItemsPerBatch", items, count);
  if (bytes !== undefined) {
    batch.maxBytes = await stateExecution.evaluateNumber("ItemBatcher/MaxInputBytesPerBatch", bytes, count);
  }
  if (input !== undefined)
    batch.input = z.json().parse(await stateExecution.evaluate("ItemBatcher/BatchInput", input));
  return { batch };
};

const writerOf = async (stateExecution: StateExecution<"Map">): Promise<Pick<MapSettings, "writer">> => {
  const source = stateExecution.state.ResultWriter?.Arguments;
  if (source === undefined) return {};
  const args = await argumentsOf(stateExecution, "ResultWriter", "putObject", source);
  const prefix = args.Prefix === undefined ? "" : textIn(stateExecution, "ResultWriter", args, "Prefix");
  return { writer: { bucket: textIn(stateExecution, "ResultWriter", args, "Bucket"), prefix } };
};

const argumentsOf = async (
  stateExecution: StateExecution<"Map">,
  field: string,
  action: S3Action,
  source: Json,
): Promise<JsonObject> => {
  const location = `${field}/Arguments`;
  const args = await stateExecution.evaluate(location, source);
  if (!isObject(args)) throw stateExecution.wrongType(location, source, "object", args);
  const problems = s3ArgumentProblems(action, args).map((problem) => `${location} ${problem}`);
  if (problems.length > 0) throw stateExecution.refused(problems);
  return args;
};

const textIn = (
  stateExecution: StateExecution<"Map">,
  field: string,
  args: JsonObject,
  name: string,
): string => {
  const value = args[name];
  if (typeof value === "string") return value;
  throw stateExecution.failedAt(
    `${field}/Arguments/${name}`,
    `The ${field}/Arguments/${name} field must be a string, not ${JSON.stringify(value)}.`,
  );
};
