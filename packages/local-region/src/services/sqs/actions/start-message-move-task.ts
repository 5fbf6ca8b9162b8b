import { randomUUID } from "node:crypto";
import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import { redriveOf } from "../queue-attributes.ts";
import { parse, type SqsAction } from "./input.ts";

const moveSchema = z.strictObject({ SourceArn: z.string(), DestinationArn: z.string().optional() });

const missing = (parameter: string): AwsError =>
  new AwsError(
    "ResourceNotFoundException",
    `The resource that you specified for the ${parameter} parameter doesn't exist.`,
  );

/**
 * Moves the visible messages of a dead-letter queue at once, each to the queue that it came from, or all to one. A message that
 * no redrive policy has moved there has come from nowhere, and stays.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export const startMessageMoveTask: SqsAction = (input, queues) => {
  const { SourceArn, DestinationArn } = parse(moveSchema, input);
  const all = queues.all();
  const source = all.find(({ arn }) => arn === SourceArn);
  if (!source) throw missing("SourceArn");
  const destination = all.find(({ arn }) => arn === DestinationArn);
  if (DestinationArn !== undefined && !destination) throw missing("DestinationArn");
  const isForDeadLetters = all.some(
    ({ attributes }) => redriveOf(attributes)?.deadLetterTargetArn === SourceArn,
  );
  if (!isForDeadLetters) {
    const message = "Source queue must be configured as a Dead Letter Queue.";
    throw new AwsError("InvalidParameterValue", message);
  }
  source.moveAll((arn) => destination ?? all.find((queue) => queue.arn === arn));
  return { TaskHandle: Buffer.from(`${SourceArn} ${randomUUID()}`).toString("base64") };
};
