import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { CorruptError } from "../../adapters/errors.ts";
import { parseJson } from "../../adapters/json-store.ts";
import { errorNames, queuedTaskMessageSchema } from "../../course/run/run.ts";
import { eachMessage } from "../runtime/each-message.ts";
import { logFieldsOf } from "../runtime/log-fields.ts";
import { logger } from "../runtime/logger.ts";
import { type TaskTokens, taskTokens } from "../runtime/tokens.ts";

const cause =
  "The worker crashed or timed out, or could not answer, each time it received the message; see the worker's log.";

const failOne = async (record: SQSRecord, tokens: TaskTokens): Promise<void> => {
  const { messageId } = record;
  try {
    const { token, input } = parseJson(record.body, queuedTaskMessageSchema, `Message ${messageId}`);
    const answer = await tokens.fail(token, errorNames.deadLettered, `${cause} Message ${messageId}.`);
    logger.warn("A dead-lettered message's task was failed.", { messageId, answer, ...logFieldsOf(input) });
  } catch (error) {
    // Without a token no step can be failed, now or later. The log keeps the fact, and the message leaves the queue.
    if (!(error instanceof CorruptError)) throw error;
    logger.error("A dead-lettered message holds no task token.", { messageId });
  }
};

/**
 * Fails the step of each dead-lettered message at once, with the reason. Otherwise the step would wait for its timeout, as its
 * token is still valid. A message alone stays queued while Step Functions can't be reached; an answered token counts as
 * done.
 */
export const failDeadLetter = (
  event: SQSEvent,
  tokens: TaskTokens = taskTokens(),
): Promise<SQSBatchResponse> => eachMessage(event, (record) => failOne(record, tokens));

export const handler = (event: SQSEvent): Promise<SQSBatchResponse> => failDeadLetter(event);
