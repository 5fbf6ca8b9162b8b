import type { Settings } from "../settings.ts";
import type { Student } from "../student.ts";
import { escapeHtml, headerText, htmlPage, preformatted } from "./html.ts";
import type { RenderedMail } from "./rendered-mail.ts";

export interface Invitation {
  /** Signs the student in on the page. */
  readonly link: string;
  /** For clients other than the page; `/api/v1/...` follows. */
  readonly apiUrl: string;
  readonly key: string;
}

/** Hands a student the way to the tests: the page's link, and what other clients ask for. */
export const invitationMail = (
  course: Pick<Settings, "title" | "trainer">,
  student: Pick<Student, "studentId" | "name">,
  { link, apiUrl, key }: Invitation,
): RenderedMail => {
  const greeting = `Hello ${student.name},`;
  const opening = `here are your tests of ${course.title}:`;
  const warning =
    "The link holds your key. Keep it to yourself: whoever has it can send answers in your name. If it got lost or was seen, reply to this mail and ask for a new one.";
  const otherClients = "If you use another client, it asks for these:";
  const access = [`address  ${apiUrl}`, `id       ${student.studentId}`, `key      ${key}`].join("\n");
  const signature = [course.trainer.name, course.title];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  const address = escapeHtml(link);
  return {
    subject: headerText(`${course.title}: your way to the tests`),
    text: `${[greeting, opening, link, warning, otherClients, access, signature.join("\n")].join("\n\n")}\n`,
    html: htmlPage(
      [
        ...[paragraph(greeting), paragraph(opening), `<p><a href="${address}">${address}</a></p>`],
        ...[paragraph(warning), paragraph(otherClients), preformatted(access)],
        `<p>${signature.map(escapeHtml).join("<br>")}</p>`,
      ].join(""),
    ),
  };
};
