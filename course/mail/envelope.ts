import type { RosterLine, RunCourse } from "../run.ts";

/** Sender and recipient of a mail. */
export interface Envelope {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
}

/** A student's reply goes to the trainer, because nobody reads mail to the sender's address. */
export const studentEnvelope = (
  { sender, trainer }: Pick<RunCourse, "sender" | "trainer">,
  student: Pick<RosterLine, "name" | "email">,
): Envelope => ({
  from: sender,
  to: { name: student.name, address: student.email },
  replyTo: trainer.email,
});

export const trainerEnvelope = ({ sender, trainer }: Pick<RunCourse, "sender" | "trainer">): Envelope => ({
  from: sender,
  to: { name: trainer.name, address: trainer.email },
});
