import { describe, expect, test } from "@jest/globals";
import type { Settings } from "../../course/settings.ts";
import { ofType, synthesize } from "./support/template.ts";

const watchFor = async (changes: Partial<Settings>) =>
  ofType(await synthesize(changes), "AWS::Scheduler::Schedule").find(
    ([id]) => id === "DeadlineWatchSchedule",
  )?.[1];

describe("The watch over a deadline", () => {
  test("looks six hours after it, in the course's time zone, and gets that time as its input", async () => {
    expect(await watchFor({ deadline: "Monday 23:00", timeZone: "Europe/Warsaw" })).toMatchObject({
      ScheduleExpression: "cron(0 5 ? * TUE *)",
      ScheduleExpressionTimezone: "Europe/Warsaw",
      Target: {
        Arn: "<DeadlineWatchWatchDeadlineFunction.Arn>",
        Input: JSON.stringify({ scheduledTime: "<aws.scheduler.scheduled-time>" }),
        DeadLetterConfig: { Arn: "<ScheduleUndelivered.Arn>" },
      },
    });
  });

  test("looks an hour sooner where a clock change would skip it", async () => {
    const looksAt = async (deadline: string, timeZone: string) =>
      (await watchFor({ deadline, timeZone }))?.ScheduleExpression;
    expect(await looksAt("Saturday 20:30", "Europe/Warsaw")).toBe("cron(30 1 ? * SUN *)");
    expect(await looksAt("Saturday 20:30", "Asia/Tokyo")).toBe("cron(30 2 ? * SUN *)");
    expect(await looksAt("Friday 20:30", "Europe/Warsaw")).toBe("cron(30 2 ? * SAT *)");
  });

  test("goes from Sunday to Monday, and stays in the day", async () => {
    expect((await watchFor({ deadline: "Sunday 18:30" }))?.ScheduleExpression).toBe("cron(30 0 ? * MON *)");
    expect((await watchFor({ deadline: "Friday 09:05" }))?.ScheduleExpression).toBe("cron(5 15 ? * FRI *)");
  });
});
