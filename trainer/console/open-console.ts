import type { RequestListener } from "node:http";
import { S3Client } from "@aws-sdk/client-s3";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { SesMailer } from "../../adapters/mail/mailer.ts";
import type { AwsAccess } from "../aws/access.ts";
import { CourseBucket } from "../aws/bucket.ts";
import { bucketTime } from "../aws/bucket-clock.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { noteRefusedCalls } from "../aws/rights.ts";
import { DeadLetterQueues, queueClient } from "../dead-letters/dead-letters.ts";
import { ConsoleAppeals } from "./appeals.ts";
import { ChangeFeed, type LiveSource } from "./change-feed.ts";
import { type ConsoleCourse, type ConsoleServerOptions, consoleListener } from "./console-server.ts";
import { CourseViews } from "./course-views.ts";
import { type ConsoleDoor, Gatekeeper } from "./gatekeeper.ts";
import type { Inbox } from "./inbox.ts";
import { ConsoleBucket } from "./objects.ts";
import { PolledChanges } from "./polled-changes.ts";
import { RunList } from "./run-list.ts";
import { runOrders } from "./run-orders.ts";
import { SeenRunStudents } from "./run-students.ts";
import { SeenExecutions } from "./seen-executions.ts";
import { ConsoleSettling } from "./settle.ts";
import { stepFunctionsCalls } from "./step-functions.ts";

export interface ConsoleOptions extends Pick<ConsoleServerOptions, "files" | "log"> {
  /** The port in front of it. */
  readonly door: ConsoleDoor;
  /**
   * The token that a browser must show.
   * @default - none
   */
  readonly token?: string | undefined;
  readonly access: AwsAccess;
  readonly stack: CourseStack;
  /**
   * By which a command finds this course, as a shell reads them: `--local`.
   *
   * @default - none
   */
  readonly commandOptions?: readonly string[];
  /** @default - there is none, because SES keeps no mails */
  readonly inbox?: Inbox | undefined;
  /**
   * Reports changes at once.
   * @default - the services are asked again and again
   */
  readonly live?: LiveSource;
  /** @default - nothing was counted */
  readonly costsOf?: ConsoleServerOptions["costsOf"];
}

export interface OpenConsole {
  /** Answers what is under `/console`. */
  readonly listener: RequestListener;
  close(): void;
}

/** Answers come before a page gives up after 30 s (web/console/api.ts). Retries slow down at a service's limits. */
const bounded = (access: AwsAccess) => ({
  ...access,
  retryMode: "adaptive",
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
});

/** `arn:aws:states:<region>:<account>:stateMachine:<name>` says where the course is. */
const courseOf = (
  { name, bucketName, stateMachineArn, noticesStateMachineArn }: CourseStack,
  commandOptions: readonly string[],
): ConsoleCourse => {
  const [, , , region = "", account = ""] = stateMachineArn.split(":");
  const outputs = {
    ...{ BucketName: bucketName, StateMachineArn: stateMachineArn },
    ...(noticesStateMachineArn !== null && { NoticesStateMachineArn: noticesStateMachineArn }),
  };
  return { stackName: name, outputs, account, region, commandOptions };
};

interface Clients {
  readonly stepFunctions: SFNClient;
  readonly s3: S3Client;
}

const polled = ({ stepFunctions, s3 }: Clients, stack: CourseStack) => {
  const seen = new SeenExecutions();
  const changes = new PolledChanges({
    stepFunctions,
    stateMachineArn: stack.stateMachineArn,
    noticesStateMachineArn: stack.noticesStateMachineArn,
    seen,
    serviceTime: () => bucketTime(s3, stack.bucketName),
  });
  stepFunctions.middlewareStack.add((next, { commandName = "" }) => async (call) => {
    const result = await next(call);
    changes.noteCall(commandName.replace(/Command$/, ""));
    return result;
  });
  s3.middlewareStack.add((next, { commandName = "" }) => async (call) => {
    changes.noteCall(commandName);
    return next(call);
  });
  return { live: changes, cached: seen.cached };
};

/** The console of one course, on AWS or the local region, with the rights of `access`. */
export const openConsole = (options: ConsoleOptions): OpenConsole => {
  const { access, stack, door, token, files, log } = options;
  const stepFunctions = new SFNClient(bounded(access));
  const s3 = new S3Client(bounded(access));
  // SendEmail has no idempotency token: a retry after a lost answer would send a second mail.
  const ses = new SESClient({ ...bounded(access), maxAttempts: 1 });
  const bucket = new CourseBucket(s3, stack.bucketName);
  // With changes that are reported at once, nothing is remembered.
  const { live, cached } = options.live
    ? { live: options.live, cached: undefined }
    : polled({ stepFunctions, s3 }, stack);
  const sqs = queueClient(bounded(access));
  const clients = [stepFunctions, s3, ses, sqs];
  for (const client of clients) noteRefusedCalls(client);
  const ofRuns = { stepFunctions, stateMachineArn: stack.stateMachineArn };
  const letters = new DeadLetterQueues(sqs, stack);
  const changes = new ChangeFeed(live);
  const listener = consoleListener({
    files,
    log,
    gatekeeper: new Gatekeeper({ door, token }),
    course: courseOf(stack, options.commandOptions ?? []),
    callStepFunctions: stepFunctionsCalls(stepFunctions, cached),
    bucket: new ConsoleBucket(s3, stack.bucketName),
    views: new CourseViews(s3, stack.bucketName),
    runs: new RunList({ ...ofRuns, bucket }),
    runStudents: new SeenRunStudents(bucket),
    settling: new ConsoleSettling({ ...ofRuns, bucket, mailer: new SesMailer(ses), stack, letters }),
    orderRun: runOrders({ ...ofRuns, store: bucket }),
    appeals: new ConsoleAppeals(bucket, ses, stack.page?.url ?? null),
    inbox: options.inbox,
    changes,
    costsOf: options.costsOf ?? (() => undefined),
    now: () => live.now(),
  });
  return {
    listener,
    close: () => {
      changes.close();
      for (const client of clients) client.destroy();
    },
  };
};
