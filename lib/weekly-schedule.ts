import { Duration, TimeZone, Validations } from "aws-cdk-lib";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { IStateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { WeeklyTime } from "../course/settings.ts";

export interface WeeklyScheduleProps {
  readonly at: WeeklyTime;
  /** IANA name; the schedule follows its clock changes. */
  readonly timeZone: string;
  readonly starts: IStateMachine;
}

/** Starts a run every week at the course's deadline, with the planned time as its input. */
export class WeeklySchedule extends Construct {
  /** Starts that could not be delivered. */
  readonly undelivered: Queue;

  constructor(scope: Construct, id: string, props: WeeklyScheduleProps) {
    super(scope, id);
    this.undelivered = new Queue(this, "Undelivered", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this.undelivered).acknowledge({
      id: "AwsSolutions-SQS3",
      reason: "It is a dead-letter queue: the schedule's.",
    });
    new Schedule(this, "Schedule", {
      description: `Starts the grading run every ${props.at.weekday}.`,
      schedule: ScheduleExpression.cron({
        weekDay: props.at.weekday.slice(0, 3).toUpperCase(),
        hour: String(props.at.hour),
        minute: String(props.at.minute),
        timeZone: TimeZone.of(props.timeZone),
      }),
      target: new StepFunctionsStartExecution(props.starts, {
        // The planned time is the same on each attempt, so a start that is delivered twice leads to one run.
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 60,
        maxEventAge: Duration.hours(6),
        deadLetterQueue: this.undelivered,
      }),
    });
  }
}
