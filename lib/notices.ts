import { Duration, TimeZone } from "aws-cdk-lib";
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
} from "aws-cdk-lib/aws-scheduler";
import { StepFunctionsStartExecution } from "aws-cdk-lib/aws-scheduler-targets";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { IChainable, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Construct } from "constructs";
import type { Reminders } from "../course/reminder-settings.ts";
import type { CourseStorage } from "./course-storage.ts";
import { grantSendMail } from "./mail-rights.ts";
import type { QueuedTask } from "./queued-task.ts";
import { wholeProcessor } from "./run-tasks.ts";
import { StudentsMachine } from "./students-machine.ts";
import { TaskFunction } from "./task-function.ts";

/** The functions of the workflow's own states. */
export interface NoticesTasks {
  readonly planDay: TaskFunction;
  readonly findWhomToTell: TaskFunction;
  readonly closeNotices: TaskFunction;
}

export interface NoticesProps {
  /** Makes the workflow's states in `scope` and returns the first. */
  readonly workflow: (scope: Construct, tasks: NoticesTasks) => IChainable;
  /** Label of the workflow's distributed map: part of its children's ARNs. */
  readonly mapLabel: string;
  readonly storage: CourseStorage;
  /** The address that mails come from. */
  readonly sender: string;
  readonly reminders: Reminders;
  /** IANA name. */
  readonly timeZone: string;
  /**
   * The grading run's task. Its workers also send notices, so that all mails share one pace, and no further queue is
   * polled.
   */
  readonly mailStudent: QueuedTask;
  /** Receives starts that could not be delivered. */
  readonly undelivered: IQueue;
}

/** Tells students that tests have opened and that deadlines come: a state machine that a schedule starts every morning. */
export class Notices extends Construct implements NoticesTasks {
  readonly stateMachine: StateMachine;
  readonly planDay: TaskFunction;
  readonly findWhomToTell: TaskFunction;
  readonly closeNotices: TaskFunction;

  constructor(scope: Construct, id: string, props: NoticesProps) {
    super(scope, id);
    const { storage, workflow, mapLabel, mailStudent } = props;
    this.planDay = this.#planDay(props);
    this.findWhomToTell = this.#findWhomToTell(props);
    this.closeNotices = this.#closeNotices(props);
    this.#letWorkerTell(props);
    this.stateMachine = new StudentsMachine(this, "Machine", {
      workflow: (scope) => workflow(scope, this),
      storage,
      mapData: { items: "noticeLists", results: "noticeResults" },
      mapLabel,
      queuedTasks: [mailStudent],
      // A day, and for a large course the days that its mails take.
      timeout: Duration.days(6),
      logSuffix: "-notices",
    }).stateMachine;
    this.#startEveryMorning(props);
  }

  /** Reads the whole roster: about 10 s for 400,000 students. */
  #planDay({ storage }: NoticesProps): TaskFunction {
    const task = new TaskFunction(this, "PlanDay", {
      task: "planDay",
      timeout: Duration.minutes(2),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantReadIfThere(task, "settings", "tests", "roster");
    return task;
  }

  /** Looks up 20,000 students at most, besides reading the roster. */
  #findWhomToTell({ storage }: NoticesProps): TaskFunction {
    const task = new TaskFunction(this, "FindWhomToTell", {
      task: "findWhomToTell",
      timeout: Duration.minutes(3),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantReadIfThere(task, "settings", "tests", "roster");
    storage.grantRead(task, "noticeClaims");
    storage.grantList(task, "submissions");
    storage.grantCreate(task, "noticeClaims");
    storage.grantPut(task, "noticeLists");
    return task;
  }

  /** Reads a line for every student with notices, and asks the mail ledger about 20,000 notices at most. */
  #closeNotices({ storage }: NoticesProps): TaskFunction {
    const task = new TaskFunction(this, "CloseNotices", {
      task: "closeNotices",
      timeout: Duration.minutes(2),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantRead(task, "noticeResults");
    storage.grantReadIfThere(task, "studentMail");
    storage.grantPut(task, "noticeReports");
    return task;
  }

  /** The rights that the mail worker needs in addition to those for scores. */
  #letWorkerTell({ storage, sender, mailStudent: { worker } }: NoticesProps): void {
    storage.grantReadIfThere(worker, "profiles", "reminderChoices");
    storage.grantList(worker, "submissions");
    storage.grantCreate(worker, "reminderChoices");
    grantSendMail(worker, "ses:SendRawEmail", sender);
  }

  #startEveryMorning({ reminders, timeZone, undelivered }: NoticesProps): void {
    const { until } = reminders.quiet;
    new Schedule(this, "Schedule", {
      description: "Starts a day's notices when the quiet hours end.",
      schedule: ScheduleExpression.cron({
        hour: String(Math.floor(until / 60)),
        minute: String(until % 60),
        timeZone: TimeZone.of(timeZone),
      }),
      target: new StepFunctionsStartExecution(this.stateMachine, {
        input: ScheduleTargetInput.fromObject({ scheduledTime: ContextAttribute.scheduledTime }),
        retryAttempts: 60,
        maxEventAge: Duration.hours(6),
        deadLetterQueue: undelivered,
      }),
    });
  }
}
