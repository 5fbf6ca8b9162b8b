import type { RosterLine, RunCourse } from "../run.ts";

/** From whom a mail is, and to whom. */
export interface Envelope {
  readonly from: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly replyTo?: string;
}

/** A student who answers a mail writes to the trainer: nobody reads the sender's address. */
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
