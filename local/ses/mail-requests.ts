import { AwsError, type AwsRequest } from "../ports.ts";
import { type MailParties, partiesOfRawMail, partiesProblem } from "./mail-parties.ts";
import { checkVersion2 } from "./version-2.ts";

const sendPath = "/v2/email/outbound-emails";

/** Source: the SendRawEmail API reference. */
const mostRawBytes = 10 * 1024 * 1024;

const refusal = (message: string): AwsError => new AwsError("InvalidParameterValue", message);

const recipientLists = ["Destination.ToAddresses", "Destination.CcAddresses", "Destination.BccAddresses"];
const lists = [...recipientLists, "ReplyToAddresses"];

/** One address of each list is read, so that more are refused here rather than lost. */
const partiesOfSendEmail = (call: URLSearchParams): MailParties => {
  for (const list of lists) {
    if (call.has(`${list}.member.2`)) throw refusal(`The region's SendEmail takes one address in ${list}.`);
  }
  return {
    from: call.get("Source") ?? undefined,
    replyTo: call.getAll("ReplyToAddresses.member.1"),
    recipients: recipientLists.flatMap((list) => call.getAll(`${list}.member.1`)),
  };
};

const partiesOfSendRawEmail = (call: URLSearchParams): MailParties => {
  const mail = Buffer.from(call.get("RawMessage.Data") ?? "", "base64");
  if (mail.length > mostRawBytes) {
    throw refusal(`Message length is more than ${mostRawBytes} bytes long: '${mail.length}'.`);
  }
  const { from = call.get("Source") ?? undefined, ...parties } = partiesOfRawMail(mail);
  return { from, ...parties };
};

interface MailAction {
  /** The parameters that are followed; `Charset` needs no following, as parameters come in UTF-8. */
  readonly followed: RegExp;
  /** Left out: the action sends nothing. */
  readonly partiesOf?: (call: URLSearchParams) => MailParties;
}

const actionsOfVersion1: Readonly<Record<string, MailAction>> = {
  SendEmail: {
    followed:
      /^(Source|(Destination\.(To|Cc|Bcc)|ReplyTo)Addresses\.member\.\d+|Message\.(Subject|Body\.(Text|Html))\.(Data|Charset))$/,
    partiesOf: partiesOfSendEmail,
  },
  SendRawEmail: { followed: /^(Source|RawMessage\.Data)$/, partiesOf: partiesOfSendRawEmail },
  GetSendQuota: { followed: /^$/ },
};

/** What the region's SES has, of version 1 by action and of version 2 by path. */
export const actions: readonly string[] = Object.keys(actionsOfVersion1);

const checkVersion1 = (call: URLSearchParams): void => {
  const name = call.get("Action") ?? "";
  const action = Object.hasOwn(actionsOfVersion1, name) ? actionsOfVersion1[name] : undefined;
  if (!action) {
    const message = `The region's SES has no action "${name}"; it has ${actions.join(", ")}.`;
    throw new AwsError("InvalidAction", message);
  }
  // An empty list comes as its name without a value.
  const extra = [...call].filter(
    ([key, value]) => value !== "" && !["Action", "Version"].includes(key) && !action.followed.test(key),
  );
  if (extra.length > 0) {
    throw refusal(`The region's ${name} does not follow ${extra.map(([key]) => key).join(", ")}.`);
  }
  const problem = action.partiesOf && partiesProblem(action.partiesOf(call));
  if (problem !== undefined) throw refusal(problem);
};

/**
 * A call of version 1; undefined: one of version 2. Throws AwsError when SES would refuse it, when it asks for what the
 * region would not do, or when the region has no such.
 */
export const checkMailRequest = ({ method, path, body }: AwsRequest): URLSearchParams | undefined => {
  if (path.startsWith("/v2/")) {
    if (method !== "POST" || path !== sendPath) {
      const message = `The region's SES has no ${method} ${path}; it has POST ${sendPath}.`;
      throw new AwsError("NotImplemented", message, 501);
    }
    checkVersion2(body);
    return undefined;
  }
  const call = new URLSearchParams(body.toString());
  checkVersion1(call);
  return call;
};
