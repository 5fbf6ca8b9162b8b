import { AwsError, type AwsRequest } from "../ports.ts";

/** What the region's SES has, of version 1 by action and of version 2 by path. */
export const actions: readonly string[] = ["SendEmail", "SendRawEmail", "GetSendQuota"];
const sendPath = "/v2/email/outbound-emails";

/** `a@b.c` or `Name <a@b.c>`. */
const addressPattern = /^(?:[^<>]*<)?[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>?$/;

const checkAddress = (address: string): void => {
  if (!addressPattern.test(address)) {
    throw new AwsError("InvalidParameterValue", `"${address}" is no e-mail address.`);
  }
};

const lists = [
  "Destination.ToAddresses",
  "Destination.CcAddresses",
  "Destination.BccAddresses",
  "ReplyToAddresses",
];

/** The library reads the first address of each list only, so that more are refused here rather than lost. */
const checkSendEmail = (call: URLSearchParams): void => {
  for (const list of lists) {
    if (call.has(`${list}.member.2`)) {
      throw new AwsError("InvalidParameterValue", `The region's SendEmail takes one address in ${list}.`);
    }
  }
  const recipients = lists.slice(0, 3).flatMap((list) => call.get(`${list}.member.1`) ?? []);
  if (recipients.length === 0) {
    throw new AwsError("InvalidParameterValue", "The mail has no recipient: Destination holds no address.");
  }
  for (const address of [call.get("Source") ?? "", ...recipients]) checkAddress(address);
};

/** A call of version 1; undefined: one of version 2. Throws AwsError when SES would refuse it, or the region has no such. */
export const checkMailRequest = ({ method, path, body }: AwsRequest): URLSearchParams | undefined => {
  if (path.startsWith("/v2/")) {
    if (method === "POST" && path === sendPath) return undefined;
    throw new AwsError(
      "NotImplemented",
      `The region's SES has no ${method} ${path}; it has POST ${sendPath}.`,
      501,
    );
  }
  const call = new URLSearchParams(body.toString());
  const action = call.get("Action") ?? "";
  if (!actions.includes(action)) {
    throw new AwsError(
      "InvalidAction",
      `The region's SES has no action "${action}"; it has ${actions.join(", ")}.`,
    );
  }
  if (action === "SendEmail") checkSendEmail(call);
  return call;
};
