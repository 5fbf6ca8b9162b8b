import type { ComponentChildren } from "preact";
import type { MarkedQuestion, ShowScoreAnswer } from "../../../course/api/answers.ts";
import type { ShownAppeal } from "../../../course/appeals/appeal.ts";
import { answerText } from "../../../course/questions/answer.ts";
import { useScore } from "../loading.ts";
import type { TestRoute } from "../route.ts";
import { page, score as words } from "../words.ts";
import { Appeal, type AppealProps } from "./appeal.tsx";
import { BackToTests, courseText, Day, Instant, Notice, NotThere, Offline, Title } from "./parts.tsx";

type Result = ShowScoreAnswer["body"];
type Language = Pick<Result, "language">;

const nameOf = ({ given, isRight }: MarkedQuestion): string =>
  isRight ? words.right : given === null ? page.leftOut : words.wrong;

interface MarkRow {
  readonly kind: "good" | "bad" | "";
  readonly title: string;
  readonly text: string;
}

/** The student's answer, the right one and why, as far as there are any. */
const rowsOf = ({ given, givenText, right, rightText, isRight, feedback }: MarkedQuestion): MarkRow[] => {
  const row = (kind: MarkRow["kind"], title: string, text: string | undefined): MarkRow[] =>
    text === undefined ? [] : [{ kind, title, text }];
  return [
    ...row(isRight ? "good" : "bad", words.yourAnswer, answerText(given, givenText)),
    ...(isRight ? [] : row("good", words.rightAnswer, answerText(right, rightText))),
    ...row("", words.why, feedback),
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
        <p class="number">{words.number(number)}</p>
        <span class={`tag ${mark.isRight ? "good" : "bad"}`}>{nameOf(mark)}</span>
      </div>
      <h2 {...courseText(test)} class="said asked">
        {mark.question ?? words.question(mark.questionId)}
      </h2>
      {rows.length > 0 && (
        <dl class="answers">
          {rows.map(({ kind, title, text }) => (
            <div key={title} class={`answer ${kind}`}>
              <dt>{title}</dt>
              <dd {...courseText(test)} class="said">
                {text}
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
    {marks.map(({ questionId, isRight }) => (
      <span key={questionId} class={isRight ? "right" : ""} />
    ))}
  </div>
);

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
  if (override) return <Notice>{words.byHand(override.because)}</Notice>;
  if (status === "failed") return <Notice kind="warn">{words.failed}</Notice>;
  if (status === "missing")
    return (
      <Notice kind="bad">{deadline ? words.missed(<Instant at={deadline} />) : words.missedRemoved}</Notice>
    );
  if (scoreComes === undefined || scoreComes === "now") return null;
  return <Notice>{scoreComes === "never" ? words.isKept : words.comes(<Instant at={scoreComes} />)}</Notice>;
};

const Details = ({
  answer,
  onAppeal,
}: { readonly answer: ShowScoreAnswer } & Pick<AppealProps, "onAppeal">) => {
  const { body: result, release, marks, appeals } = answer;
  const { right, questions, receivedAt, revision = 1 } = result;
  return (
    <>
      <Points result={result} />
      {marks && <Pieces marks={marks} />}
      <Explained result={result} />
      {receivedAt && (
        <p>
          {right !== undefined && questions !== undefined && words.rightAnswers(right, questions)}{" "}
          {words.graded(<Instant at={receivedAt} />)}
        </p>
      )}
      {revision > 1 && result.score !== undefined && <Notice>{words.hasChanged}</Notice>}
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
        <p class="soft">
          {result.subject}
          {result.deadline && (
            <>
              {" · "}
              <Day at={result.deadline} />
            </>
          )}
        </p>
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
