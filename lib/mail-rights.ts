import { ArnFormat, Stack } from "aws-cdk-lib";
import { Grant } from "aws-cdk-lib/aws-iam";
import type { TaskFunction } from "./task-function.ts";
import { acknowledgeWildcard } from "./wildcards.ts";

/** The resources for which SES checks a sender's rights, and why the stack can't name them. */
const wildcards = {
  identity:
    "Bounded by its condition to the course's sender. SES asks for the recipient's identity too while the account is in the sandbox.",
  "configuration-set":
    "Bounded by its condition to the course's sender. SES asks for the sender's default configuration set too, which is chosen in SES at any time.",
} as const;

/**
 * The right to send from one address. The resources are every identity and every configuration set of the account in this
 * region. In the sandbox SES checks the recipient's identity as well as the sender's, and a sender with a default
 * configuration set (SES's console makes one, `my-first-configuration-set`) needs a right to that set. The stack can't
 * know which addresses are verified and which set is the default: both may change after the deployment, and an outdated
 * setting would stop all mail. A configuration set alone sends nothing, and the condition applies to both.
 */
export const grantSendMail = (
  task: TaskFunction,
  action: "ses:SendEmail" | "ses:SendRawEmail",
  sender: string,
): void => {
  const arnOfAny = (resource: string): string =>
    Stack.of(task).formatArn({
      service: "ses",
      resource,
      resourceName: "*",
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
  Grant.addToPrincipal({
    grantee: task,
    actions: [action],
    resourceArns: Object.keys(wildcards).map(arnOfAny),
    conditions: { StringEquals: { "ses:FromAddress": sender } },
  });
  for (const [resource, reason] of Object.entries(wildcards)) {
    acknowledgeWildcard(task, arnOfAny(resource), reason);
  }
};
