import type { Settings } from "../settings.ts";
import type { Student } from "../student.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { escapeHtml, headerText, htmlPage, preformatted, textTable } from "./html.ts";
import type { RenderedMail } from "./rendered-mail.ts";

export interface Invitation {
  /** Opens the page, which asks the student for the key. */
  readonly link: string;
  /** For clients other than the page; `/api/v1/...` follows. */
  readonly apiUrl: string;
  readonly key: string;
  /** The student may have an earlier key, which has ended. */
  readonly replaces: boolean;
}

/**
 * The mail that invites a student, in the course's language: the page's link, the key, and the address and id for other
 * clients.
 */
export const invitationMail = (
  course: Pick<Settings, "title" | "trainer" | "language">,
  student: Pick<Student, "studentId" | "name">,
  { link, apiUrl, key, replaces }: Invitation,
): RenderedMail => {
  const { mail, invitationMail: words } = wordsOf(course);
  const greeting = mail.greeting(student.name);
  const opening = words.opening(course.title);
  const replaced = replaces ? [words.replaced] : [];
  const access = textTable([
    [words.address, apiUrl],
    [words.id, student.studentId],
  ]);
  const signature = [course.trainer.name, course.title];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const address = escapeHtml(link);
  return {
    subject: headerText(words.subject(course.title)),
    text: `${[greeting, opening, link, words.asksForKey, key, ...replaced, words.keepToYourself, words.otherClients, access, signature.join("\n")].join("\n\n")}\n`,
    html: htmlPage(
      [
        ...[paragraph(greeting), paragraph(opening), `<p><a href="${address}">${address}</a></p>`],
        ...[paragraph(words.asksForKey), preformatted(key), ...replaced.map(paragraph)],
        ...[paragraph(words.keepToYourself), paragraph(words.otherClients), preformatted(access)],
        `<p>${signature.map(escapeHtml).join("<br>")}</p>`,
      ].join(""),
      languageOf(course),
    ),
  };
};
