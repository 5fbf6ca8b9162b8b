import { expect, test } from "@jest/globals";
import type { AwsResponse } from "../../../src/ports.ts";
import { schedulerPermissions, schedulerService } from "../../../src/services/scheduler/service.ts";
import type { PlannedSchedule } from "../../../src/template/plan.ts";

const schedule = (name: string): PlannedSchedule => ({
  logicalId: name,
  name,
  arn: `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${name}`,
  expression: "rate(1 day)",
  timeZone: "UTC",
  targetArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`,
  roleArn: "arn:aws:iam::000000000000:role/Scheduler",
  input: "{}",
  deadLetterArn: undefined,
});

const service = schedulerService([schedule("weekly"), schedule("daily")], 1000);

const ask = (query: string, path = "/schedules"): Promise<AwsResponse> =>
  service({
    method: "GET",
    path,
    query: new URLSearchParams(query),
    headers: {},
    body: Buffer.alloc(0),
    principal: { kind: "owner" },
  });
const listed = async (query: string) => JSON.parse(String((await ask(query)).body));

test("schedules are listed with their targets, in pages", async () => {
  expect((await listed("")).Schedules).toHaveLength(2);
  expect(await listed("MaxResults=1")).toEqual({
    Schedules: [
      {
        Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/weekly",
        Name: "weekly",
        GroupName: "default",
        State: "ENABLED",
        CreationDate: 1,
        LastModificationDate: 1,
        Target: { Arn: "arn:aws:states:us-east-1:000000000000:stateMachine:weekly" },
      },
    ],
    NextToken: "1",
  });
  expect(await listed("MaxResults=1&NextToken=1")).toMatchObject({ Schedules: [{ Name: "daily" }] });
});

test("schedules are found by the beginning of their name, their group and their state", async () => {
  expect(await listed("NamePrefix=da")).toMatchObject({ Schedules: [{ Name: "daily" }] });
  expect(await listed("ScheduleGroup=other")).toEqual({ Schedules: [] });
  expect(await listed("State=DISABLED")).toEqual({ Schedules: [] });
});

test("a schedule is told with its time and its target, and the one group that there is", async () => {
  const got = async (path: string, query = "") => JSON.parse(String((await ask(query, path)).body));
  expect(await got("/schedules/weekly")).toEqual({
    ...{ Arn: schedule("weekly").arn, Name: "weekly", GroupName: "default", State: "ENABLED" },
    ...{ ScheduleExpression: "rate(1 day)", ScheduleExpressionTimezone: "UTC" },
    ...{ FlexibleTimeWindow: { Mode: "OFF" }, CreationDate: 1, LastModificationDate: 1 },
    Target: { Arn: schedule("weekly").targetArn, RoleArn: schedule("weekly").roleArn, Input: "{}" },
  });
  const group = { Name: "default", State: "ACTIVE" };
  expect(await got("/schedule-groups")).toMatchObject({ ScheduleGroups: [group] });
  expect(await got("/schedule-groups/default")).toMatchObject(group);
  for (const [path, query] of [
    ["/schedules/none"],
    ["/schedules/weekly", "groupName=other"],
    ["/schedule-groups/other"],
  ]) {
    await expect(ask(query ?? "", path)).rejects.toMatchObject({ code: "ResourceNotFoundException" });
  }
});

test("each call needs its own right", () => {
  const needed = (path: string, query = "") => {
    const request = {
      method: "GET",
      headers: {},
      body: Buffer.alloc(0),
      principal: { kind: "owner" },
    } as const;
    const [need] = schedulerPermissions({ ...request, path, query: new URLSearchParams(query) }).flat();
    return `${need?.action} ${need?.resource.split(":").at(-1)}`;
  };
  expect(needed("/schedules")).toBe("scheduler:ListSchedules *");
  expect(needed("/schedules/weekly", "groupName=g")).toBe("scheduler:GetSchedule schedule/g/weekly");
  expect(needed("/schedule-groups")).toBe("scheduler:ListScheduleGroups *");
  expect(needed("/schedule-groups/g")).toBe("scheduler:GetScheduleGroup schedule-group/g");
});

test("what can't be followed is refused by name", async () => {
  await expect(ask("Colour=red")).rejects.toMatchObject({ code: "ValidationException" });
  await expect(ask("", "/tags/weekly")).rejects.toMatchObject({ code: "NotImplemented" });
});
