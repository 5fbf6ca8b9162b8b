import { showInstant } from "../deadline.ts";
import type { Instant } from "../ids.ts";
import type { Settings } from "../settings.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { escapeHtml, headerText, htmlPage } from "./html.ts";
import { linked, paragraph, signed } from "./notice-mail.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

/** A test whose deadline is the student's own. */
export interface ExtendedTest {
  readonly title: string;
  readonly subject: string;
  readonly deadline: Instant;
  /** Students don't learn the name of a test before it opens. */
  readonly isOpen: boolean;
}

/** One mail with all deadlines that the trainer has set for a student at once; `tests` is not empty. */
export const extensionMail = (
  course: Pick<Settings, "title" | "trainer" | "timeZone" | "language">,
  student: { readonly name: string },
  tests: readonly ExtendedTest[],
  pageUrl: string,
): RenderedMail => {
  const { mail, extensionMail: words } = wordsOf(course);
  const open = tests.filter(({ isOpen }) => isOpen);
  const planned = tests.length - open.length;
  const titles = open.map(({ title }) => title);
  const parts: MailPart[] = [
    paragraph(mail.greeting(student.name)),
    ...(open.length > 0 ? [listed(course, open)] : []),
    ...(planned > 0 ? [paragraph(words.planned(planned))] : []),
    linked(words.page, `${pageUrl}/`),
    signed([course.trainer.name, course.title]),
  ];
  return {
    subject: headerText(words.subject(course.title, planned > 0 && titles.length > 0 ? [] : titles)),
    text: `${parts.map(({ text }) => text).join("\n\n")}\n`,
    html: htmlPage(parts.map(({ html }) => html).join(""), languageOf(course)),
  };
};

const listed = (
  course: Pick<Settings, "timeZone" | "language">,
  tests: readonly ExtendedTest[],
): MailPart => {
  const { noticeMail, extensionMail: words } = wordsOf(course);
  const opening = words.opening(tests.length);
  const lines = tests
    .toSorted((a, b) => (a.deadline < b.deadline ? -1 : 1))
    .map((test) => noticeMail.test(test, showInstant(test.deadline, course.timeZone, languageOf(course))));
  return {
    text: [opening, ...lines.map((line) => `- ${line}`)].join("\n"),
    html: `<p>${escapeHtml(opening)}</p><ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`,
  };
};
