import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type * as z from "zod";
import { asTaskError } from "../../adapters/errors.ts";
import { parseJson } from "../../adapters/json-store.ts";
import { heartbeatEverySeconds, queuedTaskMessageSchema } from "../../course/run.ts";
import { eachMessage } from "./each-message.ts";
import { logFieldsOf } from "./log-fields.ts";
import { logger, withLogFields } from "./logger.ts";
import { checkedInput } from "./task-input.ts";
import { type TaskTokens, taskTokens } from "./tokens.ts";

/**
 * The worker of an SQS-backed step: the only code that sees task tokens. For each message of a batch, side by side: reads
 * it, does the work while giving signs of life, and tells Step Functions the result or the error at once, where the step's
 * Retry decides. A message goes back to the queue, alone, only when nobody could be told; a token that nobody waits for is
 * done. So the work must be keyed by what it is about: it may be done twice.
 *
 * @param tokens who answers the waiting steps; Step Functions by default.
 */
export const queuedTask =
  <I, O>(
    inputSchema: z.ZodType<I>,
    work: (input: I) => Promise<O>,
    tokens: () => TaskTokens = taskTokens,
  ): ((event: SQSEvent) => Promise<SQSBatchResponse>) =>
  (event) =>
    eachMessage(event, async (record) => {
      const { messageId, body } = record;
      const { token, input } = parseJson(body, queuedTaskMessageSchema, `Message ${messageId}`);
      const answer = () => answerMessage(token, () => work(checkedInput(inputSchema, input)), tokens());
      return withLogFields({ messageId, ...logFieldsOf(input) }, answer);
    });

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

/** Signs of life until told to stop, or until nobody waits for them. A lost one is made good by the next. */
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
