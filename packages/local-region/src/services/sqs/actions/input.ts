import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import type { QueueSet } from "../queue-set.ts";

export type Input = Readonly<Record<string, unknown>>;

/** One SQS action; `endpoint` is the address that queue URLs start with. */
export type SqsAction = (input: Input, queues: QueueSet, endpoint: string) => unknown;

const isMissing = (value: unknown): boolean => value === undefined || value === "";

const messageOf = (issue: z.core.$ZodIssue): string =>
  issue.code === "unrecognized_keys"
    ? `The region's SQS does not follow ${[...issue.path, issue.keys.join(", ")].join(".")}.`
    : `${issue.path.join(".")}: ${issue.message}`;

/** Throws AwsError naming what is missing, not supported, or wrong. */
export const parse = <T extends z.ZodType>(schema: T, input: Input): z.output<T> => {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const { issues } = result.error;
  const missing = issues
    .map(({ path }) => path)
    .find(([name, ...inside]) => inside.length === 0 && name !== undefined && isMissing(input[String(name)]));
  if (missing) {
    throw new AwsError("MissingParameter", `The request must contain the parameter ${String(missing[0])}.`);
  }
  const problems = issues.map(messageOf).join("; ");
  throw new AwsError("InvalidParameterValue", `One or more parameters are invalid. ${problems}`);
};

export const queueSchema = z.strictObject({ QueueUrl: z.string().min(1) });

export const receiptSchema = z.strictObject({ ReceiptHandle: z.string().min(1) });

export const names = z.array(z.string()).default([]);

/** Seconds. Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html. */
export const maxVisibilitySeconds = 43_200;
