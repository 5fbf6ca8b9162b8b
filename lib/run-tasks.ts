import { Duration, Size, Validations } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { environment } from "../course/environment.ts";
import type { Addresses } from "../course/page-links.ts";
import { mostStudentsOfPart } from "../course/run/run-part.ts";
import { addressVariables } from "./address-variables.ts";
import type { CourseStorage } from "./course-storage.ts";
import { grantSendMail } from "./mail-rights.ts";
import { gradingTimes, gradingWorkers, mailTimes, mailWorkers, type Pace } from "./pace.ts";
import { QueuedTask } from "./queued-task.ts";
import { lateWritesLandWithin } from "./student-api.ts";
import { TaskFunction } from "./task-function.ts";

export interface RunTasksProps {
  readonly storage: CourseStorage;
  /** The address that mails come from. */
  readonly sender: string;
  readonly pace: Pace;
  /** Where mails lead students. */
  readonly addresses: Addresses;
}

/** One whole processor comes with 1,769 MiB. Source: docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html. */
export const wholeProcessor = Size.mebibytes(1769);

/** The functions of the grading run's states, each with rights to its own part of the course's data. */
export class RunTasks extends Construct {
  /**
   * Messages of all steps that no worker could answer for. Nobody polls it, which would cost money all month: an alarm
   * watches it, and SQS moves messages back to where each came from (docs/runbook.md).
   */
  readonly deadLetters: Queue;
  readonly openRun: TaskFunction;
  readonly gradeStudent: QueuedTask;
  readonly mailStudent: QueuedTask;
  readonly closePart: TaskFunction;
  readonly closeRun: TaskFunction;
  readonly mailTrainer: TaskFunction;
  readonly reportFailure: TaskFunction;

  constructor(scope: Construct, id: string, props: RunTasksProps) {
    super(scope, id);
    this.deadLetters = this.#deadLetters();
    this.openRun = this.#openRun(props);
    this.gradeStudent = this.#gradeStudent(props);
    this.mailStudent = this.#mailStudent(props);
    this.closePart = this.#closePart(props);
    this.closeRun = this.#closeRun(props);
    this.mailTrainer = this.#mailTrainer(props);
    this.reportFailure = this.#reportFailure(props);
  }

  #deadLetters(): Queue {
    const queue = new Queue(this, "DeadLetters", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({ id: "AwsSolutions-SQS3", reason: "It is a dead-letter queue." });
    return queue;
  }

