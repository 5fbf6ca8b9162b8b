/**
 * Sends messages for ever and prints each id once its send was answered; meanwhile receives them, which leaves some in
 * flight and, as each is visible again at once, moves others to the dead-letter queue.
 */
import { openQueues } from "../../../src/services/sqs/queues.ts";

const [dataDir = ""] = process.argv.slice(2);
const queues = openQueues({ dataDir, endpoint: () => "http://127.0.0.1:0" });
await queues.createQueue({ name: "dead", attributes: {} });
const deadLetterTargetArn = "arn:aws:sqs:us-east-1:000000000000:dead";
const RedrivePolicy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 2 });
const url = await queues.createQueue({ name: "work", attributes: { RedrivePolicy, VisibilityTimeout: "0" } });

const send = async () => {
  for (let n = 0; ; n++) {
    const call = { queueUrl: url, body: String(n) };
    const { MessageId } = await queues.queues.sendMessage(call, { kind: "owner" });
    process.stdout.write(`${MessageId}\n`);
  }
};
const receive = async () => {
  for (;;) await queues.receive(url, { max: 10, waitMs: 1000 });
};
await Promise.all([send(), send(), send(), send(), receive()]);
