import type { SQSEvent } from "aws-lambda";

/** A batch of messages as Lambda hands it to a function; an object is sent as JSON. Message ids: m0, m1, … */
export const sqsEvent = (...bodies: readonly unknown[]): SQSEvent => receivedEvent(1, ...bodies);

/** A batch of messages that were received `times` times. */
export const receivedEvent = (times: number, ...bodies: readonly unknown[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `m${index}`,
    receiptHandle: `r${index}`,
    body: typeof body === "string" ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(times),
      SentTimestamp: "0",
      SenderId: "sender",
      ApproximateFirstReceiveTimestamp: "0",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:queue",
    awsRegion: "us-east-1",
  })),
});
