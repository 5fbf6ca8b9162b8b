import type { ShowScoreAnswer } from "../api/answers.ts";
import type { MarkedQuestion } from "../api/marked-question.ts";
import { showInstant } from "../deadlines/shown-instant.ts";
import type { Override } from "../gradebook/override.ts";
import type { Comes, Release } from "../grading/release.ts";
import { bestText, countsOf, scoreText } from "../grading/score.ts";
import type { ScoreChange } from "../grading/score-change.ts";
import { attemptNote, changeSentences, gradedSentence, questionName } from "../grading/score-words.ts";
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
  /** What each attempt gave; left out: only one was looked at. */
  readonly attempts?: ShowScoreAnswer["attempts"];
  /** What the latest change of the score did; left out: there was none, or nobody knows. */
  readonly change?: ScoreChange | undefined;
  /** No mail told an earlier revision, because the course kept it back: the student learns of no change. Left out: one may have. */
  readonly isFirstMail?: boolean;
  /** What the trainer has set by hand, and counts in place of the score. */
  readonly override?: Override | undefined;
}

/** Whether the mail is about another score than one that the student was told. */
const tellsChange = ({ revision }: GradedTest, { override, isFirstMail = false }: ScoreDetails): boolean =>
  revision > 1 && !override && !isFirstMail;

/** What happened: the score and what it was before, or what the trainer set in its place. @param score null: it doesn't count. */
const headlineOf = (
  course: RunCourse,
  test: GradedTest,
  score: string | null,
  details: ScoreDetails,
): string => {
  const { scoreMail: words, scoreText: outOf } = wordsOf(course);
  if (score === null) return words.excused(test.title);
  if (!tellsChange(test, details)) return words.news(test.title, score);
  const before = details.change?.before;
  if (!before) return words.changed(test.title, score);
  const whole = outOf(before.score, before.best);
  if (whole === score) return words.same(test.title, score);
  return words.changedFrom(test.title, before.best === bestText(test) ? before.score : whole, score);
};

const subjectOf = (
  course: RunCourse,
  test: GradedTest,
  score: string | null,
  details: ScoreDetails,
): string => {
  const { scoreMail: words } = wordsOf(course);
  if (score === null) return words.excused(test.title);
  return tellsChange(test, details) ? words.changedSubject(test.title) : words.subject(test.title);
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
  return section(questionName(score, index + 1, mark.name), [
    asked === undefined
      ? paragraph(mark.question ?? score.question(mark.questionId))
      : spaced(richText(asked)),
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

/** Attempts that a mail lists, the latest ones; the page has all. */
const mostAttempts = 20;

/** What each attempt gave, where the test's rule looked at several. */
const attemptsPart = (
  course: RunCourse,
  test: GradedTest,
  { attempts = [], marks }: ScoreDetails,
): MailPart[] => {
  const { score: words, scoreText: outOf, scoreMail } = wordsOf(course);
  const asListed = { counts: test.counts, hasMarks: marks !== null };
  const lines = attempts.map((attempt, index) => {
    const score = attempt.score === undefined ? words.dropped : outOf(attempt.score, bestText(test));
    const sent = showInstant(attempt.receivedAt, course.timeZone, languageOf(course));
    return `${words.attempt(index + 1, sent, score).join("")}${attemptNote(words, attempt, asListed)}`;
  });
  const shown = lines.filter(
    (_, index) => index >= lines.length - mostAttempts || attempts[index]?.isShown === true,
  );
  const more = lines.length - shown.length;
  if (lines.length === 0) return [];
  return [
    section(words.attempts, [
      ...(more > 0 ? [paragraph(scoreMail.moreAttempts(more))] : []),
      paragraph(shown.join("\n")),
    ]),
  ];
};

/** Why the score is another one than before, or no other. */
const changeLines = (words: Words, { change, marks, isFirstMail }: ScoreDetails): string[] => {
  if (isFirstMail) return [];
  const hasNames = marks?.some(({ name }) => name !== undefined) ?? false;
  return change ? [changeSentences(words.score, change, hasNames).join("\n")] : [];
};

/**
 * The mail about one graded test, in the course's language: the score, which attempts were graded, what has changed since an
 * earlier mail, the way to the page, and each question as far as it is released.
 */
export const studentMail = (
  course: RunCourse,
  student: Pick<RosterLine, "name">,
  test: GradedTest,
  details: ScoreDetails,
): RenderedMail => {
  const words = wordsOf(course);
  const { link, override, attempts = [] } = details;
  const score = countingScore(course, test, override);
  const right = rightText(words, test);
  const when = showInstant(test.receivedAt, course.timeZone, languageOf(course));
  const known = { counts: test.counts, attempts: attempts.length > 0 ? attempts.length : 1 };
  return mailToStudent(course, student, {
    subject: subjectOf(course, test, score, details),
    headline: headlineOf(course, test, score, details),
    preview: score === null ? right : `${score}. ${right}`,
    lead: [
      ...byHand(words, override),
      ...changeLines(words, details),
      [right, gradedSentence(words.score, known, when).join("")].join("\n"),
      ...answersLater(course, details),
    ].map(paragraph),
    button: link === null ? null : { name: words.scoreMail.seeOnPage, url: link },
    details: [...attemptsPart(course, test, details), ...questionParts(course, details.marks ?? [])],
  });
};
