import { describe, expect, jest, test } from "@jest/globals";
import { parseWeeklyTime, type Settings } from "../../course/settings.ts";
import { timeToLook } from "../../lib/deadline-watch.ts";
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

  const looksAt = (deadline: string, timeZone: string) => {
    const { weekday, hour, minute } = timeToLook({ deadline: parseWeeklyTime(deadline), timeZone });
    return `${weekday} ${hour}:${minute}`;
  };

  test("looks an hour sooner where a clock change would skip it", () => {
    expect(looksAt("Saturday 20:30", "Europe/Warsaw")).toBe("Sunday 1:30");
    expect(looksAt("Saturday 20:30", "Asia/Tokyo")).toBe("Sunday 2:30");
    expect(looksAt("Friday 20:30", "Europe/Warsaw")).toBe("Saturday 2:30");
  });

  test("goes from Sunday to Monday, and stays in the day", () => {
    expect(looksAt("Sunday 18:30", "Europe/Warsaw")).toBe("Monday 0:30");
    expect(looksAt("Friday 09:05", "Europe/Warsaw")).toBe("Friday 15:5");
  });

  test("looks at the same time whatever the day of the deployment: no change of a course, no change of its stack", () => {
    const on = (day: string): string => {
      jest.useFakeTimers({ now: Date.parse(day) });
      return looksAt("Saturday 20:30", "Africa/Casablanca");
    };
    expect(on("2060-08-01")).toBe(on("2026-11-26"));
    jest.useRealTimers();
  });
});
