import { showInstant } from "../deadline.ts";
import type { RosterLine, RunCourse, TestOutcome } from "../run.ts";
import { scoreOutOf } from "../score.ts";
import { escapeHtml, headerText, htmlPage } from "./html.ts";
import type { RenderedMail } from "./rendered-mail.ts";

export type GradedTest = Extract<TestOutcome, { status: "graded" }>;

/** The mail about one graded test: the score, and which submission was graded. */
export const studentMail = (
  course: RunCourse,
  student: Pick<RosterLine, "name">,
  test: GradedTest,
): RenderedMail => {
  const score = scoreOutOf(test);
  const isCorrection = test.revision > 1;
  const news = isCorrection
    ? `your score for "${test.title}" (${test.subject}) has changed. It is now ${score}.`
    : `your score for "${test.title}" (${test.subject}) is ${score}.`;
  const details = [
    `Right answers: ${test.right} of ${test.questions}.`,
    `We graded the answers you sent on ${showInstant(test.receivedAt, course.timeZone)}.`,
  ];
  const greeting = `Hello ${student.name},`;
  const signature = [course.trainer.name, course.title];
  const paragraph = (text: string): string => `<p>${escapeHtml(text)}</p>`;
  return {
    subject: headerText(`${course.title}: ${isCorrection ? "changed score" : "score"} for ${test.title}`),
    text: `${[greeting, news, details.join("\n"), signature.join("\n")].join("\n\n")}\n`,
    html: htmlPage(
      `${[greeting, news, ...details].map(paragraph).join("")}<p>${signature.map(escapeHtml).join("<br>")}</p>`,
    ),
  };
};
