import { Duration } from "aws-cdk-lib";
import { crashesTakeAtMost } from "./queued-task.ts";

/**
 * The lowest maximum concurrency of an SQS event source mapping.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const mailWorkers = 2;
export const gradingWorkers = 10;

/** A batch takes well under 2 s. Crashes take at most 30 * 20 s = 10 min, inside the heartbeat. */
export const gradingTimes = {
  worker: Duration.seconds(20),
  heartbeat: Duration.minutes(15),
  timeout: Duration.minutes(45),
};

/** A batch takes at most half of it (`paceFor`). Crashes take at most 30 * 60 s = 30 min, inside the heartbeat. */
export const mailTimes = {
  worker: Duration.seconds(60),
  heartbeat: Duration.minutes(45),
  timeout: Duration.minutes(90),
};

/** Step Functions starts up to 100 children a second; past this many at once a run gets no faster. */
const mostChildren = 1000;

/** How many tests of one student may fall due together: a planning figure, not a limit. */
const testsAtOnce = 10;

/** Students that one grading worker surely grades in a second: a batch of 10 takes well under 2 s, in parallel. */
const gradedPerWorkerSecond = 5;

export interface Pace {
  /** Messages per second that one mail worker may send. */
  readonly mailsPerSecondPerWorker: number;
  /** Messages that a mail worker gets in one batch. */
  readonly mailBatchSize: number;
  /** Children of the map that run at the same time. */
  readonly maxConcurrency: number;
  /** Children of the notices' map that run at the same time. */
  readonly noticesAtOnce: number;
}

/**
 * Computes from the SES account's rate the numbers that keep a run inside its timeouts.
 *
 * A mail worker sends a batch at its pace: `batch * testsAtOnce / (rate / 2)` seconds, at most half of its timeout.
 *
 * A child has one message in a queue at a time, so the number of children bounds both backlogs. Part of a step's heartbeat
 * is reserved for a message that crashes until it is given up (5 tries * 6 * the worker's timeout). In the rest,
 * the workers must handle one message of every child:
 * - mail: 2,700 s - 1,800 s = 900 s * rate / 10 mails a message: 90 children at 1 a second, 1,000 from 12 a second on;
 * Notices wait in the same queue, one mail a message. A tenth as many children keep its workers busy, and lengthen the
 * backlog of a grading run that works at the same time by a hundredth.
 * - grading: 900 s - 600 s = 300 s * 10 workers * 5 a second = 15,000 children: never the bound.
 */
export const paceFor = (mailsPerSecond: number): Pace => {
  const perWorker = mailsPerSecond / mailWorkers;
  const halfOfTimeout = mailTimes.worker.toSeconds() / 2;
  const mailDrain = mailsPerSecond / testsAtOnce;
  const gradingDrain = gradingWorkers * gradedPerWorkerSecond;
  const children = Math.min(
    mostChildren,
    Math.floor(drainSeconds(mailTimes) * mailDrain),
    Math.floor(drainSeconds(gradingTimes) * gradingDrain),
  );
  return {
    mailsPerSecondPerWorker: perWorker,
    mailBatchSize: clamp(Math.floor((halfOfTimeout * perWorker) / testsAtOnce), 1, 10),
    maxConcurrency: Math.max(children, 1),
    noticesAtOnce: Math.max(Math.floor(children / testsAtOnce), 1),
  };
};

const drainSeconds = (times: typeof mailTimes): number =>
  times.heartbeat.toSeconds() - crashesTakeAtMost(times.worker).toSeconds();

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
