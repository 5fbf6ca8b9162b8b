import type { SendOutcome } from "../../adapters/mail/mailer.ts";
import { counted } from "../../course/counted.ts";
import type { MailLimits } from "../aws/mail-limits.ts";
import type { Answer, MailTrial } from "../aws/mail-trial.ts";
import type { Course } from "../course-folder/course.ts";
import { some } from "./names.ts";

type Mailing = {
  readonly students: readonly Pick<Course["students"][number], "email">[];
  readonly settings: Pick<Course["settings"], "mailsPerSecond" | "sender">;
};

/** What would fail at the deadline, each with its remedy; and what could not be found out. */
export const mailWarnings = (
  course: Mailing,
  { limits, isEnabled, verified, sending }: MailTrial,
): string[] => [
  ...of(limits, "how much it sends", (value) => limitWarnings(course, value)),
  ...of(isEnabled, "whether it sends for this account", (value) => (value ? [] : [paused])),
  ...of(verified, "which addresses are verified", (value) => verifiedWarnings(course, value, limits)),
  ...(sending === undefined
    ? []
    : of(sending, "whether it takes a mail", (value) => sendingWarnings(course, value))),
];

const of = <T>(answer: Answer<T>, what: string, warnings: (value: T) => string[]): string[] =>
  "value" in answer
    ? warnings(answer.value)
    : [
        `SES does not say ${what} (${answer.problem}), so that was not checked. The runs have rights of their own.`,
      ];

const paused =
  "SES has paused sending for this account: no mail would go out. Its console says why, under Account dashboard.";

/**
 * What SES gives a new account; version 1 of its API has no other sign of the sandbox. Source:
 * docs.aws.amazon.com/ses/latest/dg/quotas.html.
 */
const isSandbox = ({ perDay, perSecond }: MailLimits): boolean => perDay === 200 && perSecond === 1;

/** A run mails each student once a test at least, and the trainer. */
const limitWarnings = (
  { students, settings: { mailsPerSecond } }: Mailing,
  { perDay, perSecond }: MailLimits,
): string[] => [
  ...(perDay !== null && perDay < students.length + 1
    ? [
        `SES sends ${counted(perDay, "mail")} in 24 hours for this account, and a run for ${counted(students.length, "student")} needs more: the rest would have to be resumed on the next day. Ask AWS for a higher sending quota.`,
      ]
    : []),
  ...(perSecond !== null && perSecond < mailsPerSecond
    ? [
        `SES sends ${counted(perSecond, "mail")} a second for this account, and mailsPerSecond says ${mailsPerSecond}: SES would refuse some for a while. Lower it in course.yaml and deploy again, or ask AWS for more.`,
      ]
    : []),
];

const verifiedWarnings = (
  { students, settings: { sender } }: Mailing,
  verified: ReadonlySet<string>,
  limits: Answer<MailLimits>,
): string[] => {
  const unverified = students.map(({ email }) => email).filter((email) => !verified.has(email));
  const isInSandbox = "value" in limits && isSandbox(limits.value);
  return [
    ...(verified.has(sender)
      ? []
      : [
          `The sender ${sender} is not verified in SES: no mail would go out. Verify it, or its domain, in SES.`,
        ]),
    ...(isInSandbox && unverified.length > 0
      ? [
          `SES keeps this account in its sandbox, and ${counted(unverified.length, "student's address is", "students' addresses are")} not verified (${some(unverified)}): they would get no mail. Ask AWS for production access in SES, or verify them.`,
        ]
      : []),
  ];
};

/** Refusals by their names, with their remedies. Source: docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html. */
const remedies: Readonly<Record<string, string>> = {
  MessageRejected: "Verify the sender, or its domain, in SES.",
  MailFromDomainNotVerifiedException: "Mend the MAIL FROM domain of the sender's identity in SES.",
  ConfigurationSetDoesNotExistException:
    "The sender's default configuration set is gone: choose another, or none, at the sender's identity in SES.",
  ConfigurationSetSendingPausedException: "Switch sending on again in the sender's configuration set in SES.",
  AccountSendingPausedException: "SES's console says why, under Account dashboard.",
};

const sendingWarnings = ({ settings: { sender } }: Mailing, outcome: SendOutcome): string[] => {
  if (outcome.status === "sent") return [];
  const { reason } = outcome;
  const [name = ""] = reason.split(":");
  if (outcome.status !== "refused" || name.startsWith("AccessDenied")) {
    return [
      `No mail was sent to SES's mailbox simulator to try it (${reason}); the runs have rights of their own.`,
    ];
  }
  const remedy = remedies[name] ?? "Try again when that is mended.";
  return [`SES refused a mail from ${sender}, and would refuse the students': ${reason} ${remedy}`];
};
