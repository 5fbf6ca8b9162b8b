import type { SESClient } from "@aws-sdk/client-ses";
import { SdkSes } from "../../adapters/aws/sdk-ses.ts";
import { type Mailer, SesMailer } from "../../adapters/mailer.ts";

/** Sends mails with the rights of a person. */
export const mailerOf = (client: SESClient): Mailer => new SesMailer(new SdkSes(client));
