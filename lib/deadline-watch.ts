import { Duration, TimeZone } from "aws-cdk-lib";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { isEverSkipped } from "../course/deadlines/deadline.ts";
import { overdueAfterHours } from "../course/run/run-metrics.ts";
import { laterInWeek, type WeeklyTime } from "../course/settings.ts";
import type { CourseStorage } from "./course-storage.ts";
import { TaskFunction } from "./task-function.ts";

export interface DeadlineWatchProps {
  readonly storage: CourseStorage;
  /** The weekly deadline. */
  readonly deadline: WeeklyTime;
  /** IANA name. */
  readonly timeZone: string;
  /** Receives starts of the watch that could not be delivered. */
  readonly undelivered: IQueue;
}

/**
 * One hour earlier where a clock change skips that time once a year, because the schedule would not start then. The task
 * itself never counts that hour. The day of the synthesis does not matter, so that a template changes only with its course.
 */
export const timeToLook = ({
  deadline,
  timeZone,
}: Pick<DeadlineWatchProps, "deadline" | "timeZone">): WeeklyTime => {
  const at = laterInWeek(deadline, overdueAfterHours);
  return isEverSkipped(at, timeZone) ? laterInWeek(deadline, overdueAfterHours - 1) : at;
};

/**
 * Checks some hours after each weekly deadline whether a closed run covers it, and records how many students still wait. An
 * alarm on the run's own metrics can't see that: a run that never started records nothing.
 */
export class DeadlineWatch extends Construct {
  readonly task: TaskFunction;

  constructor(scope: Construct, id: string, props: DeadlineWatchProps) {
    super(scope, id);
    this.task = new TaskFunction(this, "WatchDeadline", {
      task: "watchDeadline",
      timeout: Duration.minutes(5),
      environment: props.storage.environment,
    });
    props.storage.grantReadIfThere(this.task, "tests", "roster", "gradedThrough");
    const at = timeToLook(props);
    new Schedule(this, "Schedule", {
      description: `Looks on ${at.weekday} whether everybody was graded.`,
      schedule: ScheduleExpression.cron({
        weekDay: at.weekday.slice(0, 3).toUpperCase(),
        hour: String(at.hour),
        minute: String(at.minute),
        timeZone: TimeZone.of(props.timeZone),
      }),
      target: new LambdaInvoke(this.task.function, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 60,
        maxEventAge: Duration.hours(6),
        deadLetterQueue: props.undelivered,
      }),
    });
  }
}
