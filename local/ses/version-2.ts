import { z } from "zod";
import { AwsError } from "../ports.ts";
import { type MailParties, partiesOfRawMail, partiesProblem } from "./mail-parties.ts";

/** The library reads no more. SES takes 40 MB. */
const mostBytes = 25 * 1024 * 1024;

const addresses = z.array(z.string()).default([]);

const destinationSchema = z.strictObject({
  ToAddresses: addresses,
  CcAddresses: addresses,
  BccAddresses: addresses,
});

/** What is followed of a SendEmail call; what its content holds, the library checks. */
const sendEmailSchema = z.strictObject({
  FromEmailAddress: z.string().optional(),
  Destination: destinationSchema.optional(),
  ReplyToAddresses: z.array(z.string()).optional(),
  Content: z.strictObject({
    Raw: z.strictObject({ Data: z.base64() }).optional(),
    Simple: z.looseObject({}).optional(),
    Template: z.looseObject({}).optional(),
  }),
});

const refusal = (message: string): AwsError => new AwsError("BadRequestException", message);

const parse = (body: Buffer): z.output<typeof sendEmailSchema> => {
  let json: unknown;
  try {
    json = JSON.parse(body.toString());
  } catch {
    throw refusal("The body of the request is not JSON.");
  }
  const parsed = sendEmailSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    if (issue.code !== "unrecognized_keys") return `${issue.path.join(".")}: ${issue.message}`;
    return `the region's SES does not follow ${[...issue.path, issue.keys.join(", ")].join(".")}`;
  });
  throw refusal(problems.join("; "));
};

const partiesOf = (call: z.output<typeof sendEmailSchema>): MailParties => {
  const { FromEmailAddress, Destination, ReplyToAddresses, Content } = call;
  if (Content.Raw === undefined) {
    const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination ?? {};
    return {
      from: FromEmailAddress,
      replyTo: ReplyToAddresses ?? [],
      recipients: [...ToAddresses, ...CcAddresses, ...BccAddresses],
    };
  }
  if (Destination !== undefined || ReplyToAddresses !== undefined) {
    throw refusal("Of a raw mail the region's SES follows the header only: leave out what it says again.");
  }
  return partiesOfRawMail(Buffer.from(Content.Raw.Data, "base64"));
};

/** Throws AwsError when SES would refuse the call to SendEmail, or the region does not follow all of it. */
export const checkVersion2 = (body: Buffer): void => {
  if (body.length > mostBytes) {
    throw refusal(`The region's SES takes requests of at most ${mostBytes} bytes, not ${body.length}.`);
  }
  const problem = partiesProblem(partiesOf(parse(body)));
  if (problem !== undefined) throw refusal(problem);
};
