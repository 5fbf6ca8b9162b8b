import type { Settings } from "../settings.ts";
import type { Student } from "../student.ts";
import { escapeHtml, headerText, htmlPage, preformatted } from "./html.ts";
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

/** The mail that invites a student: the page's link, the key, and the address and id for other clients. */
export const invitationMail = (
  course: Pick<Settings, "title" | "trainer">,
  student: Pick<Student, "studentId" | "name">,
  { link, apiUrl, key, replaces }: Invitation,
): RenderedMail => {
  const greeting = `Hello ${student.name},`;
  const opening = `here are your tests of ${course.title}:`;
  const asked = "The page asks for your key:";
  const warning =
    "Keep it to yourself: whoever has it can send answers in your name. If it got lost or was seen, reply to this mail and ask for a new one.";
  const replaced = replaces ? ["If you have had a key before, it works no more: use this one."] : [];
  const otherClients = "If you use another client, it asks for the key and for these:";
  const access = [`address  ${apiUrl}`, `id       ${student.studentId}`].join("\n");
  const signature = [course.trainer.name, course.title];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const address = escapeHtml(link);
  return {
    subject: headerText(`${course.title}: your way to the tests`),
    text: `${[greeting, opening, link, asked, key, ...replaced, warning, otherClients, access, signature.join("\n")].join("\n\n")}\n`,
    html: htmlPage(
      [
        ...[paragraph(greeting), paragraph(opening), `<p><a href="${address}">${address}</a></p>`],
        ...[paragraph(asked), preformatted(key), ...replaced.map(paragraph), paragraph(warning)],
        ...[paragraph(otherClients), preformatted(access)],
        `<p>${signature.map(escapeHtml).join("<br>")}</p>`,
      ].join(""),
    ),
  };
};
