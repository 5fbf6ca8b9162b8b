import { Aws, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { mailsScoresLate } from "../course/grading/late-scores.ts";
import { remindersOf } from "../course/notices/reminder-settings.ts";
import type { Addresses } from "../course/page-links.ts";
import { parseWeeklyTime, type Settings } from "../course/settings.ts";
import { keys } from "../course/storage/storage-keys.ts";
import { gradingRun, mapLabel } from "../workflows/grading-run.ts";
import { noticesMapLabel, notices as noticesWorkflow } from "../workflows/notices.ts";
import { CourseStorage } from "./course-storage.ts";
import { DeadlineWatch } from "./deadline-watch.ts";
import { Notices, type NoticesProps } from "./notices.ts";
import type { OwnDomain } from "./own-domain.ts";
import { type Pace, paceFor } from "./pace.ts";
import { RunMonitoring } from "./run-monitoring.ts";
import { RunTasks } from "./run-tasks.ts";
import { StudentApi } from "./student-api.ts";
import { StudentPage } from "./student-page.ts";
import { StudentsMachine } from "./students-machine.ts";
import { WeeklySchedule } from "./weekly-schedule.ts";

export interface TestTimeStackProps {
  readonly settings: Settings;
  /**
   * Whether students have a page. Without one they use the bash client or HTTP, and the stack has nothing on CloudFront, which
   * AWS may refuse to an account that it has not verified.
   *
   * @default - true
   */
  readonly hasPage?: boolean;
  /** @default - the page has CloudFront's address */
  readonly ownDomain?: OwnDomain | undefined;
}

interface NoticesParts extends Pick<NoticesProps, "storage" | "undelivered"> {
  readonly pace: Pace;
  readonly tasks: RunTasks;
}

/** Everything that one course needs in the cloud. */
export class TestTimeStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...pageProps }: TestTimeStackProps) {
    super(scope, id, {
      description: `Test Time: ${settings.title}`,
      analyticsReporting: false,
      // Without the stack nobody can submit, and a new stack has a new address and an empty bucket. So deleting it takes
      // two steps.
      terminationProtection: true,
    });
    const pace = paceFor(settings.mailsPerSecond);
    const deadline = parseWeeklyTime(settings.deadline);
    const { timeZone, sender, keepMonths } = settings;
    const hasReminders = remindersOf(settings) !== null;
    const hasNotices = hasReminders || mailsScoresLate(settings);

    const storage = new CourseStorage(this, "Storage", { keepMonths, hasNotices });
    const students = new StudentApi(this, "StudentApi", { storage, hasReminders });
    const { page, addresses } = this.#page(students, pageProps);
    const tasks = new RunTasks(this, "Tasks", { storage, sender, pace, addresses });

    const { stateMachine } = new StudentsMachine(this, "GradingRun", {
      workflow: (states) => gradingRun(states, { ...tasks, storage, maxConcurrency: pace.maxConcurrency }),
      storage,
      mapData: { items: "runRosters", results: "runResults" },
      mapLabel,
      queuedTasks: [tasks.gradeStudent, tasks.mailStudent],
      // The next deadline comes after a week; 400,000 mails at 1 a second take four and a half days.
      timeout: Duration.days(6),
    });
    const at = { at: deadline, timeZone };
    const { undelivered } = new WeeklySchedule(this, "Schedule", { ...at, starts: stateMachine });
    const watch = new DeadlineWatch(this, "DeadlineWatch", { storage, deadline, timeZone, undelivered });
    const notices = this.#notices(settings, { storage, pace, tasks, undelivered });

    new RunMonitoring(this, "Monitoring", {
      stateMachine,
      stateMachines: [stateMachine, ...(notices ? [notices.stateMachine] : [])],
      ...{ tasks, undelivered, students },
      functions: watchedFunctions(tasks, watch, notices),
      trainerEmail: settings.trainer.email,
      hasDashboard: settings.dashboard ?? false,
    });

