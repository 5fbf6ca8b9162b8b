import { isObject, memberOf, messageOf } from "../../course/unknown-value.ts";

/**
 * The rights that each call of the SDK takes.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const rightsOf: Readonly<Record<string, readonly string[]>> = {
  paginateDescribeStacks: ["cloudformation:DescribeStacks"],
  DeleteObjectsCommand: ["s3:DeleteObjectVersion"],
  GetObjectCommand: ["s3:GetObject", "s3:GetObjectVersion"],
  HeadBucketCommand: ["s3:ListBucket"],
  HeadObjectCommand: ["s3:GetObject"],
  ListObjectVersionsCommand: ["s3:ListBucketVersions"],
  ListObjectsV2Command: ["s3:ListBucket"],
  PutObjectCommand: ["s3:PutObject"],
  paginateListObjectsV2: ["s3:ListBucket"],
  GetAccountSendingEnabledCommand: ["ses:GetAccountSendingEnabled"],
  GetIdentityVerificationAttributesCommand: ["ses:GetIdentityVerificationAttributes"],
  GetSendQuotaCommand: ["ses:GetSendQuota"],
  SendEmailCommand: ["ses:SendEmail"],
  SendRawEmailCommand: ["ses:SendRawEmail"],
  ChangeMessageVisibilityBatchCommand: ["sqs:ChangeMessageVisibility"],
  GetQueueAttributesCommand: ["sqs:GetQueueAttributes"],
  PurgeQueueCommand: ["sqs:PurgeQueue"],
  ReceiveMessageCommand: ["sqs:ReceiveMessage"],
  StartMessageMoveTaskCommand: ["sqs:StartMessageMoveTask", "sqs:DeleteMessage", "sqs:SendMessage"],
  DescribeExecutionCommand: ["states:DescribeExecution"],
  DescribeMapRunCommand: ["states:DescribeMapRun"],
  DescribeStateMachineForExecutionCommand: ["states:DescribeStateMachineForExecution"],
  GetExecutionHistoryCommand: ["states:GetExecutionHistory"],
  ListExecutionsCommand: ["states:ListExecutions"],
  ListMapRunsCommand: ["states:ListMapRuns"],
  StartExecutionCommand: ["states:StartExecution"],
  StopExecutionCommand: ["states:StopExecution"],
};

/** The calls that were refused, by their errors: S3 does not always say which call it was. */
const refusedCalls = new WeakMap<object, string>();

interface Client {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (call: never) => Promise<unknown>,
        context: { readonly commandName?: string },
      ) => (call: never) => Promise<unknown>,
    ): void;
  };
}

/** Remembers which of the client's calls an error belongs to. */
export const noteRefusedCalls = ({ middlewareStack }: Client): void =>
  middlewareStack.add((next, { commandName = "" }) => async (call) => {
    try {
      return await next(call);
    } catch (error) {
      if (isObject(error)) refusedCalls.set(error, commandName);
      throw error;
    }
  });

const refusals = /^(AccessDenied(Exception)?|UnauthorizedOperation|UnauthorizedException|Forbidden|403)$/;

/** AWS's sentence: `User: <arn> is not authorized to perform: <action> on resource: <arn> because ...`. */
const sentence = /not authorized to perform:? ([\w-]+:\w+)(?: on resource:? "?([^\s"]+)"?)?/;

const isNoRight = (error: unknown): boolean =>
  refusals.test(String(memberOf(error, "name"))) || sentence.test(messageOf(error));

const rightIn = (error: unknown): string | undefined => {
  const [, action, resource] = sentence.exec(messageOf(error)) ?? [];
  if (action !== undefined) return resource === undefined ? action : `${action} on ${resource}`;
  const call = isObject(error) ? refusedCalls.get(error) : undefined;
  return call === undefined ? undefined : rightsOf[call]?.[0];
};

/** In words, when AWS refused a call for want of a right; undefined: it is another error. */
export const missingRight = (error: unknown): string | undefined => {
  if (!isNoRight(error)) return undefined;
  const right = rightIn(error);
  const what = right === undefined ? "a right that this takes" : `the right ${right}`;
  return `Your profile lacks ${what}. docs/trainer-policy.json has all that the trainer needs. (${messageOf(error)})`;
};
