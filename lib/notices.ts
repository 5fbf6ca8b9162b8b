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
import { type Reminders, usualQuiet } from "../course/notices/reminder-settings.ts";
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
  /** null: students are not reminded of anything. */
  readonly reminders: Reminders | null;
  /** Whether scores are mailed that the course has kept back. */
  readonly mailsScores: boolean;
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

/**
 * Tells students that tests have opened and that deadlines come, and mails scores that were kept back: a state machine that a
 * schedule starts every morning. Its functions have the rights for what the course has of this.
 */
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

  /** Reads the whole roster: about 10 s for 400,000 students. It also tells the trainer of open appeals. */
  #planDay({ storage, reminders, sender }: NoticesProps): TaskFunction {
    const task = new TaskFunction(this, "PlanDay", {
      task: "planDay",
      timeout: Duration.minutes(2),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    const ofReminders = reminders ? (["roster"] as const) : [];
    storage.grantReadIfThere(task, "settings", "tests", ...ofReminders);
    storage.grantReadIfThere(task, "appeals");
    storage.grantRead(task, "appealMails");
    storage.grantList(task, "openAppeals");
    storage.grantPut(task, "appealMails");
    grantSendMail(task, "ses:SendEmail", sender);
    return task;
  }

  /** Looks up 20,000 students at most, besides reading the roster. */
  #findWhomToTell({ storage, reminders, mailsScores }: NoticesProps): TaskFunction {
    const task = new TaskFunction(this, "FindWhomToTell", {
      task: "findWhomToTell",
      timeout: Duration.minutes(3),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantReadIfThere(task, "settings", "tests", "roster");
    storage.grantReadIfThere(task, "scoreLists");
    storage.grantRead(task, "noticeClaims");
    if (reminders) storage.grantList(task, "submissions");
    if (mailsScores) storage.grantReadIfThere(task, "studentMail");
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
  #letWorkerTell({ storage, sender, reminders, mailStudent: { worker } }: NoticesProps): void {
    storage.grantReadIfThere(worker, "profiles");
    storage.grantList(worker, "scoreLists");
    if (!reminders) return;
    storage.grantReadIfThere(worker, "reminderChoices");
    storage.grantList(worker, "submissions");
    storage.grantCreate(worker, "reminderChoices");
    grantSendMail(worker, "ses:SendRawEmail", sender);
  }

  #startEveryMorning({ reminders, timeZone, undelivered }: NoticesProps): void {
    const { until } = reminders?.quiet ?? usualQuiet;
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
