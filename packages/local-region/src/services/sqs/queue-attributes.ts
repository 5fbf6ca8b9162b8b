import * as z from "zod";
import { tryParseJson } from "../../json.ts";
import { AwsError, account, region } from "../../ports.ts";

export const arnOf = (queueName: string): string => `arn:aws:sqs:${region}:${account}:${queueName}`;

/** By SQS's names, in SQS's words. */
export type QueueAttributes = Readonly<Record<string, string>>;

/**
 * Bounds and default of each number. Source:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html.
 */
const numbers = new Map([
  ["VisibilityTimeout", { min: 0, max: 43_200, byDefault: 30 }],
  ["DelaySeconds", { min: 0, max: 900, byDefault: 0 }],
  ["MaximumMessageSize", { min: 1_024, max: 1_048_576, byDefault: 1_048_576 }],
  ["MessageRetentionPeriod", { min: 60, max: 1_209_600, byDefault: 345_600 }],
  ["ReceiveMessageWaitTimeSeconds", { min: 0, max: 20, byDefault: 0 }],
]);

const defaults: QueueAttributes = Object.fromEntries(
  [...numbers].map(([name, { byDefault }]) => [name, String(byDefault)]),
);

/** Attributes of SQS that would have no effect here. */
const notFollowed = [
  "Policy",
  "KmsMasterKeyId",
  "KmsDataKeyReusePeriodSeconds",
  "RedriveAllowPolicy",
  "FifoQueue",
  "ContentBasedDeduplication",
  "DeduplicationScope",
  "FifoThroughputLimit",
];

const followed = [...numbers.keys(), "RedrivePolicy", "SqsManagedSseEnabled"];

const readOnly = [
  "QueueArn",
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
];

/** All names that GetQueueAttributes accepts. */
export const attributeNames: ReadonlySet<string> = new Set(["All", ...readOnly, ...followed, ...notFollowed]);

/** A queue's attributes after some were set; an empty redrive policy removes the policy. */
export const withAttributes = (old: QueueAttributes, set: QueueAttributes): QueueAttributes => {
  const { RedrivePolicy, ...others } = { ...old, ...set };
  return { ...others, ...(RedrivePolicy && { RedrivePolicy }) };
};

/** Attributes of a queue for which only these were given. */
export const withDefaults = (given: QueueAttributes): QueueAttributes => withAttributes(defaults, given);

/** `maxReceiveCount` may be text. Bounds of SQS. */
const redriveSchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

type RedrivePolicy = z.output<typeof redriveSchema>;

const parseRedrive = (text: string): RedrivePolicy | undefined =>
  redriveSchema.safeParse(tryParseJson(text)).data;

/** undefined: the queue has no dead-letter queue. */
export const redriveOf = ({ RedrivePolicy }: QueueAttributes): RedrivePolicy | undefined =>
  RedrivePolicy ? parseRedrive(RedrivePolicy) : undefined;

type Refusal = readonly [code: string, problem: string];

const problemOf = (attribute: string, value: string): Refusal | undefined => {
  if (notFollowed.includes(attribute)) {
    return ["InvalidAttributeName", `The region's queues do not follow ${attribute}.`];
  }
  if (!followed.includes(attribute)) return ["InvalidAttributeName", `Unknown Attribute ${attribute}.`];
  const { min, max } = numbers.get(attribute) ?? {};
  if (min === undefined || max === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) >= min && Number(value) <= max) return undefined;
  const reason = `Must be between ${min} and ${max}.`;
  return ["InvalidAttributeValue", `Invalid value for the parameter ${attribute}. Reason: ${reason}`];
};

const redriveProblem = (text: string, hasQueue: (arn: string) => boolean): Refusal | undefined => {
  if (text === "") return undefined;
  const policy = parseRedrive(text);
  if (policy && hasQueue(policy.deadLetterTargetArn)) return undefined;
  const reason = policy
    ? "Dead letter target does not exist"
    : "it must be JSON with a deadLetterTargetArn and a maxReceiveCount from 1 to 1000";
  return [
    "InvalidParameterValue",
    `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}.`,
  ];
};

/** Throws AwsError when SQS would refuse the attributes of a queue, or the region does not support them. */
export const checkQueueAttributes = (
  queueName: string,
  attributes: QueueAttributes,
  hasQueue: (arn: string) => boolean,
): void => {
  const refusal =
    Object.entries(attributes)
      .map(([name, value]) => problemOf(name, value))
      .find(Boolean) ?? redriveProblem(attributes.RedrivePolicy ?? "", hasQueue);
  if (refusal) throw new AwsError(refusal[0], `Queue ${queueName}: ${refusal[1]}`);
};
