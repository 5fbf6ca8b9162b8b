import * as z from "zod";
import type { Json } from "../../ports.ts";
import { type Answer, type Call, headerOf } from "./call.ts";
import { isBinary } from "./proxy-event.ts";
import { Refusal } from "./refusal.ts";

const headerValue = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** Anything else is a "malformed Lambda proxy response". */
const proxyAnswerSchema = z.strictObject({
  statusCode: z.coerce.number().int().min(100).max(599),
  headers: z.record(z.string(), headerValue).nullish(),
  multiValueHeaders: z.record(z.string(), z.array(headerValue)).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** Set by the connection, not by a function. */
const connectionHeaders = new Set(["connection", "content-length", "keep-alive", "transfer-encoding"]);

const isSendable = ([name, value]: readonly [string, string]): boolean =>
  !connectionHeaders.has(name.toLowerCase()) && /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\r\n\0]/.test(value);

/**
 * A function's answer as HTTP.
 * @throws {Refusal} 502 when it is not in the form of a proxy answer.
 */
export const answerOf = (payload: Json, call: Call): Answer => {
  const parsed = proxyAnswerSchema.safeParse(payload);
  if (!parsed.success) throw new Refusal("DEFAULT_5XX");
  const { statusCode, headers, multiValueHeaders, body, isBase64Encoded } = parsed.data;
  const multi = Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const several = new Set(multi.map(([name]) => name.toLowerCase()));
  const single = Object.entries(headers ?? {}).filter(([name]) => !several.has(name.toLowerCase()));
  const all = [...single, ...multi].filter(isSendable);
  const hasType = all.some(([name]) => name.toLowerCase() === "content-type");
  const isBytes = isBase64Encoded === true && isBinary(call.api.binaryMediaTypes, headerOf(call, "accept"));
  return {
    status: statusCode,
    headers: hasType ? all : [["Content-Type", "application/json"], ...all],
    body: isBytes ? Buffer.from(body ?? "", "base64") : (body ?? ""),
  };
};
