import type { Student } from "../student.ts";
import { wordsOf } from "../words/words.ts";
import { facts, introduced, literal, paragraph } from "./frame/parts.ts";
import type { RenderedMail } from "./rendered-mail.ts";
import { type MailCourse, mailToStudent } from "./student-frame.ts";

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
  course: MailCourse,
  student: Pick<Student, "studentId" | "name">,
  { link, apiUrl, key, replaces }: Invitation,
): RenderedMail => {
  const { invitationMail: words } = wordsOf(course);
  return mailToStudent(course, student, {
    subject: words.headline(course.title),
    headline: words.headline(course.title),
    preview: words.opening,
    lead: [
      paragraph(words.opening),
      ...[paragraph(words.asksForKey), literal(key)],
      ...(replaces ? [paragraph(words.replaced)] : []),
    ],
    button: { name: words.openPage, url: link },
    details: [
      paragraph(words.keepToYourself),
      introduced(
        words.otherClients,
        facts([
          { name: words.address, value: apiUrl },
          { name: words.id, value: student.studentId },
        ]),
      ),
    ],
  });
};
