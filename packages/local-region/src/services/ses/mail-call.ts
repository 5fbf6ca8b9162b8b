import type { AwsResponse } from "../../ports.ts";
import type { NewMail } from "./mail.ts";
import type { RawMail } from "./raw-mail.ts";

/** The facts about the account that SES's answers need. */
export interface AccountFacts {
  /** Mails. */
  readonly sentLastDay: number;
  /** Addresses and domains that may send. */
  readonly identities: readonly string[];
}

/** The answer once the mail is accepted. */
interface Sending {
  readonly answer: (messageId: string) => AwsResponse;
}

/** A call that was checked. */
export type MailCall =
  | ({ readonly kind: "mail"; readonly mail: NewMail } & Sending)
  | ({ readonly kind: "raw mail"; readonly mail: RawMail } & Sending)
  | { readonly kind: "question"; readonly answer: (facts: AccountFacts) => AwsResponse };
