import { AwsError, type AwsRequest } from "../../ports.ts";
import { bareAddress } from "./address-list.ts";
import type { MailCall } from "./mail-call.ts";
import { readVersion1, senderOf } from "./version-1.ts";
import { readVersion2, senderOf as senderOfVersion2 } from "./version-2.ts";

const sendPath = "/v2/email/outbound-emails";

const isVersion2 = ({ path }: AwsRequest): boolean => path.startsWith("/v2/");

/** Throws AwsError NotImplemented for a call of version 2 that is not SendEmail. */
const checkVersion2 = ({ method, path }: AwsRequest): void => {
  if (method === "POST" && path === sendPath) return;
  const message = `The region's SES has no ${method} ${path}; it has POST ${sendPath}, and version 1: aws ses list-identities.`;
  throw new AwsError("NotImplemented", message, 501);
};

/** Throws AwsError when SES would refuse the call, or the region does not support it or a part of it. */
export const readMailRequest = (request: AwsRequest): MailCall => {
  const { body } = request;
  if (!isVersion2(request)) return readVersion1(new URLSearchParams(body.toString()));
  checkVersion2(request);
  return readVersion2(body);
};

/** The parts of a call on which the right to make it depends. */
export interface SendingCall {
  /** E.g. `SendEmail`, which version 2 has alone. */
  readonly action: string;
  /** The sender's address; empty: none is given. undefined: the call sends nothing. */
  readonly sender: string | undefined;
}

/** @throws {AwsError} when the mail's header is too long, and for a call of version 2 that the region does not have. */
export const readSending = (request: AwsRequest): SendingCall => {
  if (isVersion2(request)) {
    checkVersion2(request);
    return { action: "SendEmail", sender: bareAddress(senderOfVersion2(request.body)) };
  }
  const call = new URLSearchParams(request.body.toString());
  const sender = senderOf(call);
  return { action: call.get("Action") ?? "", sender: sender === undefined ? undefined : bareAddress(sender) };
};
