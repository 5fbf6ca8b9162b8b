import { showInstant } from "../deadlines/shown-instant.ts";
import type { Instant, StudentId } from "../ids.ts";
import type { Notice } from "../notices/notice.ts";
import { choiceLink, unsubscribeUrl } from "../notices/reminder-choice.ts";
import { type Addresses, testLink } from "../page-links.ts";
import type { RunCourse } from "../run/run.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { type Entry, entries, introduced, paragraph, textLink } from "./frame/parts.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";
import { type MailCourse, mailToStudent } from "./student-frame.ts";

/** The targets of a notice's links. */
export interface NoticeLinks extends Addresses {
  /** The token of the student's choice about reminders. */
  readonly token: string;
}

/** A test that can be taken until its deadline. */
interface DueTest {
  readonly title: string;
  readonly subject: string;
  readonly deadline: Instant;
}

/** Tests with their deadlines, the first one first. */
export const dueTests = (
  course: MailCourse & Pick<RunCourse, "timeZone">,
  tests: readonly DueTest[],
): Entry[] => {
  const { page } = wordsOf(course);
  const shown = (deadline: Instant): string =>
    page.until(showInstant(deadline, course.timeZone, languageOf(course))).join("");
  return tests
    .toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1))
    .map(({ title, subject, deadline }) => ({ name: title, about: `${subject} · ${shown(deadline)}` }));
};

/** Tests and their deadlines, as an inbox shows them beside the subject. */
export const previewOf = (entries: readonly Entry[]): string =>
  entries.map(({ name, about }) => `${name}: ${about}`).join(". ");

/** One mail with all notices of one instant for a student, in the course's language; `notices` is not empty. */
export const noticeMail = (
  course: RunCourse,
  student: { readonly studentId: StudentId; readonly name: string },
  notices: readonly Notice[],
  { pageUrl, apiUrl, token }: NoticeLinks,
): RenderedMail => {
  const { noticeMail: words } = wordsOf(course);
  const opened = notices.filter(({ kind }) => kind === "opened");
  const reminded = notices.filter(({ kind }) => kind !== "opened");
  const isNews = opened.length > 0;
  const [only, ...others] = notices;
  const first = dueTests(course, isNews ? opened : reminded);
  const mail = mailToStudent(course, student, {
    subject: isNews ? words.opened(titlesOf(opened)) : words.reminderSubject(titlesOf(reminded)),
    headline: isNews ? words.opened(titlesOf(opened)) : words.reminder(titlesOf(reminded)),
    preview: previewOf(first),
    lead: [entries(first), ...(isNews ? alsoReminded(course, reminded) : [])],
    button:
      pageUrl === null
        ? null
        : {
            name: words.take(notices.length),
            url: only && others.length === 0 ? testLink(pageUrl, only) : `${pageUrl}/`,
          },
    footer:
      pageUrl === null
        ? [paragraph(words.unsubscribe)]
        : [
            paragraph(words.choice),
            textLink({ name: words.turnOff, url: choiceLink(pageUrl, student.studentId, token) }),
          ],
  });
  return { ...mail, unsubscribeUrl: unsubscribeUrl(apiUrl, student.studentId, token) };
};

const titlesOf = (notices: readonly Notice[]): string[] => notices.map(({ title }) => title);

/** Beside the news of tests that have opened. Nothing when there are no such tests. */
const alsoReminded = (course: RunCourse, reminded: readonly Notice[]): MailPart[] => {
  if (reminded.length === 0) return [];
  const { noticeMail: words } = wordsOf(course);
  return [introduced(`${words.reminder(titlesOf(reminded))}:`, entries(dueTests(course, reminded)))];
};
