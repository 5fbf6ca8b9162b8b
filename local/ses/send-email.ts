import { AwsError, type AwsResponse } from "../ports.ts";
import { answerTo } from "./answer.ts";
import type { MailStore, NewMail } from "./mail-store.ts";

const addresses = (call: URLSearchParams, list: string): string[] => {
  const address = call.get(`${list}.member.1`);
  return address === null ? [] : [address];
};

/** @throws {AwsError} InvalidParameterValue without a subject or a body. */
const mailOf = (call: URLSearchParams): NewMail => {
  const subject = call.get("Message.Subject.Data") ?? "";
  const text = call.get("Message.Body.Text.Data") ?? "";
  const html = call.get("Message.Body.Html.Data") ?? "";
  if (subject === "") throw new AwsError("InvalidParameterValue", "The mail must have a subject.");
  if (text === "" && html === "") {
    throw new AwsError("InvalidParameterValue", "The mail must have an HTML or a text body.");
  }
  return {
    from: call.get("Source") ?? "",
    replyTo: addresses(call, "ReplyToAddresses"),
    destination: {
      to: addresses(call, "Destination.ToAddresses"),
      cc: addresses(call, "Destination.CcAddresses"),
      bcc: addresses(call, "Destination.BccAddresses"),
    },
    subject,
    body: { ...(text !== "" && { text }), ...(html !== "" && { html }) },
    attachments: [],
  };
};

/**
 * SendEmail of SES's version 1, for a call that was checked. The library could answer it too, by its own web server, at
 * several times the cost; a class gets a mail each.
 */
export const sendEmail = async (
  call: URLSearchParams,
  { accept }: Pick<MailStore, "accept">,
): Promise<AwsResponse> => {
  return answerTo("SendEmail", { MessageId: await accept(mailOf(call)) });
};