    this.#addOutputs(storage, students, page, stateMachine.stateMachineArn);
    this.#addQueues(tasks.deadLetters, undelivered);
  }

  #page(students: StudentApi, { hasPage = true, ownDomain }: Omit<TestTimeStackProps, "settings">) {
    const page = hasPage ? new StudentPage(this, "StudentPage", { api: students.api, ownDomain }) : null;
    const addresses: Addresses = { pageUrl: page?.url ?? null, apiUrl: page?.url ?? students.url };
    students.studentsComeTo(addresses);
    return { page, addresses };
  }

  /** Nothing, and nothing to pay, in a course that neither reminds nor keeps scores back for a time. */
  #notices(settings: Settings, { tasks, ...parts }: NoticesParts): Notices | null {
    const { sender, timeZone } = settings;
    const [reminders, mailsScores] = [remindersOf(settings), mailsScoresLate(settings)];
    if (!reminders && !mailsScores) return null;
    const { mailStudent, reportFailure } = tasks;
    const { storage, pace } = parts;
    const shared = { storage, mailStudent, reportFailure, maxConcurrency: pace.noticesAtOnce };
    const notices = new Notices(this, "Notices", {
      ...{ ...parts, sender, timeZone, reminders, mailsScores, mailStudent, mapLabel: noticesMapLabel },
      workflow: (states, own) => noticesWorkflow(states, { ...shared, ...own }),
    });
    new CfnOutput(this, "NoticesStateMachineArn", {
      description: "The notices to students: tests that open, deadlines that come.",
      value: notices.stateMachine.stateMachineArn,
    });
    return notices;
  }

  /** The queues of what could not be delivered: bin/trainer and its console look into them. */
  #addQueues(deadLetters: IQueue, undelivered: IQueue): void {
    new CfnOutput(this, "DeadLettersUrl", {
      description: "Messages that no worker could answer for.",
      value: deadLetters.queueUrl,
    });
    new CfnOutput(this, "UndeliveredUrl", {
      description: "Starts that a schedule could not deliver.",
      value: undelivered.queueUrl,
    });
  }

  #addOutputs(storage: CourseStorage, students: StudentApi, page: StudentPage | null, runArn: string): void {
    const output = (name: string, description: string, value: string) =>
      new CfnOutput(this, name, { description, value });
    output("ApiUrl", "The students' API; /api/v1/... follows.", students.url);
    if (page) {
      const files = "The page's files; bin/trainer publish puts them there.";
      output("PageUrl", "The students' page.", page.url);
      if (page.domainTarget !== null)
        output("PageDomainTarget", "What the page's own domain must point to, by DNS.", page.domainTarget);
      output("PageBucketName", files, page.bucket.bucketName);
    }
    output("BucketName", "Everything that is stored.", storage.bucket.bucketName);
    output("TestLists", "Where each test has the list of who has handed it in.", keys.byTest);
    output("StateMachineArn", "The grading run.", runArn);
    output(
      "ConsoleUrl",
      "The grading runs in the AWS console.",
      `https://${Aws.REGION}.console.aws.amazon.com/states/home?region=${Aws.REGION}#/statemachines/view/${runArn}`,
    );
  }
}

/** Functions whose failures raise an alarm: all except those of the API, whose answers are watched. */
const watchedFunctions = (tasks: RunTasks, watch: DeadlineWatch, notices: Notices | null) => ({
  openRun: tasks.openRun,
  gradeStudent: tasks.gradeStudent.worker,
  mailStudent: tasks.mailStudent.worker,
  closePart: tasks.closePart,
  closeRun: tasks.closeRun,
  mailTrainer: tasks.mailTrainer,
  reportFailure: tasks.reportFailure,
  watchDeadline: watch.task,
  ...(notices && {
    planDay: notices.planDay,
    findWhomToTell: notices.findWhomToTell,
    closeNotices: notices.closeNotices,
  }),
});
