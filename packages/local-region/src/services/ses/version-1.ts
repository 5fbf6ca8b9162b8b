import { element } from "../../http/xml.ts";
import { AwsError, type AwsResponse } from "../../ports.ts";
import { bareAddress } from "./address-list.ts";
import { answerTo } from "./answer.ts";
import type { MailCall } from "./mail-call.ts";
import { checkParties, type MailParties } from "./mail-parties.ts";
import { questions } from "./questions.ts";
import { type RawMail, readRawMail } from "./raw-mail.ts";

/** Source: docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html. */
const mostRawBytes = 10 * 1024 * 1024;

const code = "InvalidParameterValue";

const refusal = (message: string): AwsError => new AwsError(code, message);

const member = /\.member\.\d+$/;

/** The members of a list. An empty list comes as its name without a value. */
const listOf = (call: URLSearchParams, name: string): string[] =>
  [...call].filter(([key]) => member.test(key) && key.replace(member, "") === name).map(([, value]) => value);

const accepted =
  (action: string) =>
  (messageId: string): AwsResponse =>
    answerTo(action, element("MessageId", messageId));

const sendEmail = (call: URLSearchParams): MailCall => {
  const parties = {
    from: call.get("Source") ?? undefined,
    replyTo: listOf(call, "ReplyToAddresses"),
    destination: {
      to: listOf(call, "Destination.ToAddresses"),
      cc: listOf(call, "Destination.CcAddresses"),
      bcc: listOf(call, "Destination.BccAddresses"),
    },
  };
  checkParties(parties, code);
  const subject = call.get("Message.Subject.Data") ?? "";
  const text = call.get("Message.Body.Text.Data") ?? "";
  const html = call.get("Message.Body.Html.Data") ?? "";
  if (subject === "") throw refusal("The mail must have a subject.");
  if (text === "" && html === "") throw refusal("The mail must have an HTML or a text body.");
  const body = { ...(text !== "" && { text }), ...(html !== "" && { html }) };
  const mail = { ...parties, from: parties.from ?? "", subject, body, attachments: [] };
  return { kind: "mail", mail, answer: accepted("SendEmail") };
};

const sourceOf = (call: URLSearchParams): RawMail =>
  readRawMail(Buffer.from(call.get("RawMessage.Data") ?? "", "base64"), code);

/** SES sends to `Destinations` alone. Those whom the header does not name get the mail as by Bcc. */
const among = (destinations: readonly string[], { destination }: MailParties): MailParties["destination"] => {
  const address = (recipient: string): string => bareAddress(recipient).toLowerCase();
  const wanted = new Map(destinations.map((recipient) => [address(recipient), recipient]));
  const take = (list: readonly string[]): string[] =>
    list.filter((recipient) => wanted.delete(address(recipient)));
  const to = take(destination.to);
  const cc = take(destination.cc);
  return { to, cc, bcc: [...wanted.values()] };
};

const sendRawEmail = (call: URLSearchParams): MailCall => {
  const { source, parties, subject } = sourceOf(call);
  if (source.length > mostRawBytes) {
    throw refusal(`Message length is more than ${mostRawBytes} bytes long: '${source.length}'.`);
  }
  const { from = call.get("Source") ?? undefined } = parties;
  const destinations = listOf(call, "Destinations");
  const destination = destinations.length === 0 ? parties.destination : among(destinations, parties);
  const whole = { ...parties, from, destination };
  checkParties(whole, code);
  return { kind: "raw mail", mail: { source, subject, parties: whole }, answer: accepted("SendRawEmail") };
};

interface Action {
  /** The parameters that are supported; `Charset` has no effect, because parameters come in UTF-8. */
  readonly followed: RegExp;
  readonly read: (call: URLSearchParams) => MailCall;
}

const sending: Readonly<Record<string, Action>> = {
  SendEmail: {
    followed:
      /^(Source|(Destination\.(To|Cc|Bcc)|ReplyTo)Addresses\.member\.\d+|Message\.(Subject|Body\.(Text|Html))\.(Data|Charset))$/,
    read: sendEmail,
  },
  SendRawEmail: { followed: /^(Source|RawMessage\.Data|Destinations\.member\.\d+)$/, read: sendRawEmail },
};

const asking = Object.fromEntries(
  Object.entries(questions).map(([name, { followed, answer }]): [string, Action] => [
    name,
    { followed, read: (call) => ({ kind: "question", answer: (facts) => answer(call, facts) }) },
  ]),
);

const actionsByName: ReadonlyMap<string, Action> = new Map(Object.entries({ ...sending, ...asking }));

/** The actions of version 1 that the region's SES has. */
export const actions: readonly string[] = [...actionsByName.keys()];

/** Throws AwsError when SES would refuse the call, or the region does not support it or a part of it. */
export const readVersion1 = (call: URLSearchParams): MailCall => {
  const name = call.get("Action") ?? "";
  const action = actionsByName.get(name);
  if (!action) {
    const message = `The region's SES has no action "${name}"; it has ${actions.join(", ")}.`;
    throw new AwsError("InvalidAction", message);
  }
  const extra = [...call].filter(
    ([key, value]) => value !== "" && !["Action", "Version"].includes(key) && !action.followed.test(key),
  );
  if (extra.length > 0) {
    throw refusal(`The region's ${name} does not follow ${extra.map(([key]) => key).join(", ")}.`);
  }
  return action.read(call);
};

/**
 * The sender, whose identity needs a right; undefined: the action sends nothing. @throws {AwsError} when the mail's
 * header is too long.
 */
export const senderOf = (call: URLSearchParams): string | undefined => {
  if (!Object.hasOwn(sending, call.get("Action") ?? "")) return undefined;
  const source = call.get("Source") ?? "";
  return source === "" ? (sourceOf(call).parties.from ?? "") : source;
};
