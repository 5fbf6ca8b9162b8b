import * as z from "zod";

/** Body of a message on an SQS-backed step's queue. `token` is a credential: never logged. */
export const queuedTaskMessageSchema = z.object({ token: z.string().min(1), input: z.unknown() });

/** Seconds between a worker's heartbeats. HeartbeatSeconds is at least three times this, so one may be lost. */
export const heartbeatEverySeconds = 20;

/**
 * How often a worker tries one message. A worker that receives it once more fails its step, without trying. AWS asks for at
 * least five, because a receive also counts when Lambda has no concurrency left.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
export const triesOfMessage = 5;