  /**
   * Reads the whole list of students, because only then is it known which run it opens, and writes the roster in parts. It
   * holds some 100 bytes for each student; docs/performance.md has what 400,000 take.
   */
  #openRun({ storage }: RunTasksProps): TaskFunction {
    const task = new TaskFunction(this, "OpenRun", {
      task: "openRun",
      timeout: Duration.minutes(5),
      memory: wholeProcessor,
      environment: {
        ...storage.environment,
        [environment.lateWritesSeconds]: String(lateWritesLandWithin.toSeconds()),
        [environment.studentsOfPart]: String(mostStudentsOfPart),
      },
    });
    storage.grantReadIfThere(task, "settings", "tests", "roster");
    storage.grantReadIfThere(task, "gradedThrough", "runRecords", "runRosters");
    storage.grantReadIfThere(task, "runExtended", "partLedgers");
    storage.grantRead(task, "runReports");
    storage.grantPut(task, "runRecords", "runRosters", "runExtended");
    return task;
  }

  #gradeStudent({ storage }: RunTasksProps): QueuedTask {
    const task = new QueuedTask(this, "GradeStudent", {
      deadLetters: this.deadLetters,
      worker: { task: "gradeStudent", timeout: gradingTimes.worker, environment: storage.environment },
      batchSize: 10,
      maxWorkers: gradingWorkers,
      heartbeat: gradingTimes.heartbeat,
      timeout: gradingTimes.timeout,
    });
    storage.grantReadIfThere(task.worker, "answerKeys", "superseded", "grades", "scoreLists");
    storage.grantRead(task.worker, "submissions");
    storage.grantList(task.worker, "submissions");
    storage.grantPut(task.worker, "grades", "scoreLists");
    return task;
  }

  #mailStudent({ storage, sender, pace, addresses }: RunTasksProps): QueuedTask {
    const task = new QueuedTask(this, "MailStudent", {
      deadLetters: this.deadLetters,
      worker: {
        task: "mailStudent",
        timeout: mailTimes.worker,
        environment: {
          ...storage.environment,
          [environment.mailsPerSecondPerWorker]: String(pace.mailsPerSecondPerWorker),
          ...addressVariables(addresses),
        },
      },
      batchSize: pace.mailBatchSize,
      maxWorkers: mailWorkers,
      heartbeat: mailTimes.heartbeat,
      timeout: mailTimes.timeout,
    });
    storage.grantReadIfThere(task.worker, "studentMail");
    storage.grantRead(task.worker, "grades", "questions", "scoreLists");
    storage.grantPut(task.worker, "studentMail");
    grantSendMail(task.worker, "ses:SendEmail", sender);
    return task;
  }

  /**
   * Closes at most 10,000 students with 30,000 due tests (course/run/run-part.ts). docs/performance.md has what that takes, also when SES took none
   * of their mails, or the course has 60 tests.
   */
  #closePart({ storage }: RunTasksProps): TaskFunction {
    const task = new TaskFunction(this, "ClosePart", {
      task: "closePart",
      timeout: Duration.minutes(5),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantRead(task, "runRosters", "runResults", "runRecords", "tests");
    storage.grantReadIfThere(task, "questions", "grades", "studentMail", "runExtended", "removed", "book");
    storage.grantPut(task, "partLedgers", "partRows", "book", "tallies");
    return task;
  }

  /** Joins what closing the parts has left, as streams, and takes runs of earlier versions into the course's book. */
  #closeRun({ storage }: RunTasksProps): TaskFunction {
    const task = new TaskFunction(this, "CloseRun", {
      task: "closeRun",
      timeout: Duration.minutes(5),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantRead(task, "runRosters", "runResults", "runRecords", "gradebooks", "partRows", "tests");
    storage.grantReadIfThere(task, "partLedgers", "gradedThrough", "removed", "book");
    storage.grantListRuns(task);
    storage.grantPut(task, "runRecords", "runReports", "gradebooks", "gradedThrough", "book");
    return task;
  }

  /**
   * Reads the report as a stream. One with 1,200,000 open mails, of 400,000 students, takes a fifth of the timeout and half
   * of 512 MB (docs/performance.md). The gradebook of the whole course is attached for at most 20,000 students: 8 s and
   * 200 MB with 60 tests.
   */
  #mailTrainer({ storage, sender }: RunTasksProps): TaskFunction {
    const task = new TaskFunction(this, "MailTrainer", {
      task: "mailTrainer",
      timeout: Duration.minutes(2),
      memory: wholeProcessor,
      environment: storage.environment,
    });
    storage.grantRead(task, "runReports", "gradebooks", "trainerMail", "runRecords");
    storage.grantRead(task, "settings", "tests", "roster", "gradedThrough");
    storage.grantReadIfThere(task, "book", "appeals", "tallies");
    storage.grantList(task, "openAppeals");
    storage.grantPut(task, "trainerMail");
    grantSendMail(task, "ses:SendRawEmail", sender);
    return task;
  }

  #reportFailure({ storage, sender }: RunTasksProps): TaskFunction {
    const task = new TaskFunction(this, "ReportFailure", {
      task: "reportFailure",
      timeout: Duration.minutes(1),
      environment: storage.environment,
    });
    storage.grantRead(task, "settings", "runRecords", "trainerMail");
    storage.grantPut(task, "runRecords", "trainerMail");
    grantSendMail(task, "ses:SendEmail", sender);
    return task;
  }
}
