import * as z from "zod";
import { isObject, type JsonObject } from "../../../json.ts";
import type { Json } from "../../../ports.ts";
import { readerAction, type S3Action, s3ArgumentProblems } from "../definition/map-fields.ts";
import type { Visit } from "../run/visit.ts";

/** Where a Map run's items come from, with everything evaluated. */
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
  }),
  z.object({
    kind: z.literal("listing"),
    bucket: z.string(),
    prefix: z.string(),
    maxItems: z.number().exactOptional(),
  }),
]);

/** What a Map run goes by; recorded when it starts, so that it is the same after a kill. */
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
export const evaluateSettings = async (visit: Visit<"Map">): Promise<MapSettings> => ({
  source: await sourceOf(visit),
  ...(await batchOf(visit)),
  ...(await writerOf(visit)),
});

const count = { least: 0, most: Number.MAX_SAFE_INTEGER, isWhole: true };

const sourceOf = async (visit: Visit<"Map">): Promise<ItemSource> => {
  const { ItemReader: reader } = visit.state;
  if (reader === undefined) return { kind: "items" };
  const action = readerAction(reader.Resource);
  const args = await argumentsOf(visit, "ItemReader", action, reader.Arguments);
  const config = reader.ReaderConfig ?? {};
  const asked = await visit.evaluateNumber("ItemReader/ReaderConfig/MaxItems", config.MaxItems ?? 0, count);
  const limit = asked === 0 ? {} : { maxItems: asked };
  const bucket = textIn(visit, "ItemReader", args, "Bucket");
  if (action === "listObjectsV2") {
    const prefix = args.Prefix === undefined ? "" : textIn(visit, "ItemReader", args, "Prefix");
    return { kind: "listing", bucket, prefix, ...limit };
  }
  return {
    kind: "object",
    bucket,
    key: textIn(visit, "ItemReader", args, "Key"),
    format: config.InputType ?? "JSON",
    ...(config.CSVHeaders === undefined ? {} : { headers: config.CSVHeaders }),
    delimiter: delimiters[config.CSVDelimiter ?? "COMMA"] ?? ",",
    ...limit,
  };
};

const batchOf = async (visit: Visit<"Map">): Promise<Pick<MapSettings, "batch">> => {
  const { ItemBatcher: batcher } = visit.state;
  if (batcher === undefined) return {};
  const { MaxItemsPerBatch: items, MaxInputBytesPerBatch: bytes, BatchInput: input } = batcher;
  const batch: NonNullable<MapSettings["batch"]> = {};
  if (items !== undefined)
    batch.maxItems = await visit.evaluateNumber("ItemBatcher/MaxItemsPerBatch", items, count);
  if (bytes !== undefined) {
    batch.maxBytes = await visit.evaluateNumber("ItemBatcher/MaxInputBytesPerBatch", bytes, count);
  }
  if (input !== undefined)
    batch.input = z.json().parse(await visit.evaluate("ItemBatcher/BatchInput", input));
  return { batch };
};

const writerOf = async (visit: Visit<"Map">): Promise<Pick<MapSettings, "writer">> => {
  const source = visit.state.ResultWriter?.Arguments;
  if (source === undefined) return {};
  const args = await argumentsOf(visit, "ResultWriter", "putObject", source);
  const prefix = args.Prefix === undefined ? "" : textIn(visit, "ResultWriter", args, "Prefix");
  return { writer: { bucket: textIn(visit, "ResultWriter", args, "Bucket"), prefix } };
};

const argumentsOf = async (
  visit: Visit<"Map">,
  field: string,
  action: S3Action,
  source: Json,
): Promise<JsonObject> => {
  const location = `${field}/Arguments`;
  const args = await visit.evaluate(location, source);
  if (!isObject(args)) throw visit.wrongType(location, source, "object", args);
  const problems = s3ArgumentProblems(action, args).map((problem) => `${location} ${problem}`);
  if (problems.length > 0) throw visit.refused(problems);
  return args;
};

const textIn = (visit: Visit<"Map">, field: string, args: JsonObject, name: string): string => {
  const value = args[name];
  if (typeof value === "string") return value;
  throw visit.failedAt(
    `${field}/Arguments/${name}`,
    `The ${field}/Arguments/${name} field must be a string, not ${JSON.stringify(value)}.`,
  );
};
