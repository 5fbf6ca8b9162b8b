import type { Instant } from "../ids.ts";
import type { Addresses } from "../page-links.ts";
import type { Settings } from "../settings.ts";
import { wordsOf } from "../words/words.ts";
import { entries, paragraph } from "./frame/parts.ts";
import { dueTests, previewOf } from "./notice-mail.ts";
import type { RenderedMail } from "./rendered-mail.ts";
import { mailToStudent } from "./student-frame.ts";

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
  pageUrl: Addresses["pageUrl"],
): RenderedMail => {
  const { extensionMail: words } = wordsOf(course);
  const open = tests.filter(({ isOpen }) => isOpen);
  const planned = tests.length - open.length;
  const named = planned > 0 ? [] : open.map(({ title }) => title);
  const due = dueTests(course, open);
  return mailToStudent(course, student, {
    subject: words.subject(named),
    headline: words.headline(named),
    preview: due.length > 0 ? previewOf(due) : words.planned(planned),
    lead: [
      ...(due.length > 0 ? [entries(due)] : []),
      ...(planned > 0 ? [paragraph(words.planned(planned))] : []),
    ],
    button: pageUrl === null ? null : { name: words.page, url: `${pageUrl}/` },
  });
};
