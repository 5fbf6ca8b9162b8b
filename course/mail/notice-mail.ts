import { showInstant } from "../deadline.ts";
import type { StudentId } from "../ids.ts";
import type { Notice } from "../notice.ts";
import { choiceLink, unsubscribeUrl } from "../reminder-choice.ts";
import type { RunCourse } from "../run.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { escapeHtml, headerText, htmlPage } from "./html.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

/** The targets of a notice's links. */
export interface NoticeLinks {
  /** Of the students' page, without a slash at its end. */
  readonly pageUrl: string;
  /** The token of the student's choice about reminders. */
  readonly token: string;
}

/** One mail with all notices of one instant for a student, in the course's language; `notices` is not empty. */
export const noticeMail = (
  course: RunCourse,
  student: { readonly studentId: StudentId; readonly name: string },
  notices: readonly Notice[],
  { pageUrl, token }: NoticeLinks,
): RenderedMail => {
  const { mail, noticeMail: words } = wordsOf(course);
  const opened = notices.filter(({ kind }) => kind === "opened");
  const reminded = notices.filter(({ kind }) => kind !== "opened");
  const subject =
    opened.length > 0
      ? words.openedSubject(course.title, titlesOf(opened))
      : words.reminderSubject(course.title, titlesOf(reminded));
  const parts: MailPart[] = [
    paragraph(mail.greeting(student.name)),
    ...listed(opened, words.opened(opened.length), course),
    ...listed(reminded, words.reminder(reminded.length), course),
    linked(words.take, `${pageUrl}/`),
    linked(words.choice, choiceLink(pageUrl, student.studentId, token)),
    signed([course.trainer.name, course.title]),
  ];
  return {
    subject: headerText(subject),
    text: `${parts.map(({ text }) => text).join("\n\n")}\n`,
    html: htmlPage(parts.map(({ html }) => html).join(""), languageOf(course)),
    unsubscribeUrl: unsubscribeUrl(pageUrl, student.studentId, token),
  };
};

const titlesOf = (notices: readonly Notice[]): string[] => notices.map(({ title }) => title);

export const paragraph = (text: string): MailPart => ({ text, html: `<p>${escapeHtml(text)}</p>` });

/** Nothing when there are no tests. */
const listed = (notices: readonly Notice[], opening: string, course: RunCourse): MailPart[] => {
  if (notices.length === 0) return [];
  const { noticeMail: words } = wordsOf(course);
  const tests = notices
    .toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1))
    .map((notice) => words.test(notice, showInstant(notice.deadline, course.timeZone, languageOf(course))));
  const items = tests.map((test) => `<li>${escapeHtml(test)}</li>`).join("");
  return [
    {
      text: [opening, ...tests.map((test) => `- ${test}`)].join("\n"),
      html: `<p>${escapeHtml(opening)}</p><ul>${items}</ul>`,
    },
  ];
};

export const linked = (words: string, url: string): MailPart => {
  const address = escapeHtml(url);
  return {
    text: `${words}\n${url}`,
    html: `<p>${escapeHtml(words)}<br><a href="${address}">${address}</a></p>`,
  };
};

export const signed = (lines: readonly string[]): MailPart => ({
  text: lines.join("\n"),
  html: `<p>${lines.map(escapeHtml).join("<br>")}</p>`,
});
