import type { ComponentChildren } from "preact";
import type { ShowScoreAnswer } from "../../../course/api/answers.ts";
import type { MarkedQuestion } from "../../../course/api/marked-question.ts";
import type { ShownAppeal } from "../../../course/appeals/appeal.ts";
import { attemptNote, changeSentences, gradedSentence } from "../../../course/grading/score-words.ts";
import { type Verdict, verdictOf } from "../../../course/grading/verdict.ts";
import { answerText } from "../../../course/questions/answer.ts";
import { useScore } from "../loading.ts";
import type { TestRoute } from "../route.ts";
import { page, question as questionWords, score as words } from "../words.ts";
import { Appeal, type AppealProps } from "./appeal.tsx";
import { courseText } from "./course-text.ts";
import {
  BackToTests,
  Instant,
  Notice,
  NotThere,
  Offline,
  QuestionName,
  SubjectAndDay,
  Title,
} from "./parts.tsx";
import { hasBlocks, Said } from "./said.tsx";

type Result = ShowScoreAnswer["body"];
type Language = Pick<Result, "language">;

const verdicts: Readonly<Record<Verdict, string>> = {
  right: words.right,
  partly: words.partly,
  wrong: words.wrong,
  "left out": page.leftOut,
  dropped: words.dropped,
  given: words.given,
};

const nameOf = (mark: MarkedQuestion): string => {
  const { earned, of } = mark;
  const points = earned === undefined || of === undefined ? "" : ` · ${words.pointsOf(earned, of)}`;
  return `${verdicts[verdictOf(mark)]}${points}`;
};

const kinds = {
  ...({ right: "good", partly: "warn", wrong: "bad", "left out": "bad" } as const),
  ...({ dropped: "", given: "good" } as const),
};

const kindOf = (mark: MarkedQuestion) => kinds[verdictOf(mark)];

interface MarkRow {
  readonly kind: "good" | "warn" | "bad" | "";
  readonly title: string;
  readonly text: string;
  readonly html: string | undefined;
}

/** The student's answer, the right one and why, as far as there are any. */
const rowsOf = (mark: MarkedQuestion): MarkRow[] => {
  const { given, givenText, right, rightText, isRight, feedback } = mark;
  const row = (
    kind: MarkRow["kind"],
    title: string,
    text: string | undefined,
    html: string | undefined,
  ): MarkRow[] => (text === undefined ? [] : [{ kind, title, text, html }]);
  return [
    ...row(kindOf(mark), words.yourAnswer, answerText(given, givenText), mark.givenHtml),
    ...(isRight ? [] : row("good", words.rightAnswer, answerText(right, rightText), mark.rightHtml)),
    ...(isRight ? [] : row("good", words.alsoRight, mark.alsoRight?.join("\n"), undefined)),
    ...row("", words.why, feedback, mark.feedbackHtml),
  ];
};

interface MarkProps {
  readonly test: Language;
  readonly mark: MarkedQuestion;
  readonly number: number;
  readonly children: ComponentChildren;
}

