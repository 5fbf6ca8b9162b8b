import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type * as z from "zod";
import { asTaskError } from "../../adapters/errors.ts";
import { parseJson } from "../../adapters/storage/json-store.ts";
import { type Instant, toInstant } from "../../course/ids.ts";
import {
  heartbeatEverySeconds,
  queuedTaskMessageSchema,
  triesOfMessage,
} from "../../course/run/queued-message.ts";
import { errorNames } from "../../course/run/run.ts";
import { eachMessage } from "./each-message.ts";
import { logFieldsOf } from "./log-fields.ts";
import { logger, withLogFields } from "./logger.ts";
import { checkedInput } from "./task-input.ts";
import { type TaskTokens, taskTokens } from "./tokens.ts";

/**
 * When this worker got the message, by SQS's clock. null: an earlier worker got it too, and SQS says only when that was.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
const receivedAt = ({ attributes }: SQSRecord): Instant | null =>
  Number(attributes.ApproximateReceiveCount) > 1
    ? null
    : toInstant(new Date(Number(attributes.ApproximateFirstReceiveTimestamp)));

/**
 * The worker of an SQS-backed step: the only code that sees task tokens. For each message of a batch, side by side: reads
 * it, sends heartbeats while it works, and reports the result or the error to Step Functions at once, where the step's
 * Retry decides. A message alone returns to the queue when Step Functions could not be reached; an expired token counts as
 * done. The work may be done twice, so it must be keyed by its subject.
 *
 * A message that crashed its worker at each try is given up: the next worker that gets it fails its step before it does
 * anything else. Otherwise the step would wait for its timeout, as its token is still valid.
 *
 * @param work gets, with the input, when the message was received; null when that is not known, because it came again.
 * @param tokens who answers the waiting steps; Step Functions by default.
 */
export const queuedTask =
  <I, O>(
    inputSchema: z.ZodType<I>,
    work: (input: I, at: Instant | null) => Promise<O>,
    tokens: () => TaskTokens = taskTokens,
  ): ((event: SQSEvent) => Promise<SQSBatchResponse>) =>
  (event) =>
    eachMessage(event, async (record) => {
      const { messageId, body, attributes } = record;
      const { token, input } = parseJson(body, queuedTaskMessageSchema, `Message ${messageId}`);
      const isGivenUp = Number(attributes.ApproximateReceiveCount) > triesOfMessage;
      const answer = () =>
        isGivenUp
          ? giveUp(token, messageId, tokens())
          : answerMessage(token, () => work(checkedInput(inputSchema, input), receivedAt(record)), tokens());
      return withLogFields({ messageId, ...logFieldsOf(input) }, answer);
    });

const giveUp = async (token: string, messageId: string, tokens: TaskTokens): Promise<void> => {
  const cause = `The worker crashed or timed out, or could not answer, at each of ${triesOfMessage} tries; see its log. Message ${messageId}.`;
  const answer = await tokens.fail(token, errorNames.deadLettered, cause);
  logger.error("A message was given up, and its task failed.", { answer });
};

const answerMessage = async (
  token: string,
  work: () => Promise<unknown>,
  tokens: TaskTokens,
): Promise<void> => {
  const stopHeartbeat = startHeartbeat(() => tokens.heartbeat(token));
  let answer: Promise<"taken" | "gone">;
  try {
    answer = tokens.succeed(token, await work());
    logger.info("A task is done.");
  } catch (error) {
    const { name, message } = asTaskError(error);
    logger.warn("A task failed; Step Functions is told.", { errorName: name });
    answer = tokens.fail(token, name, message);
  } finally {
    stopHeartbeat();
  }
  if ((await answer) === "gone") {
    logger.info("Nobody waits for this task any more.");
  }
};

/** Sends heartbeats until stopped or until the token expires. The next heartbeat makes up for a lost one. */
const startHeartbeat = (beat: () => Promise<"taken" | "gone">): (() => void) => {
  const timer = setInterval(() => {
    beat().then(
      (answer) => {
        if (answer === "gone") clearInterval(timer);
      },
      () => logger.warn("A heartbeat did not get through."),
    );
  }, heartbeatEverySeconds * 1000);
  return () => clearInterval(timer);
};
