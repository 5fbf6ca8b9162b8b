import {
  GetAccountSendingEnabledCommand,
  GetIdentityVerificationAttributesCommand,
  type SESClient,
} from "@aws-sdk/client-ses";
import type { Mailer, SendOutcome } from "../../adapters/mail/mailer.ts";
import { messageOf } from "../../course/unknown-value.ts";
import { type MailLimits, readMailLimits } from "./mail-limits.ts";

/** What SES answered, or why there is no answer. */
export type Answer<T> = { readonly value: T } | { readonly problem: string };

/** What SES says about an account and a sender, asked before a run depends on it. */
export interface MailTrial {
  readonly limits: Answer<MailLimits>;
  /** Whether SES sends for the account at all. */
  readonly isEnabled: Answer<boolean>;
  /** Of the addresses asked for, those that are verified, by themselves or by a domain. */
  readonly verified: Answer<ReadonlySet<string>>;
  /** A mail to SES's mailbox simulator; undefined: not sent, in a dry run. */
  readonly sending: Answer<SendOutcome> | undefined;
}

export interface TrialOptions {
  readonly sender: string;
  /** Asked about together with the sender, as many as one call takes. */
  readonly recipients: readonly string[];
  readonly isDryRun: boolean;
}

/** Accepts every mail, in the sandbox too. A mail to it counts for no quota and costs what any mail does. */
const simulator = { name: "Mailbox simulator", address: "success@simulator.amazonses.com" };

/** Source: the GetIdentityVerificationAttributes API reference, which also allows one call a second. */
const mostIdentities = 100;

/** The address, its domain, and the domains above: a verified domain also verifies all domains below it. */
const identitiesOf = (address: string): string[] => {
  const labels = address.slice(address.lastIndexOf("@") + 1).split(".");
  return [address, ...labels.slice(0, -1).map((_, level) => labels.slice(level).join("."))];
};

const answer = async <T>(asked: Promise<T>): Promise<Answer<T>> => {
  try {
    return { value: await asked };
  } catch (error) {
    return { problem: messageOf(error) };
  }
};

const readEnabled = async (client: SESClient): Promise<boolean> =>
  (await client.send(new GetAccountSendingEnabledCommand({}))).Enabled ?? true;

const readVerified = async (
  client: SESClient,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> => {
  const identities = [...new Set(addresses.flatMap(identitiesOf))].slice(0, mostIdentities);
  const { VerificationAttributes = {} } = await client.send(
    new GetIdentityVerificationAttributesCommand({ Identities: identities }),
  );
  const isVerified = (identity: string): boolean =>
    VerificationAttributes[identity]?.VerificationStatus === "Success";
  const isUnasked = (address: string): boolean =>
    !identitiesOf(address).every((one) => identities.includes(one));
  return new Set(addresses.filter((address) => isUnasked(address) || identitiesOf(address).some(isVerified)));
};

const trialMail = {
  subject: "Test Time: does SES send for this course?",
  text: "Sent by bin/trainer publish to SES's mailbox simulator.\n",
  html: "<p>Sent by bin/trainer publish to SES's mailbox simulator.</p>",
};

/** Asks SES, and sends one mail to its mailbox simulator. A call that fails becomes the problem in its answer. */
export const tryMail = async (
  client: SESClient,
  mailer: Mailer,
  { sender, recipients, isDryRun }: TrialOptions,
): Promise<MailTrial> => {
  const [limits, isEnabled, verified, sending] = await Promise.all([
    answer(readMailLimits(client)),
    answer(readEnabled(client)),
    answer(readVerified(client, [sender, ...recipients])),
    isDryRun
      ? undefined
      : answer(mailer.send({ from: { name: "", address: sender }, to: simulator }, trialMail)),
  ]);
  return { limits, isEnabled, verified, sending };
};
