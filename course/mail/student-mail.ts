import { showInstant } from "../deadline.ts";
import type { RosterLine, RunCourse, TestOutcome } from "../run.ts";
import { bestText, scoreText } from "../score.ts";
import { languageOf, wordsOf } from "../words/words.ts";
import { escapeHtml, headerText, htmlPage } from "./html.ts";
import type { RenderedMail } from "./rendered-mail.ts";

export type GradedTest = Extract<TestOutcome, { status: "graded" }>;

/** The mail about one graded test, in the course's language: the score, and which submission was graded. */
export const studentMail = (
  course: RunCourse,
  student: Pick<RosterLine, "name">,
  test: GradedTest,
): RenderedMail => {
  const language = languageOf(course);
  const { mail, scoreMail: words, scoreText: outOf } = wordsOf(course);
  const isCorrection = test.revision > 1;
  const subject = isCorrection ? words.changedSubject : words.subject;
  const score = outOf(scoreText(test), bestText(test));
  const news = isCorrection ? words.changed(test, score) : words.news(test, score);
  const details = [
    words.rightAnswers(test.right, test.questions),
    words.graded(showInstant(test.receivedAt, course.timeZone, language)),
  ];
  const greeting = mail.greeting(student.name);
  const signature = [course.trainer.name, course.title];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  return {
    subject: headerText(subject(course.title, test.title)),
    text: `${[greeting, news, details.join("\n"), signature.join("\n")].join("\n\n")}\n`,
    html: htmlPage(
      `${[greeting, news, ...details].map(paragraph).join("")}<p>${signature.map(escapeHtml).join("<br>")}</p>`,
      language,
    ),
  };
};
