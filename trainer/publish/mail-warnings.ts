import { counted } from "../../course/counted.ts";
import type { MailLimits } from "../aws/mail-limits.ts";
import type { Course } from "../course-folder/course.ts";

type Mailing = Pick<Course, "students"> & { readonly settings: Pick<Course["settings"], "mailsPerSecond"> };

/** Where SES sends less than a course needs, in sentences. A run mails each student once a test at least, and the trainer. */
export const mailWarnings = (
  { students, settings: { mailsPerSecond } }: Mailing,
  { perDay, perSecond }: MailLimits,
): string[] => [
  ...(perDay !== null && perDay < students.length + 1
    ? [
        `SES sends ${counted(perDay, "mail")} in 24 hours for this account, and a run for ${counted(students.length, "student")} needs more: the rest would have to be resumed on the next day. Ask AWS for a higher sending quota.`,
      ]
    : []),
  ...(perSecond !== null && perSecond < mailsPerSecond
    ? [
        `SES sends ${counted(perSecond, "mail")} a second for this account, and mailsPerSecond says ${mailsPerSecond}: SES would refuse some for a while. Lower it in course.yaml and deploy again, or ask AWS for more.`,
      ]
    : []),
];
