import type { MarkedQuestion } from "../api/marked-question.ts";
import { showInstant } from "../deadlines/shown-instant.ts";
import type { Override } from "../gradebook/override.ts";
import type { Comes, Release } from "../grading/release.ts";
import { bestText, countsOf, scoreText } from "../grading/score.ts";
import { verdictOf } from "../grading/verdict.ts";
import { answerText } from "../questions/answer.ts";
import type { RosterLine, RunCourse, TestOutcome } from "../run/run.ts";
import { languageOf, type Words, wordsOf } from "../words/words.ts";
import { asFarAsTheyFit } from "./frame/fitting.ts";
import { paragraph, section, stackedFacts } from "./frame/parts.ts";
import { escapeHtml } from "./html.ts";
import type { MailPart, RenderedMail } from "./rendered-mail.ts";
import { richText } from "./rich-text.ts";
import { mailToStudent } from "./student-frame.ts";

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

/** What happened: the score, or what the trainer set in its place. */
const headlineOf = (course: RunCourse, test: GradedTest, score: string | null): string => {
  const { scoreMail: words } = wordsOf(course);
  if (score === null) return words.excused(test.title);
  return test.revision > 1 ? words.changed(test.title, score) : words.news(test.title, score);
};

/** The score that counts, to be shown; null: the test does not count. */
const countingScore = (
  course: RunCourse,
  test: GradedTest,
  override: Override | undefined,
): string | null => {
  const { scoreText: outOf } = wordsOf(course);
  if (override?.value.kind === "excused") return null;
  const score = override ? override.value.score : scoreText(test);
  return score && outOf(score, bestText(test));
};

/** Why something else counts than what grading gave. */
const byHand = (words: Words, override: Override | undefined): string[] => {
  if (!override) return [];
  const { because, value } = override;
  return [value.kind === "excused" ? words.score.excused(because) : words.score.byHand(because)];
};

const richOf = (html: string | undefined): MailPart | undefined =>
  html === undefined ? undefined : richText(html);

const spaced = ({ text, html }: MailPart): MailPart => ({
  text,
  html: `<div dir="auto" style="margin:0 0 12px">${html}</div>`,
});

/** An answer, and whether it is right. */
const judged = ({ text, html }: MailPart, verdict: string): MailPart => ({
  text: `${text}${text.includes("\n") ? "\n" : " "}(${verdict})`,
  html: `${html} (${escapeHtml(verdict)})`,
});

const verdictText = ({ score, page }: Words, mark: MarkedQuestion): string =>
  ({ ...score, "left out": page.leftOut })[verdictOf(mark)];

const named = (number: string, { name }: MarkedQuestion): string =>
  name === undefined ? number : `${number} · ${name}`;

const headingOf = ({ score }: Words, mark: MarkedQuestion, index: number): string => {
  const name = mark.name === undefined ? "" : `[${mark.name}] `;
  return `${index + 1}. ${name}${mark.question ?? score.question(mark.questionId)}`;
};

const questionPart = (words: Words, mark: MarkedQuestion, index: number): MailPart => {
  const { score, page } = words;
  const { isRight, feedback } = mark;
  const [givenText, rightText] = [
    answerText(mark.given, mark.givenText),
    answerText(mark.right, mark.rightText),
  ];
  const { earned, of } = mark;
  const points = earned === undefined || of === undefined ? "" : `; ${score.pointsOf(earned, of)}`;
  const verdict = `${verdictText(words, mark)}${points}`;
  const asked = mark.questionHtml;
  const number = score.number(index + 1);
  return section(asked === undefined ? headingOf(words, mark, index) : named(number, mark), [
    ...(asked === undefined ? [] : [spaced(richText(asked))]),
    stackedFacts([
      {
        name: score.yourAnswer,
        value:
          givenText === undefined && !mark.void ? page.leftOut : `${givenText ?? page.leftOut} (${verdict})`,
        rich: mark.givenHtml === undefined ? undefined : judged(richText(mark.givenHtml), verdict),
        colour: isRight || mark.void ? "good" : "bad",
      },
      ...(isRight || rightText === undefined
        ? []
        : [{ name: score.rightAnswer, value: rightText, rich: richOf(mark.rightHtml) }]),
      ...(isRight || mark.alsoRight === undefined
        ? []
        : [{ name: score.alsoRight, value: mark.alsoRight.join("\n") }]),
      ...(feedback === undefined
        ? []
        : [{ name: score.why, value: feedback, rich: richOf(mark.feedbackHtml) }]),
    ]),
  ]);
};

/** As many questions as a mail has room for; the page has all. */
const questionParts = (course: RunCourse, marks: readonly MarkedQuestion[]): readonly MailPart[] => {
  const words = wordsOf(course);
  const { shown, left } = asFarAsTheyFit(marks.map((mark, index) => questionPart(words, mark, index)));
  return left === 0 ? shown : [...shown, paragraph(words.scoreMail.moreOnPage(left))];
};

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

const rightText = ({ scoreMail, score }: Words, test: GradedTest): string => {
  const { right, questions, points, nothingCounts } = countsOf(test);
  if (nothingCounts) return score.nothingCounts;
  return points ? scoreMail.points(points.earned, points.of) : scoreMail.rightAnswers(right, questions);
};

/**
 * The mail about one graded test, in the course's language: the score, which submission was graded, the way to the page,
 * and each question as far as it is released.
 */
export const studentMail = (
  course: RunCourse,
  student: Pick<RosterLine, "name">,
  test: GradedTest,
  details: ScoreDetails,
): RenderedMail => {
  const words = wordsOf(course);
  const { scoreMail } = words;
  const { link, override } = details;
  const score = countingScore(course, test, override);
  const right = rightText(words, test);
  const rule = test.counts === undefined ? [] : [words.score.counts[test.counts]];
  const graded = scoreMail.graded(showInstant(test.receivedAt, course.timeZone, languageOf(course)));
  return mailToStudent(course, student, {
    subject: (test.revision > 1 ? scoreMail.changedSubject : scoreMail.subject)(test.title),
    headline: headlineOf(course, test, score),
    preview: score === null ? right : `${score}. ${right}`,
    lead: [
      ...byHand(words, override),
      ...(test.undoes ? [scoreMail.undone] : []),
      [right, ...rule, graded].join("\n"),
      ...answersLater(course, details),
    ].map(paragraph),
    button: link === null ? null : { name: scoreMail.seeOnPage, url: link },
    details: questionParts(course, details.marks ?? []),
  });
};
