import type { Settings } from "../settings.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { framedMail, type MailContent } from "./frame/mail-frame.ts";
import { paragraph } from "./frame/parts.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

/** Of the course, what each mail to a student shows. */
export type MailCourse = Pick<Settings, "title" | "trainer" | "language">;

/** What is different in each mail: `footer` comes after the line that says who sends the mail and why. */
export type StudentMailContent = Omit<MailContent, "footer"> & { readonly footer?: readonly MailPart[] };

/** A mail to a student in the course's language, with the student's name, and the trainer's under it. */
export const mailToStudent = (
  course: MailCourse,
  student: { readonly name: string },
  { lead, footer = [], ...content }: StudentMailContent,
): RenderedMail => {
  const { mail } = wordsOf(course);
  const { title, trainer } = course;
  return framedMail(
    { title, language: languageOf(course) },
    {
      ...content,
      lead: [paragraph(mail.greeting(student.name)), ...lead],
      footer: [paragraph(mail.footer(trainer.name, title)), ...footer],
    },
  );
};
