import { ArnFormat, Stack } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { TaskFunction } from "./task-function.ts";
import { acknowledgeWildcard } from "./wildcards.ts";

/**
 * The right to send from one address. The resource is every identity of the account: in SES's sandbox the recipient's is
 * asked for as well as the sender's, and which of them are verified, as address or as domain, is not the stack's to know.
 */
export const grantSendMail = (
  task: TaskFunction,
  action: "ses:SendEmail" | "ses:SendRawEmail",
  sender: string,
): void => {
  const identities = Stack.of(task).formatArn({
    service: "ses",
    resource: "identity",
    resourceName: "*",
    arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
  });
  Grant.addToPrincipal({
    grantee: task,
    actions: [action],
    resourceArns: [identities],
    conditions: { StringEquals: { "ses:FromAddress": sender } },
  });
  acknowledgeWildcard(
    task,
    identities,
    "Bounded by its condition to the course's sender. SES asks for the recipient's identity too while the account is in the sandbox.",
  );
};
