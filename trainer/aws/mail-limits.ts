import { GetSendQuotaCommand, type SESClient } from "@aws-sdk/client-ses";

/** What SES sends for the account. */
export interface MailLimits {
  /** Mails in any 24 hours; null: without a limit. */
  readonly perDay: number | null;
  /** Mails a second; null: without a limit. */
  readonly perSecond: number | null;
}

const limit = (value: number | undefined): number | null => (value === undefined || value < 0 ? null : value);

export const readMailLimits = async (client: SESClient): Promise<MailLimits> => {
  const { Max24HourSend, MaxSendRate } = await client.send(new GetSendQuotaCommand({}));
  return { perDay: limit(Max24HourSend), perSecond: limit(MaxSendRate) };
};
