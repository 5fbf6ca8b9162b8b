import type { MarkedQuestion, TestScore } from "../../../course/answers.ts";
import { useTestList } from "../loading.ts";
import { type TestRoute, testPath } from "../route.ts";
import { page, score as words } from "../words.ts";
import { BackToTests, courseText, Instant, Notice, NotThere, Offline, Title } from "./parts.tsx";

interface MarkProps {
  readonly score: TestScore;
  readonly mark: MarkedQuestion;
  readonly number: number;
}

const Mark = ({ score, mark, number }: MarkProps) => (
  <li class="card stack">
    <p {...courseText(score)} class="said soft">
      {number}. {mark.question ?? words.question(mark.questionId)}
    </p>
    <p class="row">
      {mark.given === null ? (
        <span class="grow">{page.leftOut}</span>
      ) : (
        <span {...courseText(score)} class="said grow">
          {mark.givenText ?? mark.given}
        </span>
      )}
      <span class={`tag ${mark.isRight ? "good" : "bad"}`}>{mark.isRight ? words.right : words.wrong}</span>
    </p>
    {mark.feedback !== undefined && (
      <p {...courseText(score)} class="said notice">
        {mark.feedback}
      </p>
    )}
  </li>
);

const Details = ({ score }: { readonly score: TestScore }) => (
  <>
    <p class="score">
      {words.points(score.score)} <small>{words.outOf(score.best)}</small>
    </p>
    <p>
      {words.rightAnswers(score.right, score.questions)} {words.graded(<Instant at={score.receivedAt} />)}
    </p>
    {score.revision > 1 && <Notice>{words.hasChanged}</Notice>}
    {score.marks ? (
      <ol class="list">
        {score.marks.map((mark, index) => (
          <Mark key={mark.questionId} score={score} mark={mark} number={index + 1} />
        ))}
      </ol>
    ) : (
      <p class="soft">{words.isHidden}</p>
    )}
  </>
);

export const Score = ({ route }: { readonly route: TestRoute }) => {
  const [known, again] = useTestList();
  if (known.status !== "ready") {
    return (
      <main>
        <Title text={words.title} />
        <NotThere known={known} again={again} />
      </main>
    );
  }
  const score = known.value.scores?.find((candidate) => testPath(candidate) === testPath(route));
  return (
    <main>
      <Title text={score?.title ?? words.title}>
        {score && <span {...courseText(score)}>{score.title}</span>}
      </Title>
      {known.isOld && <Offline again={again} />}
      {score ? <Details score={score} /> : <Notice>{words.notGraded(testPath(route))}</Notice>}
      <div class="actions">
        <BackToTests />
      </div>
    </main>
  );
};
