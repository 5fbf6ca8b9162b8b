import { describe, expect, test } from "@jest/globals";
import { Stack } from "aws-cdk-lib";
import { StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { parseWeeklyTime } from "../../course/settings.ts";
import { WeeklySchedule } from "../../lib/weekly-schedule.ts";
import { asRecord, ofType, resourcesOf } from "./support/template.ts";
import { resourcesIn, testApp } from "./support/test-app.ts";

const scheduleFor = (deadline: string, timeZone: string) => {
  const stack = new Stack(testApp(), "Stack");
  const starts = StateMachine.fromStateMachineName(stack, "Run", "run");
  new WeeklySchedule(stack, "Schedule", { at: parseWeeklyTime(deadline), timeZone, starts });
  const [schedule] = ofType(resourcesOf(resourcesIn(stack)), "AWS::Scheduler::Schedule");
  return asRecord(schedule?.[1]);
};

describe("The weekly schedule", () => {
  test.each([
    ["Monday 23:00", "Europe/Warsaw", "cron(0 23 ? * MON *)"],
    ["Sunday 00:05", "America/New_York", "cron(5 0 ? * SUN *)"],
    ["Thursday 09:30", "Asia/Kathmandu", "cron(30 9 ? * THU *)"],
  ])("starts the run at %s in %s", (deadline, timeZone, expression) => {
    expect(scheduleFor(deadline, timeZone)).toMatchObject({
      ScheduleExpression: expression,
      ScheduleExpressionTimezone: timeZone,
      FlexibleTimeWindow: { Mode: "OFF" },
      State: "ENABLED",
    });
  });

  test("tells the run the time that it was planned for, the same on each attempt", () => {
    const target = asRecord(scheduleFor("Monday 23:00", "Europe/Warsaw").Target);
    expect(JSON.parse(String(target.Input))).toEqual({ scheduledTime: "<aws.scheduler.scheduled-time>" });
    expect(target.Arn).toBe("arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:stateMachine:run");
  });

  test("gives up after bounded tries, and keeps what could not be delivered", () => {
    expect(scheduleFor("Monday 23:00", "Europe/Warsaw").Target).toMatchObject({
      RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 60 },
      DeadLetterConfig: { Arn: "<ScheduleUndelivered.Arn>" },
    });
  });
});
