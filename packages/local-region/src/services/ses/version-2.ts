import * as z from "zod";
import { tryParseJson } from "../../json.ts";
import { AwsError, type AwsResponse } from "../../ports.ts";
import type { Attachment, NewMail } from "./mail.ts";
import type { MailCall } from "./mail-call.ts";
import { checkParties } from "./mail-parties.ts";
import { readRawMail } from "./raw-mail.ts";

/** Of a mail in base64. Source: docs.aws.amazon.com/ses/latest/dg/quotas.html. */
const mostBytes = 40 * 1024 * 1024;

const code = "BadRequestException";

const refusal = (message: string): AwsError => new AwsError(code, message);

const addresses = z.array(z.string()).default([]);

const destinationSchema = z.strictObject({
  ToAddresses: addresses,
  CcAddresses: addresses,
  BccAddresses: addresses,
});

const dataSchema = z.strictObject({ Data: z.string(), Charset: z.string().optional() });

/** The last four fields say where and how a mail program shows it; the inbox ignores them. */
const attachmentSchema = z.strictObject({
  RawContent: z.base64(),
  FileName: z.string(),
  ContentType: z.string().default("application/octet-stream"),
  ContentDescription: z.string().optional(),
  ContentDisposition: z.string().optional(),
  ContentId: z.string().optional(),
  ContentTransferEncoding: z.string().optional(),
});

const simpleSchema = z.strictObject({
  Subject: dataSchema,
  Body: z.strictObject({ Text: dataSchema.optional(), Html: dataSchema.optional() }),
  Attachments: z.array(attachmentSchema).default([]),
  Headers: z.array(z.strictObject({ Name: z.string(), Value: z.string() })).optional(),
});

/** The supported parts of a SendEmail call. */
const sendEmailSchema = z.strictObject({
  FromEmailAddress: z.string().optional(),
  Destination: destinationSchema.optional(),
  ReplyToAddresses: z.array(z.string()).optional(),
  Content: z.strictObject({
    Raw: z.strictObject({ Data: z.base64() }).optional(),
    Simple: simpleSchema.optional(),
  }),
});

type SendEmail = z.output<typeof sendEmailSchema>;

const parse = (body: Buffer): SendEmail => {
  const json = tryParseJson(body.toString());
  if (json === undefined) throw refusal("The body of the request is not JSON.");
  const parsed = sendEmailSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code !== "unrecognized_keys") return `${issue.path.join(".")}: ${issue.message}`;
    return `the region's SES does not follow ${[...issue.path, issue.keys.join(", ")].join(".")}`;
  });
  throw refusal(problems.join("; "));
};

const attachmentOf = ({
  RawContent,
  FileName,
  ContentType,
}: z.output<typeof attachmentSchema>): Attachment => ({
  content: RawContent,
  contentType: ContentType,
  filename: FileName,
  size: Buffer.byteLength(RawContent, "base64"),
});

const contentOf = ({
  Subject,
  Body: { Text, Html },
  Attachments,
  Headers,
}: z.output<typeof simpleSchema>): Pick<NewMail, "subject" | "body" | "attachments" | "headers"> => {
  const [text, html] = [Text?.Data ?? "", Html?.Data ?? ""];
  if (Subject.Data === "") throw refusal("The mail must have a subject.");
  if (text === "" && html === "") throw refusal("The mail must have an HTML or a text body.");
  return {
    subject: Subject.Data,
    body: { ...(text !== "" && { text }), ...(html !== "" && { html }) },
    attachments: Attachments.map(attachmentOf),
    ...(Headers && { headers: Headers.map(({ Name, Value }) => ({ name: Name, value: Value })) }),
  };
};

const accepted = (messageId: string): AwsResponse => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ MessageId: messageId }),
});

const rawMail = ({ FromEmailAddress, Destination, ReplyToAddresses }: SendEmail, data: string): MailCall => {
  if (Destination !== undefined || ReplyToAddresses !== undefined) {
    throw refusal("Of a raw mail the region's SES follows the header only: leave out what it says again.");
  }
  const { parties, ...mail } = readRawMail(Buffer.from(data, "base64"), code);
  const whole = { ...parties, from: parties.from ?? FromEmailAddress };
  checkParties(whole, code);
  return { kind: "raw mail", mail: { ...mail, parties: whole }, answer: accepted };
};

/** Throws AwsError when SES would refuse the call to SendEmail, or the region does not support all of it. */
export const readVersion2 = (body: Buffer): MailCall => {
  if (body.length > mostBytes) {
    throw refusal(`The region's SES takes requests of at most ${mostBytes} bytes, not ${body.length}.`);
  }
  const call = parse(body);
  const { Raw, Simple } = call.Content;
  if (Raw !== undefined) return rawMail(call, Raw.Data);
  if (Simple === undefined) throw refusal("Content: the mail must have Raw or Simple content.");
  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = call.Destination ?? {};
  const parties = {
    from: call.FromEmailAddress,
    replyTo: call.ReplyToAddresses ?? [],
    destination: { to: ToAddresses, cc: CcAddresses, bcc: BccAddresses },
  };
  checkParties(parties, code);
  const mail = { ...parties, from: parties.from ?? "", ...contentOf(Simple) };
  return { kind: "mail", mail, answer: accepted };
};

/** The sender, whose identity needs a right. @throws {AwsError} when the call can't be read. */
export const senderOf = (body: Buffer): string => {
  const { FromEmailAddress = "", Content } = parse(body);
  if (FromEmailAddress !== "" || Content.Raw === undefined) return FromEmailAddress;
  return readRawMail(Buffer.from(Content.Raw.Data, "base64"), code).parties.from ?? "";
};
