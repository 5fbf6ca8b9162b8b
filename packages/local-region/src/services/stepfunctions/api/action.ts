import * as z from "zod";
import { isObject } from "../../../json.ts";
import { AwsError, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import { shown } from "../length-limit.ts";

/** One action of the Step Functions API: the request's body in, the answer's out. */
export type Action = (context: EngineContext, body: Json) => Promise<Json>;

const valueAt = (body: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      Array.isArray(value) ? value[Number(key)] : isObject(value) ? value[String(key)] : undefined,
    body,
  );

type Issue = z.core.$ZodIssue;

/** What the member must do, in AWS's words; undefined: AWS has none for it. */
const constraintOf = (issue: Issue): string | undefined => {
  if (issue.code === "invalid_value")
    return `Member must satisfy enum value set: [${issue.values.join(", ")}]`;
  if (issue.code === "invalid_format" && issue.pattern !== undefined)
    return `Member must satisfy regular expression pattern: ${issue.pattern.slice(1, -1)}`;
  if (issue.code !== "too_big" && issue.code !== "too_small") return undefined;
  const bound =
    issue.code === "too_big"
      ? `less than or equal to ${issue.maximum}`
      : `greater than or equal to ${issue.minimum}`;
  return `Member must have ${issue.origin === "string" || issue.origin === "array" ? "length" : "value"} ${bound}`;
};

/** AWS counts the members of a list from 1: `routingConfiguration.1.member.weight`. */
const memberOf = (path: Issue["path"]): string =>
  path.map((key) => (typeof key === "number" ? `${key + 1}.member` : String(key))).join(".");

const sentenceOf = (issue: Issue, body: Json): string => {
  const member = memberOf(issue.path);
  const value = valueAt(body, issue.path);
  if (value === undefined && issue.code === "invalid_type") {
    return `Value null at '${member}' failed to satisfy constraint: Member must not be null`;
  }
  const constraint = constraintOf(issue);
  if (constraint === undefined) return `${member || "request"}: ${issue.message}`;
  return `Value '${shown(typeof value === "string" ? value : JSON.stringify(value ?? null))}' at '${member}' failed to satisfy constraint: ${constraint}`;
};

const validationError = (error: z.ZodError, body: Json): AwsError => {
  const list = error.issues.map((issue) => sentenceOf(issue, body));
  return new AwsError(
    "ValidationException",
    `${list.length} validation error${list.length === 1 ? "" : "s"} detected: ${list.join("; ")}`,
  );
};

/** An action with its request checked. Members that are not in the schema are refused, not ignored. */
export const action = <T extends z.ZodType>(
  schema: T,
  run: (context: EngineContext, request: z.infer<T>) => Json | Promise<Json>,
): Action => {
  return async (context, body) => {
    const request = schema.safeParse(body);
    if (!request.success) throw validationError(request.error, body);
    return await run(context, request.data);
  };
};

export const arnSchema = z.string().min(1).max(2000);

/** Of a version or an alias. */
export const descriptionSchema = z.string().max(256);

/** AWS documents 1,024 characters, and 3,096 for ListExecutions. */
export const nextTokenSchema = (longest = 1024) => z.string().min(1).max(longest).optional();

/** The page size of lists: at most 1,000; 100 when the request has none or 0. */
export const maxResultsSchema = z
  .int()
  .min(0)
  .max(1000)
  .optional()
  .transform((n) => n || 100);

/** The JSON protocols of AWS write instants in seconds. */
export const seconds = (milliseconds: number): number => milliseconds / 1000;

/** `nextToken`: where the next page starts, in a form that callers need not understand. */
export const tokenOf = (position: number): string => Buffer.from(`page:${position}`).toString("base64url");

/** Throws InvalidToken. */
export const positionIn = (token: string): number => {
  const position = /^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (position === undefined) throw new AwsError("InvalidToken", `Invalid Token: '${token}'`);
  return Number(position);
};

/** A page; it has a `nextToken` when more was found than fits. */
export const pageOf = <T>(
  found: readonly T[],
  limit: number,
  positionOf: (last: T) => number,
): { readonly items: readonly T[]; readonly nextToken?: string } => {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined
    ? { items, nextToken: tokenOf(positionOf(last)) }
    : { items };
};
