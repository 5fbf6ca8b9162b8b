import * as z from "zod";
import {
  type MailPage,
  mailPageSchema,
  type ShownMail,
  shownMailSchema,
} from "../../course/console/console-mails.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import { timeLimit } from "../shared/time-limit.ts";

/** A call that the console's server, or a service behind it, refused. */
export class CallError extends Error {
  readonly status: number;

  /** @param name the error as the service names it, such as `NoSuchKey`. */
  constructor(name: string, message: string, status: number) {
    super(message);
    this.name = name;
    this.status = status;
  }
}

const timeoutMs = 30_000;

const errorSchema = z.union([
  z.object({ error: z.string(), message: z.string() }),
  z
    .object({ __type: z.string(), message: z.string() })
    .transform(({ __type, message }) => ({ error: __type, message })),
]);

const refusalOf = (status: number, text: string): CallError => {
  const told = errorSchema.safeParse(jsonOrUndefined(text));
  if (told.success) return new CallError(told.data.error, told.data.message, status);
  return new CallError(/<Code>([^<]*)</.exec(text)?.[1] ?? "Refused", text.trim().slice(0, 300), status);
};

/** What every call takes: a signal that ends the call early. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

/** The text that the console's server answers. @throws CallError when it refuses. */
export const callText = async (
  path: string,
  body: string | undefined,
  { signal }: CallOptions = {},
): Promise<string> => {
  const answer = await fetch(`api/${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { "x-trainer-console": "1" },
    ...(body === undefined ? {} : { body }),
    signal: timeLimit(timeoutMs, signal),
  });
  const text = await answer.text();
  if (answer.ok) return text;
  throw refusalOf(answer.status, text);
};

/** A text that is JSON of this shape. @throws CallError that says what is wrong with it. */
export const readAs = <T extends z.ZodType>(schema: T, text: string): z.infer<T> => {
  const read = schema.safeParse(jsonOrUndefined(text));
  if (read.success) return read.data;
  throw new CallError("BadAnswer", `The answer was not understood: ${z.prettifyError(read.error)}`, 502);
};

/** A GET whose answer is JSON of this shape. */
export const callJson = async <T extends z.ZodType>(
  path: string,
  schema: T,
  options?: CallOptions,
): Promise<z.infer<T>> => readAs(schema, await callText(path, undefined, options));

export const regionSchema = z.object({
  stackName: z.string(),
  outputs: z.record(z.string(), z.string()),
  account: z.string(),
  region: z.string(),
  /** By which a command finds this course: `--local`. */
  commandOptions: z.array(z.string()),
  /** Whether something keeps the mails that were sent; SES does not. */
  hasInbox: z.boolean(),
  /** Milliseconds since 1970. */
  now: z.number(),
});

export type RegionInfo = z.infer<typeof regionSchema>;

const costsSchema = z.object({
  isShared: z.boolean(),
  isPartial: z.boolean(),
  lines: z.array(
    z.object({
      service: z.string(),
      unit: z.string(),
      units: z.number(),
      price: z.object({ dollars: z.number(), per: z.number() }),
      dollars: z.number(),
    }),
  ),
});

export type Costs = z.infer<typeof costsSchema>;

/** undefined: what the execution used was not counted. */
export const readCosts = async (executionArn: string, options?: CallOptions): Promise<Costs | undefined> => {
  try {
    return await callJson(`costs?${new URLSearchParams({ executionArn })}`, costsSchema, options);
  } catch (error) {
    if (error instanceof CallError && error.status === 404) return undefined;
    throw error;
  }
};

export const listMails = (words: string, from: number, options?: CallOptions): Promise<MailPage> =>
  callJson(`mails?${new URLSearchParams({ words, from: String(from) })}`, mailPageSchema, options);

export const readMail = (messageId: string, options?: CallOptions): Promise<ShownMail> =>
  callJson(`mails/${encodeURIComponent(messageId)}`, shownMailSchema, options);
