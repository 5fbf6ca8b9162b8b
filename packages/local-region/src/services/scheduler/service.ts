import { numberInQuery } from "../../http/number-in-query.ts";
import { AwsError, type AwsResponse, type AwsService, type Json } from "../../ports.ts";
import type { PlannedSchedule } from "../../template/plan.ts";

const group = "default";

/** The longest page. @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_ListSchedules.html */
const mostSchedules = 100;

const json = (body: Json): AwsResponse => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

const code = "ValidationException";

const invalid = (message: string): AwsError => new AwsError(code, message);

const followed = ["MaxResults", "NextToken", "NamePrefix", "ScheduleGroup", "State"];

const matches = (query: URLSearchParams, { name }: PlannedSchedule): boolean =>
  name.startsWith(query.get("NamePrefix") ?? "") &&
  (query.get("ScheduleGroup") ?? group) === group &&
  (query.get("State") ?? "ENABLED") === "ENABLED";

/** `NextToken`: how many schedules the pages before had. */
const listSchedules = (
  schedules: readonly PlannedSchedule[],
  query: URLSearchParams,
  createdMs: number,
): AwsResponse => {
  const unknown = [...query.keys()].find((name) => !followed.includes(name));
  if (unknown !== undefined) throw invalid(`The region's ListSchedules does not follow ${unknown}.`);
  const found = schedules.filter((schedule) => matches(query, schedule));
  const from = numberInQuery(query, "NextToken", { least: 0, byDefault: 0, code });
  const end =
    from +
    Math.min(numberInQuery(query, "MaxResults", { least: 1, byDefault: mostSchedules, code }), mostSchedules);
  return json({
    Schedules: found.slice(from, end).map(({ arn, name, targetArn }) => ({
      Arn: arn,
      Name: name,
      GroupName: group,
      State: "ENABLED",
      CreationDate: createdMs / 1000,
      LastModificationDate: createdMs / 1000,
      Target: { Arn: targetArn },
    })),
    ...(end < found.length ? { NextToken: String(end) } : {}),
  });
};

/**
 * Lists the template's schedules.
 *
 * @param createdMs when the region was started, on its clock, in milliseconds since 1970.
 */
export const schedulerService =
  (schedules: readonly PlannedSchedule[], createdMs: number): AwsService =>
  async ({ method, path, query }) => {
    if (method === "GET" && path === "/schedules") return listSchedules(schedules, query, createdMs);
    throw new AwsError(
      "NotImplemented",
      `The region's Scheduler has no ${method} ${path}; it has ListSchedules.`,
      501,
    );
  };
