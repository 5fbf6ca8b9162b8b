import type { Appeal } from "../appeals/appeal.ts";
import { wordsOf } from "../words/words.ts";
import { paragraph, section } from "./frame/parts.ts";
import type { RenderedMail } from "./rendered-mail.ts";
import { richText } from "./rich-text.ts";
import { type MailCourse, mailToStudent } from "./student-frame.ts";

/** What the mail with the answer to an appeal says beside the answer. */
export interface AppealMailContent {
  readonly student: { readonly name: string };
  /** Of the test. */
  readonly title: string;
  /** As it is now; undefined: the trainer has removed it since. */
  readonly question: { readonly text: string; readonly html?: string | undefined } | undefined;
  /** The page at the score; null: nobody knows where it is. */
  readonly link: string | null;
}

/** The mail with the trainer's answer to an appeal, in the course's language. */
export const appealMail = (
  course: MailCourse,
  { text, answer }: Extract<Appeal, { status: "answered" }>,
  { student, title, question, link }: AppealMailContent,
): RenderedMail => {
  const { appealMail: words } = wordsOf(course);
  const isAccepted = answer.decision === "accepted";
  return mailToStudent(course, student, {
    subject: words.subject(title),
    headline: isAccepted ? words.accepted : words.declined,
    preview: `${answer.by}: ${answer.text}`,
    lead: [
      paragraph(words.about(title)),
      section(words.answer(answer.by), [paragraph(answer.text)]),
      ...(isAccepted ? [paragraph(words.whatNext)] : []),
    ],
    ...(link !== null && { button: { name: words.seeOnPage, url: link } }),
    details: [
      section(words.written, [paragraph(text)]),
      ...(question === undefined
        ? []
        : [
            section(words.question, [
              question.html === undefined ? paragraph(question.text) : richText(question.html),
            ]),
          ]),
    ],
  });
};
