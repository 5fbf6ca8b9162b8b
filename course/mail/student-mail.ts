import type { MarkedQuestion } from "../answers.ts";
import { showInstant } from "../deadline.ts";
import type { TestRef } from "../ids.ts";
import type { Override } from "../override.ts";
import type { Comes, Release } from "../release.ts";
import type { RosterLine, RunCourse, TestOutcome } from "../run.ts";
import { bestText, scoreText } from "../score.ts";
import { languageOf, type Words, wordsOf } from "../words/words.ts";
import { escapeHtml, headerText, htmlPage } from "./html.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";

export type GradedTest = Extract<TestOutcome, { status: "graded" }>;

/** What the mail about a graded test says beside the score. */
export interface ScoreDetails {
  /** The page at this score; null: nobody knows where it is. */
  readonly link: string | null;
  readonly release: Pick<Release, "marks" | "answers">;
  /** Each question; null: the course does not show them. */
  readonly marks: readonly MarkedQuestion[] | null;
  /** What the trainer has set by hand, and counts in place of the score. */
  readonly override?: Override | undefined;
}

/** The page at a score. */
export const scoreLink = (pageUrl: string, { subject, testId }: TestRef): string =>
  `${pageUrl}/#/score/${encodeURIComponent(subject)}/${encodeURIComponent(testId)}`;

const lines = (texts: readonly string[]): MailPart => ({
  text: texts.join("\n"),
  html: `<p>${texts.map(escapeHtml).join("<br>")}</p>`,
});

/** What happened: the score, or what the trainer set in its place. */
const newsOf = (course: RunCourse, test: GradedTest, override: Override | undefined): string => {
  const { scoreMail: words, scoreText: outOf } = wordsOf(course);
  const best = bestText(test);
  if (override?.value.kind === "excused") return words.excused(test, override.because);
  if (override) return words.byHand(test, outOf(override.value.score, best), override.because);
  const score = outOf(scoreText(test), best);
  return test.revision > 1 ? words.changed(test, score) : words.news(test, score);
};

const questionPart = (words: Words, mark: MarkedQuestion, index: number): MailPart => {
  const { score, page } = words;
  const { given, givenText = given, right, rightText = right, isRight, feedback } = mark;
  const verdict = isRight ? score.right : score.wrong;
  const rows: [name: string, text: string][] = [
    [score.yourAnswer, givenText === null ? page.leftOut : `${givenText} (${verdict})`],
    ...(isRight || rightText === undefined ? [] : [[score.rightAnswer, rightText] as [string, string]]),
    ...(feedback === undefined ? [] : [[score.why, feedback] as [string, string]]),
  ];
  const asked = `${index + 1}. ${mark.question ?? score.question(mark.questionId)}`;
  return {
    text: [asked, ...rows.map(([name, text]) => `   ${name}: ${indented(text)}`)].join("\n"),
    html: `<h3>${kept(asked)}</h3><p>${rows.map(([name, text]) => `<b>${escapeHtml(name)}:</b> ${kept(text)}`).join("<br>")}</p>`,
  };
};

/** Texts of the course may have several lines. */
const indented = (text: string): string => text.replaceAll("\n", "\n   ");
const kept = (text: string): string => escapeHtml(text).replaceAll("\n", "<br>");

/** When right answers come that are not here. */
const answersLater = (
  course: RunCourse,
  { release: { answers, marks } }: Pick<ScoreDetails, "release">,
): string[] => {
  const { score } = wordsOf(course);
  const when = (comes: Comes): string[] => {
    if (comes === "now") return [];
    if (comes === "never") return [score.answersAreKept];
    return [score.answersCome(showInstant(comes, course.timeZone, languageOf(course))).join("")];
  };
  return marks === "now" ? when(answers) : [];
};

const linkPart = (name: string, link: string): MailPart => ({
  text: `${name}:\n${link}`,
  html: `<p><a href="${escapeHtml(link)}">${escapeHtml(name)}</a></p>`,
});

/**
 * The mail about one graded test, in the course's language: the score, which submission was graded, each question as far as it
 * is released, and the way to the page.
 */
export const studentMail = (
  course: RunCourse,
  student: Pick<RosterLine, "name">,
  test: GradedTest,
  details: ScoreDetails,
): RenderedMail => {
  const language = languageOf(course);
  const words = wordsOf(course);
  const { mail, scoreMail } = words;
  const subject = test.revision > 1 ? scoreMail.changedSubject : scoreMail.subject;
  const parts = [
    lines([mail.greeting(student.name)]),
    lines([newsOf(course, test, details.override)]),
    lines([
      scoreMail.rightAnswers(test.right, test.questions),
      scoreMail.graded(showInstant(test.receivedAt, course.timeZone, language)),
    ]),
    ...(details.link === null ? [] : [linkPart(scoreMail.seeOnPage, details.link)]),
    ...answersLater(course, details).map((sentence) => lines([sentence])),
    ...(details.marks ?? []).map((mark, index) => questionPart(words, mark, index)),
    lines([course.trainer.name, course.title]),
  ];
  return {
    subject: headerText(subject(course.title, test.title)),
    text: `${parts.map(({ text }) => text).join("\n\n")}\n`,
    html: htmlPage(parts.map(({ html }) => html).join(""), language),
  };
};
