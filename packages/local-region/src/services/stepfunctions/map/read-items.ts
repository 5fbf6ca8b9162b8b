import { pipeline, type Readable } from "node:stream";
import { parse as parseCsv } from "csv-parse";
import { isJsonArray, parseJson } from "../../../json.ts";
import { messageOf } from "../../../message-of.ts";
import { AwsError, type Json, type Objects, type Principal } from "../../../ports.ts";
import { StateFailure, stateErrors } from "../state-failure.ts";
import { type Item, itemsIn } from "./item.ts";
import type { ItemSource } from "./settings.ts";

const failed = (cause: string): StateFailure => new StateFailure(stateErrors.itemReaderFailed, cause);

/** Streams the items of a data set on S3. Throws States.ItemReaderFailed. */
export async function* readItems(
  objects: Objects,
  principal: Principal,
  source: Exclude<ItemSource, { kind: "items" }>,
): AsyncGenerator<Item> {
  const items =
    source.kind === "listing" ? list(objects, principal, source) : readObject(objects, principal, source);
  let left = source.maxItems ?? Number.POSITIVE_INFINITY;
  if (left < 0) throw failed("field MaxItems must be positive");
  try {
    for await (const item of items) {
      if (left-- <= 0) return;
      yield item;
    }
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    if (error instanceof AwsError) throw failed(`${error.code}: ${error.message}`);
    throw failed(messageOf(error));
  }
}

type ObjectSource = Extract<ItemSource, { kind: "object" }>;

async function* readObject(
  objects: Objects,
  principal: Principal,
  source: ObjectSource,
): AsyncGenerator<Item> {
  const { bucket, key, format } = source;
  const body = await objects.get(bucket, key, principal);
  const where = `s3://${bucket}/${key}`;
  try {
    if (format === "JSON") yield* jsonItems(body, where, source.pointer);
    else if (format === "JSONL") yield* jsonLines(body, where);
    else yield* csvRows(body, where, source);
  } finally {
    body.destroy();
  }
}

/** The value at a JSON pointer; undefined: there is none. @see https://www.rfc-editor.org/rfc/rfc6901 */
const valueAt = (document: Json, pointer: string): Json | undefined =>
  pointer
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<Json | undefined>((value, part) => {
      if (isJsonArray(value)) return /^(0|[1-9]\d*)$/.test(part) ? value[Number(part)] : undefined;
      return typeof value === "object" && value !== null && Object.hasOwn(value, part)
        ? value[part]
        : undefined;
    }, document);

async function* jsonItems(body: Readable, where: string, pointer = ""): AsyncGenerator<Item> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  const found = valueAt(parsed(Buffer.concat(chunks).toString(), where), pointer);
  const items = found === undefined ? undefined : itemsIn(found);
  const place = pointer === "" ? where : `${where} at ${pointer}`;
  if (!items) throw failed(`${place} must hold a JSON array or object to be mapped over.`);
  yield* items;
}

async function* jsonLines(body: Readable, where: string): AsyncGenerator<Item> {
  let number = 0;
  for await (const line of linesOf(body)) {
    number += 1;
    if (line.trim() !== "") yield { value: parsed(line, `Line ${number} of ${where}`) };
  }
}

async function* linesOf(body: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    const lines = `${rest}${decoder.decode(Buffer.from(chunk), { stream: true })}`.split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
  yield `${rest}${decoder.decode()}`;
}

const parsed = (text: string, where: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw failed(`${where} is not JSON: ${messageOf(error)}`);
  }
};

const checkHeaders = (headers: readonly string[]): void => {
  if (new Set(headers).size < headers.length) throw failed("CSV headers cannot contain duplicates.");
};

/** Every field is a string. Missing fields of a short row are empty; fields beyond the headers are left out. */
async function* csvRows(body: Readable, where: string, source: ObjectSource): AsyncGenerator<Item> {
  let { headers } = source;
  if (headers) checkHeaders(headers);
  const rows: AsyncIterable<string[]> = pipeline(
    body,
    parseCsv({
      bom: true,
      delimiter: source.delimiter ?? ",",
      relax_column_count: true,
      skip_empty_lines: true,
    }),
    () => undefined,
  );
  try {
    for await (const row of rows) {
      if (headers) yield { value: Object.fromEntries(headers.map((header, i) => [header, row[i] ?? ""])) };
      else {
        checkHeaders(row);
        headers = row;
      }
    }
  } catch (error) {
    if (error instanceof StateFailure) throw error;
    throw failed(`${where} is not CSV: ${messageOf(error)}`);
  }
}

async function* list(
  objects: Objects,
  principal: Principal,
  { bucket, prefix }: Extract<ItemSource, { kind: "listing" }>,
): AsyncGenerator<Item> {
  for await (const { key, size, etag, lastModified } of objects.list(bucket, prefix, principal)) {
    const LastModified = Math.floor(lastModified.getTime() / 1000);
    yield { value: { Etag: etag, LastModified, Key: key, Size: size, StorageClass: "STANDARD" } };
  }
}
