import { S3Client } from "@aws-sdk/client-s3";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { type Mailer, SesMailer } from "../../adapters/mail/mailer.ts";
import type { CourseIdentity } from "../../course/course-id.ts";
import { stackNameFor } from "../../course/stack-name.ts";
import { type AwsAccess, findAccess, localConsole } from "../aws/access.ts";
import { CourseBucket } from "../aws/bucket.ts";
import { type CourseStack, findCourseStack } from "../aws/course-stack.ts";
import { awsExecutionLink, localExecutionLink } from "../aws/execution-link.ts";
import { type MailTrial, type TrialOptions, tryMail } from "../aws/mail-trial.ts";
import { checkProfile, profileNamed } from "../aws/profile.ts";
import { noteRefusedCalls } from "../aws/rights.ts";
import { readCourseSettings } from "../course-folder/read-course.ts";
import type { CommonOptions } from "./options.ts";

/** One course on AWS or on the local region, with clients for it. */
export interface Session {
  /** Settings for further clients. */
  readonly access: AwsAccess;
  readonly stack: CourseStack;
  readonly bucket: CourseBucket;
  readonly s3: S3Client;
  readonly stepFunctions: SFNClient;
  readonly mailer: Mailer;
  readonly tryMail: (options: TrialOptions) => Promise<MailTrial>;
  /** The console: the local region's, or AWS's own at the grading runs; null: the local region has none. */
  readonly consoleUrl: string | null;
  /** The page of a grading run's execution in that console. */
  readonly linkTo: (executionArn: string) => string | null;
  /** The page of an execution of the notices' workflow in that console. */
  readonly linkToNotices: (executionArn: string) => string | null;
}

/** Does `work` with the course that the options name; `course` is one that was read already. */
export const withSession = async <T>(
  options: CommonOptions,
  work: (session: Session) => Promise<T>,
  course?: CourseIdentity,
): Promise<T> => {
  await checkProfile(profileNamed(options));
  const access = findAccess(options);
  const stack = await findCourseStack(access, stackName(options, course));
  const clients = clientsFor(access);
  for (const client of Object.values(clients)) noteRefusedCalls(client);
  const mailer = new SesMailer(clients.ses);
  try {
    return await work({
      access,
      stack,
      bucket: new CourseBucket(clients.s3, stack.bucketName),
      s3: clients.s3,
      stepFunctions: clients.stepFunctions,
      mailer,
      tryMail: (options) => tryMail(clients.ses, mailer, options),
      ...consoleOf(options, stack),
    });
  } finally {
    clients.s3.destroy();
    clients.stepFunctions.destroy();
    clients.ses.destroy();
  }
};

const consoleOf = (options: CommonOptions, stack: CourseStack) => {
  if (!options.local) {
    const linkTo = (executionArn: string) => awsExecutionLink(stack.consoleUrl, executionArn);
    return { consoleUrl: stack.consoleUrl, linkTo, linkToNotices: linkTo };
  }
  const consoleUrl = localConsole(options.data);
  const linkIn = (view: "runs" | "notices") => (executionArn: string) =>
    consoleUrl && localExecutionLink(consoleUrl, view, executionArn);
  return { consoleUrl, linkTo: linkIn("runs"), linkToNotices: linkIn("notices") };
};

const stackName = (
  { stack, course: folder }: CommonOptions,
  course: CourseIdentity | undefined,
): string | undefined => {
  if (stack !== undefined) return stack;
  const known = course ?? (folder === undefined ? undefined : readCourseSettings(folder));
  return known && stackNameFor(known);
};

/** A call waits no longer than this for an answer; a roster of 400,000 lines takes a while on a slow line. */
const requestTimeoutMs = 120_000;

/** For SES. Anybody else waits longer than this before sending the same mail (mail/ledger-entry.ts). */
const sendTimeoutMs = 15_000;

const clientsFor = (access: AwsAccess) => {
  const bounded = (requestTimeout: number) => ({
    ...access,
    requestHandler: { connectionTimeout: 10_000, requestTimeout, throwOnRequestTimeout: true },
  });
  return {
    s3: new S3Client(bounded(requestTimeoutMs)),
    stepFunctions: new SFNClient(bounded(requestTimeoutMs)),
    // SendEmail has no idempotency token: a retry after a lost answer would send a second mail.
    ses: new SESClient({ ...bounded(sendTimeoutMs), maxAttempts: 1 }),
  };
};
