import type { Student } from "../student.ts";
import { wordsOf } from "../words/words.ts";
import { facts, introduced, literal, paragraph } from "./frame/parts.ts";
import type { RenderedMail } from "./rendered-mail.ts";
import { type MailCourse, mailToStudent } from "./student-frame.ts";

export interface Invitation {
  /** Opens the page, which asks the student for the key; null: the course has no page. */
  readonly link: string | null;
  /** For clients other than the page; `/api/v1/...` follows. */
  readonly apiUrl: string;
  readonly key: string;
  /** The student may have an earlier key, which has ended. */
  readonly replaces: boolean;
}

/**
 * The mail that invites a student, in the course's language: the page's link, the key, and the address and id for other
 * clients. Without a page it names the bash client and HTTP.
 */
export const invitationMail = (
  course: MailCourse,
  student: Pick<Student, "studentId" | "name">,
  { link, apiUrl, key, replaces }: Invitation,
): RenderedMail => {
  const { invitationMail: words } = wordsOf(course);
  const opening = link === null ? words.openingWithoutPage : words.opening;
  return mailToStudent(course, student, {
    subject: words.headline(course.title),
    headline: words.headline(course.title),
    preview: opening,
    lead: [
      paragraph(opening),
      paragraph(link === null ? words.yourKey : words.asksForKey),
      literal(key),
      ...(replaces ? [paragraph(words.replaced)] : []),
    ],
    button: link === null ? null : { name: words.openPage, url: link },
    details: [
      paragraph(words.keepToYourself),
      introduced(
        link === null ? words.clients : words.otherClients,
        facts([
          { name: words.address, value: apiUrl },
          { name: words.id, value: student.studentId },
        ]),
      ),
    ],
  });
};
