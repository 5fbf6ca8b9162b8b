import { randomUUID } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import { tryParseJson } from "../../json.ts";
import { AwsError, type AwsResponse, type AwsService, account, type Json, region } from "../../ports.ts";
import type { PlannedFunction } from "../../template/plan.ts";
import { need, type PermissionsNeeded } from "../iam/requests.ts";
import { matcherOf } from "./filter-pattern.ts";
import { type LogEvent, logLines } from "./log-lines.ts";

export interface LogsOptions {
  readonly functions: readonly Pick<PlannedFunction, "name" | "logGroup">[];
  /** Folder of the functions' logs. */
  readonly folder: string;
  /** When the region was started, on its clock, in milliseconds since 1970. */
  readonly startedMs: number;
}

/** The lines of a function lie in one file, so a log group has one stream. */
const stream = "local";

/** The most events of an answer. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html */
const mostEvents = 10_000;

const arnOfGroup = (name: string): string => `arn:aws:logs:${region}:${account}:log-group:${name}`;

const page = {
  nextToken: z.string().regex(/^\d+$/).optional(),
  limit: z.int().min(1).max(mostEvents).optional(),
};

const groupSchema = z
  .object({ logGroupName: z.string().optional(), logGroupIdentifier: z.string().optional() })
  .transform(({ logGroupName, logGroupIdentifier }) =>
    (logGroupName ?? logGroupIdentifier ?? "").replace(/^arn:[^/]*:log-group:/, "").replace(/:\*$/, ""),
  );

const spanSchema = z.object({ startTime: z.number().optional(), endTime: z.number().optional() });

type Span = z.output<typeof spanSchema>;

const isWithin = (
  { startTime = 0, endTime = Number.POSITIVE_INFINITY }: Span,
  { timestamp }: LogEvent,
): boolean => timestamp >= startTime && timestamp < endTime;

const parsed = <T extends z.ZodType>(schema: T, input: Json): z.output<T> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new AwsError("InvalidParameterException", z.prettifyError(result.error));
};

const fileOf = ({ functions, folder }: LogsOptions, group: string): string => {
  const found = functions.find(({ logGroup }) => logGroup === group);
  if (found) return join(folder, `${found.name}.log`);
  throw new AwsError("ResourceNotFoundException", "The specified log group does not exist.");
};

type Action = (options: LogsOptions, input: Json) => Promise<Json> | Json;

const describeLogGroups: Action = ({ functions, startedMs }, input) => {
  const wanted = z.object({ ...page, logGroupNamePrefix: z.string().default("") });
  const { logGroupNamePrefix, limit = 50, nextToken = "0" } = parsed(wanted, input);
  const names = [...new Set(functions.map(({ logGroup }) => logGroup))]
    .filter((name) => name.startsWith(logGroupNamePrefix))
    .sort();
  const end = Number(nextToken) + limit;
  return {
    logGroups: names.slice(Number(nextToken), end).map((name) => ({
      ...{ logGroupName: name, creationTime: startedMs, metricFilterCount: 0 },
      ...{ arn: `${arnOfGroup(name)}:*`, logGroupArn: arnOfGroup(name), logGroupClass: "STANDARD" },
    })),
    ...(end < names.length && { nextToken: String(end) }),
  };
};

const describeLogStreams: Action = async (options, input) => {
  const group = parsed(groupSchema, input);
  const ends: { first?: LogEvent; last?: LogEvent } = {};
  for await (const event of logLines(fileOf(options, group))) {
    ends.first ??= event;
    ends.last = event;
  }
  const { first, last } = ends;
  if (!first || !last) return { logStreams: [] };
  return {
    logStreams: [
      {
        ...{
          logStreamName: stream,
          creationTime: first.timestamp,
          arn: `${arnOfGroup(group)}:log-stream:${stream}`,
        },
        ...{ firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp },
        lastIngestionTime: last.timestamp,
      },
    ],
  };
};

/** The tokens name a place in the file: `f/12` goes on after twelve lines, `b/12` with the twelve before. */
const getLogEvents: Action = async (options, input) => {
  const wanted = spanSchema.extend({
    limit: page.limit,
    logStreamName: z.literal(stream, `There is one log stream, ${stream}.`),
    startFromHead: z.boolean().default(false),
    nextToken: z
      .string()
      .regex(/^[fb]\/\d+$/)
      .optional(),
  });
  const { startFromHead, nextToken, limit = mostEvents, ...span } = parsed(wanted, input);
  const events: LogEvent[] = [];
  for await (const event of logLines(fileOf(options, parsed(groupSchema, input)))) {
    if (isWithin(span, event)) events.push(event);
  }
  const place = Number(nextToken?.slice(2) ?? (startFromHead ? 0 : events.length));
  const isForward = nextToken === undefined ? startFromHead : nextToken.startsWith("f");
  const from = isForward ? place : Math.max(0, place - limit);
  const until = isForward ? Math.min(place + limit, events.length) : place;
  return {
    events: events.slice(from, until).map((event) => ({ ...event, ingestionTime: event.timestamp })),
    ...{ nextForwardToken: `f/${until}`, nextBackwardToken: `b/${from}` },
  };
};

const filterLogEvents: Action = async (options, input) => {
  const wanted = spanSchema.extend({ ...page, filterPattern: z.string().default("") });
  const { filterPattern, limit = mostEvents, nextToken = "0", ...span } = parsed(wanted, input);
  const matches = matcherOf(filterPattern);
  const events: Json[] = [];
  let place = 0;
  for await (const event of logLines(fileOf(options, parsed(groupSchema, input)))) {
    place += 1;
    if (place <= Number(nextToken) || !isWithin(span, event) || !matches(event.message)) continue;
    if (events.length === limit) return { events, nextToken: String(place - 1) };
    events.push({ ...event, logStreamName: stream, ingestionTime: event.timestamp, eventId: String(place) });
  }
  return { events };
};

/** By name. */
export const logsActions: Readonly<Record<string, Action>> = {
  DescribeLogGroups: describeLogGroups,
  DescribeLogStreams: describeLogStreams,
  GetLogEvents: getLogEvents,
  FilterLogEvents: filterLogEvents,
};

const target = "Logs_20140328.";

const nameIn = (headers: Readonly<Record<string, string>>): string =>
  (headers["x-amz-target"] ?? "").replace(target, "");

export const logsPermissions: PermissionsNeeded = ({ headers }) => [[need(`logs:${nameIn(headers)}`, "*")]];

const answer = (status: number, body: Json): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": randomUUID() },
  body: JSON.stringify(body),
});

/** What CloudWatch Logs says of the functions' logs, which lie in the data folder. JSON 1.1. */
export const logsService =
  (options: LogsOptions): AwsService =>
  async ({ headers, body }) => {
    const name = nameIn(headers);
    const run = Object.hasOwn(logsActions, name) ? logsActions[name] : undefined;
    try {
      if (!run) {
        const known = Object.keys(logsActions).join(", ");
        throw new AwsError(
          "UnknownOperationException",
          `The region's CloudWatch Logs has ${known}; not ${name}.`,
        );
      }
      return answer(200, await run(options, tryParseJson(body.toString()) ?? {}));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return answer(error.status, { __type: error.code, message: error.message });
    }
  };