const Mark = ({ test, mark, number, children }: MarkProps) => {
  const rows = rowsOf(mark);
  return (
    <li class="card stack mark">
      <div class="row">
        <h2 class="number">
          {words.number(number)} <QuestionName name={mark.name} />
        </h2>
        <span class={`tag ${kindOf(mark)}`}>{nameOf(mark)}</span>
      </div>
      <Said
        text={mark.question ?? words.question(mark.questionId)}
        html={mark.questionHtml}
        language={test.language}
        class={hasBlocks(mark.questionHtml) ? "asked long" : "asked"}
      />
      {mark.credit && <p class="soft">{questionWords.credit[mark.credit]}</p>}
      {rows.length > 0 && (
        <dl class="answers">
          {rows.map(({ kind, title, text, html }) => (
            <div key={title} class={`answer ${kind}`}>
              <dt>{title}</dt>
              <dd>
                <Said text={text} html={html} language={test.language} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {children}
    </li>
  );
};

/** Each question as a piece of a bar, which the list below repeats in words. */
const Pieces = ({ marks }: { readonly marks: readonly MarkedQuestion[] }) => (
  <div class="pieces" aria-hidden="true">
    {marks.map((mark) => (
      <span key={mark.questionId} class={verdictOf(mark)} />
    ))}
  </div>
);

/** What was right, of how much; nothing where that is not shown. */
const countsText = ({ right, questions, points }: Result): string => {
  if (points) return `${words.pointsOf(points.earned, points.of)}.`;
  return right === undefined || questions === undefined ? "" : words.rightAnswers(right, questions);
};

/** When there are no right answers, why not. */
const AnswersLater = ({ release: { answers, marks } }: Pick<ShowScoreAnswer, "release">) => {
  if (marks === "never") return <p class="soft">{words.isHidden}</p>;
  if (answers === "now") return null;
  if (answers === "never") return <p class="soft">{words.answersAreKept}</p>;
  return <Notice>{words.answersCome(<Instant at={answers} />)}</Notice>;
};

const Points = ({ result }: { readonly result: Result }) =>
  result.score === undefined ? null : (
    <p class="score">
      {words.points(result.score)} <small>{words.outOf(result.best ?? "")}</small>
    </p>
  );

/** What is said in place of a score, or about it. */
const Explained = ({ result }: { readonly result: Result }) => {
  const { status, scoreComes, override, deadline } = result;
  if (override?.excused) return <Notice>{words.excused(override.because)}</Notice>;
  if (result.nothingCounts && !override) return <Notice>{words.nothingCounts}</Notice>;
  if (override) return <Notice>{words.byHand(override.because)}</Notice>;
  if (status === "failed") return <Notice kind="warn">{words.failed}</Notice>;
  if (status === "missing")
    return (
      <Notice kind="bad">{deadline ? words.missed(<Instant at={deadline} />) : words.missedRemoved}</Notice>
    );
  if (scoreComes === undefined || scoreComes === "now") return null;
  return <Notice>{scoreComes === "never" ? words.isKept : words.comes(<Instant at={scoreComes} />)}</Notice>;
};

/** What was right, and which attempts were graded. Of a score that is not released, nobody may say how many there were. */
const WhatWasGraded = ({ body, attempts }: ShowScoreAnswer) =>
  body.receivedAt === undefined ? (
    body.counts && <p>{words.counts[body.counts]}</p>
  ) : (
    <p>
      {countsText(body)}{" "}
      {gradedSentence(
        words,
        { counts: body.counts, attempts: attempts?.length ?? (body.score === undefined ? undefined : 1) },
        <Instant at={body.receivedAt} />,
      )}
    </p>
  );

/** What each attempt gave, where several were looked at. */
const Attempts = ({ body: { counts }, attempts = [], marks }: ShowScoreAnswer) =>
  attempts.length === 0 ? null : (
    <ul class="soft" aria-label={words.attempts}>
      {attempts.map((attempt, index) => (
        <li key={`${attempt.receivedAt}-${attempt.submissionId}`}>
          {words.attempt(index + 1, <Instant at={attempt.receivedAt} />, attempt.score ?? words.dropped)}
          {attemptNote(words, attempt, { counts, hasMarks: marks !== undefined })}
        </li>
      ))}
    </ul>
  );

/** That the score is another one than before, and why. */
const Changed = ({ body: { revision = 1, score }, change, marks = [] }: ShowScoreAnswer) => {
  if (revision === 1 || score === undefined) return null;
  const { before } = change ?? {};
  const hasNames = marks.some(({ name }) => name !== undefined);
  const sentences = [
    words.hasChanged,
    ...(before ? [words.before(before.score, before.best)] : []),
    ...(change ? changeSentences(words, change, hasNames) : []),
  ];
  return <Notice>{sentences.join(" ")}</Notice>;
};

const Details = ({
  answer,
  onAppeal,
}: { readonly answer: ShowScoreAnswer } & Pick<AppealProps, "onAppeal">) => {
  const { body: result, release, marks, appeals } = answer;
  return (
    <>
      <Points result={result} />
      {marks && <Pieces marks={marks} />}
      <Explained result={result} />
      <WhatWasGraded {...answer} />
      <Attempts {...answer} />
      <Changed {...answer} />
      {result.status === "graded" && result.score !== undefined && <AnswersLater release={release} />}
      {marks && (
        <ol class="list">
          {marks.map((mark, index) => (
            <Mark key={mark.questionId} test={result} mark={mark} number={index + 1}>
              {appeals && (
                <Appeal
                  test={result}
                  mark={mark}
                  number={index + 1}
                  appeal={appeals.find(({ questionId }) => questionId === mark.questionId)}
                  onAppeal={onAppeal}
                />
              )}
            </Mark>
          ))}
        </ol>
      )}
    </>
  );
};

const withAppeal = (score: ShowScoreAnswer, appeal: ShownAppeal): ShowScoreAnswer => {
  const others = score.appeals?.filter(({ questionId }) => questionId !== appeal.questionId) ?? [];
  return { ...score, appeals: [...others, appeal] };
};

/** The result of one test. */
export const Score = ({ route }: { readonly route: TestRoute }) => {
  const [known, again, change] = useScore(route);
  if (known.status !== "ready") {
    const isNone = known.status === "refused" && known.code === 404;
    return (
      <main>
        <Title text={words.title} />
        {isNone ? <Notice>{words.isNone}</Notice> : <NotThere known={known} again={again} />}
        {isNone && (
          <div class="actions">
            <BackToTests />
          </div>
        )}
      </main>
    );
  }
  const { body: result } = known.value;
  return (
    <main>
      <div>
        <SubjectAndDay subject={result.subject} day={result.deadline} />
        <Title text={result.title}>
          <span {...courseText(result)}>{result.title}</span>
        </Title>
      </div>
      {known.isOld && <Offline again={again} />}
      <Details answer={known.value} onAppeal={(appeal) => change((score) => withAppeal(score, appeal))} />
      <div class="actions">
        <BackToTests />
      </div>
    </main>
  );
};
