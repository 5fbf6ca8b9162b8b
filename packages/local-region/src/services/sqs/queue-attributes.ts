import * as z from "zod";
import { AwsError } from "../../ports.ts";
import {
  SETTABLE_ATTRIBUTES,
  SqsError,
  type SqsQueue,
  type SqsStore,
  validateQueueAttributes,
} from "./fauxqs.ts";

type Attributes = Readonly<Record<string, string>>;

/** Of those that SQS has, the ones that would do nothing here. */
const notFollowed = /^(Policy|Kms.*|RedriveAllowPolicy|.*Fifo.*|ContentBasedDeduplication)$/;

/** `maxReceiveCount` may be text. Bounds of SQS. */
const redriveSchema = z.object({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: z.coerce.number().int().min(1).max(1000),
});

type RedrivePolicy = z.output<typeof redriveSchema>;

const parseRedrive = (text: string): RedrivePolicy | undefined => {
  try {
    return redriveSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/** undefined: the queue has no dead-letter queue. */
export const redriveOf = ({ attributes }: SqsQueue): RedrivePolicy | undefined =>
  attributes.RedrivePolicy ? parseRedrive(attributes.RedrivePolicy) : undefined;

const redriveProblem = (text: string, store: SqsStore): string | undefined => {
  const policy = parseRedrive(text);
  if (!policy) return "it must be JSON with a deadLetterTargetArn and a maxReceiveCount from 1 to 1000";
  return store.getQueueByArn(policy.deadLetterTargetArn) ? undefined : "Dead letter target does not exist";
};

/** Throws AwsError when SQS would refuse the attributes of a queue, or the region would not follow them. */
export const checkQueueAttributes = (name: string, attributes: Attributes, store: SqsStore): void => {
  const refuse = (code: string, problem: string): AwsError => new AwsError(code, `Queue ${name}: ${problem}`);
  for (const attribute of Object.keys(attributes)) {
    if (!SETTABLE_ATTRIBUTES.has(attribute)) {
      throw refuse("InvalidAttributeName", `Unknown Attribute ${attribute}.`);
    }
    if (notFollowed.test(attribute)) {
      throw refuse("InvalidAttributeName", `The region's queues do not follow ${attribute}.`);
    }
  }
  try {
    validateQueueAttributes({ ...attributes }, SqsError);
  } catch (error) {
    throw error instanceof SqsError ? refuse(error.code, error.message) : error;
  }
  const { RedrivePolicy = "" } = attributes;
  const problem = RedrivePolicy === "" ? undefined : redriveProblem(RedrivePolicy, store);
  if (problem === undefined) return;
  const message = `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${problem}.`;
  throw refuse("InvalidParameterValue", message);
};
