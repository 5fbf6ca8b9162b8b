import type { Mailer } from "../../adapters/mail/mailer.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import { inviteDepsOf } from "../invite/invite-deps.ts";
import { resendInvitation, settleInvitation } from "./invitation-mails.ts";
import { type InvitationRef, type MailRef, mailId } from "./mail-id.ts";
import { resendMail, settleMail } from "./settle-mail.ts";

/** A course, as far as its mails need it. */
export interface MailPlace {
  readonly bucket: CourseBucket;
  readonly mailer: Mailer;
  readonly stack: Pick<CourseStack, "bucketName" | "page" | "apiUrl">;
}

/** A mail that was sent again. */
export interface Resent {
  readonly id: string;
  readonly to: string;
  /** Left out of an invitation. */
  readonly messageId?: string;
}

/**
 * Sends one mail again, an invitation with a new key.
 *
 * @param note told when it waits for another command.
 * @throws TrainerError when it did not surely go out, with why.
 */
export const resendOne = async (
  ref: MailRef | InvitationRef,
  place: MailPlace,
  note: (line: string) => void,
): Promise<Resent> => {
  const id = mailId(ref);
  if (ref.kind === "invitation") {
    const { email } = await resendInvitation(await inviteDepsOf(place, note), ref.studentId);
    return { id, to: email };
  }
  const { bucket, stack, mailer } = place;
  const deps = { bucket, bucketName: stack.bucketName, pageUrl: stack.page?.url ?? null, mailer };
  return { id, ...(await resendMail(deps, ref)) };
};

export const resentWords = ({ id, to, messageId }: Resent): string =>
  messageId === undefined
    ? `Sent ${id} to ${to}, with a new key; the old one has ended.`
    : `Sent ${id} to ${to}: message ${messageId}`;

/** Writes down what the trainer found out about one mail. @throws TrainerError when nothing was done, with why. */
export const settleOne = async (
  ref: MailRef | InvitationRef,
  bucket: CourseBucket,
  isSent: boolean,
): Promise<void> => {
  if (ref.kind === "invitation") await settleInvitation(bucket, ref.studentId, isSent);
  else await settleMail(bucket, ref, isSent);
};

export const settledWords = (ref: MailRef | InvitationRef, isSent: boolean): string => {
  const keyEnded =
    ref.kind === "invitation" && !isSent ? " Its key was revoked: bin/trainer invite makes another." : "";
  return `Recorded: ${mailId(ref)} was ${isSent ? "" : "not "}sent.${keyEnded}`;
};
