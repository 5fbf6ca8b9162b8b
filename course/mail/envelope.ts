import type { RosterLine, RunCourse } from "../run/run.ts";
import { headerText } from "./html.ts";

interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Sender and recipient of a mail. */
export interface Envelope {
  readonly from: Mailbox;
  readonly to: Mailbox;
  readonly replyTo?: string;
}

/** Mails come from the course: its title is what people look for in a list of mails. */
const fromCourse = ({ title, sender }: Pick<RunCourse, "title" | "sender">): Mailbox => ({
  name: headerText(title),
  address: sender,
});

/** A student's reply goes to the trainer, because nobody reads mail to the sender's address. */
export const studentEnvelope = (
  course: Pick<RunCourse, "title" | "sender" | "trainer">,
  student: Pick<RosterLine, "name" | "email">,
): Envelope => ({
  from: fromCourse(course),
  to: { name: student.name, address: student.email },
  replyTo: course.trainer.email,
});

export const trainerEnvelope = (course: Pick<RunCourse, "title" | "sender" | "trainer">): Envelope => ({
  from: fromCourse(course),
  to: { name: course.trainer.name, address: course.trainer.email },
});
