import { numberInQuery } from "../../http/number-in-query.ts";
import { AwsError, type AwsResponse, type AwsService, account, type Json, region } from "../../ports.ts";
import type { PlannedSchedule } from "../../template/plan.ts";
import { need, type PermissionsNeeded } from "../iam/requests.ts";

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

/** As it is in the template; a target's retries are not followed here, so they are not told. */
const getSchedule = (schedule: PlannedSchedule, createdMs: number): AwsResponse =>
  json({
    Arn: schedule.arn,
    Name: schedule.name,
    GroupName: group,
    State: "ENABLED",
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: schedule.timeZone,
    FlexibleTimeWindow: { Mode: "OFF" },
    CreationDate: createdMs / 1000,
    LastModificationDate: createdMs / 1000,
    Target: {
      Arn: schedule.targetArn,
      RoleArn: schedule.roleArn,
      Input: schedule.input,
      ...(schedule.deadLetterArn === undefined ? {} : { DeadLetterConfig: { Arn: schedule.deadLetterArn } }),
    },
  });

const named = (
  schedules: readonly PlannedSchedule[],
  name: string,
  query: URLSearchParams,
): PlannedSchedule => {
  const inGroup = query.get("groupName") ?? group;
  const schedule = schedules.find((planned) => inGroup === group && planned.name === name);
  if (schedule) return schedule;
  throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
};

/** There is one, which every account has. Groups of a template only name schedules. */
const theGroup = (createdMs: number): Json => ({
  Arn: arnOf(`schedule-group/${group}`),
  Name: group,
  State: "ACTIVE",
  CreationDate: createdMs / 1000,
  LastModificationDate: createdMs / 1000,
});

const getGroup = (name: string, createdMs: number): AwsResponse => {
  if (name === group) return json(theGroup(createdMs));
  throw new AwsError("ResourceNotFoundException", `Schedule group ${name} does not exist.`, 404);
};

const arnOf = (resource: string): string => `arn:aws:scheduler:${region}:${account}:${resource}`;

const oneSchedule = /^\/schedules\/([^/]+)$/;
const oneGroup = /^\/schedule-groups\/([^/]+)$/;

export const schedulerPermissions: PermissionsNeeded = ({ method, path, query }) => {
  if (method !== "GET") return [];
  if (path === "/schedules") return [[need("scheduler:ListSchedules", "*")]];
  if (path === "/schedule-groups") return [[need("scheduler:ListScheduleGroups", "*")]];
  const [, name] = oneSchedule.exec(path) ?? [];
  const inGroup = query.get("groupName") ?? group;
  if (name !== undefined) return [[need("scheduler:GetSchedule", arnOf(`schedule/${inGroup}/${name}`))]];
  const [, groupName] = oneGroup.exec(path) ?? [];
  if (groupName === undefined) return [];
  return [[need("scheduler:GetScheduleGroup", arnOf(`schedule-group/${groupName}`))]];
};

/**
 * Tells of the template's schedules.
 *
 * @param createdMs when the region was started, on its clock, in milliseconds since 1970.
 */
export const schedulerService =
  (schedules: readonly PlannedSchedule[], createdMs: number): AwsService =>
  async ({ method, path, query }) => {
    const [, name] = oneSchedule.exec(path) ?? [];
    const [, groupName] = oneGroup.exec(path) ?? [];
    if (method === "GET") {
      if (path === "/schedules") return listSchedules(schedules, query, createdMs);
      if (path === "/schedule-groups") return json({ ScheduleGroups: [theGroup(createdMs)] });
      if (name !== undefined)
        return getSchedule(named(schedules, decodeURIComponent(name), query), createdMs);
      if (groupName !== undefined) return getGroup(decodeURIComponent(groupName), createdMs);
    }
    throw new AwsError(
      "NotImplemented",
      `The region's Scheduler has no ${method} ${path}; it has ListSchedules, GetSchedule, ListScheduleGroups and GetScheduleGroup.`,
      501,
    );
  };
