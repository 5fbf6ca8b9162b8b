import { S3Client } from "@aws-sdk/client-s3";
import MailComposer from "nodemailer/lib/mail-composer";

/** Uses an ESM library and a CommonJS one that requires Node's own modules. */
export const handler = async (): Promise<string> => {
  const client = new S3Client({ region: "us-east-1" });
  const mail = await new MailComposer({ text: "Hello" }).compile().build();
  return `${client.config.serviceId} ${mail.toString().includes("Hello")}`;
};
