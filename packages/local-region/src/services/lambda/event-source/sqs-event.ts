import { isObject } from "../../../json.ts";
import { type Json, region } from "../../../ports.ts";
import type { ReceivedMessage } from "../../sqs/messages.ts";

const recordOf = (message: ReceivedMessage, queueArn: string): Json => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, { DataType, StringValue, BinaryValue }]) => [
      name,
      {
        ...(StringValue === undefined ? {} : { stringValue: StringValue }),
        ...(BinaryValue === undefined ? {} : { binaryValue: BinaryValue }),
        stringListValues: [],
        binaryListValues: [],
        dataType: DataType,
      },
    ]),
  ),
  md5OfBody: message.MD5OfBody,
  eventSource: "aws:sqs",
  eventSourceARN: queueArn,
  awsRegion: region,
});

/** @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export const sqsEvent = (messages: readonly ReceivedMessage[], queueArn: string): Json => ({
  Records: messages.map((message) => recordOf(message, queueArn)),
});

/**
 * The messages that are done, by a function's answer: with ReportBatchItemFailures all except those listed; none when the
 * list names a message that is not in the batch, or is malformed.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export const doneMessages = (
  messages: readonly ReceivedMessage[],
  answer: Json,
): readonly ReceivedMessage[] => {
  if (answer === null || (isObject(answer) && Object.keys(answer).length === 0)) return messages;
  const failures = isObject(answer) ? answer.batchItemFailures : undefined;
  if (failures === null) return messages;
  if (!Array.isArray(failures)) return [];
  const left = new Set(failures.map((f: Json) => (isObject(f) ? f.itemIdentifier : undefined)));
  const isEachKnown = [...left].every((id) => messages.some(({ MessageId }) => MessageId === id));
  return isEachKnown ? messages.filter(({ MessageId }) => !left.has(MessageId)) : [];
};
