import type { MarkedQuestion, TestScore } from "../../../course/answers.ts";
import { useTestList } from "../loading.ts";
import { type TestRoute, testPath } from "../route.ts";
import { BackToTests, courseText, Instant, Notice, NotThere, Offline, Title } from "./parts.tsx";

interface MarkProps {
  readonly score: TestScore;
  readonly mark: MarkedQuestion;
  readonly number: number;
}

const Mark = ({ score, mark, number }: MarkProps) => (
  <li class="card stack">
    <p {...courseText(score)} class="said soft">
      {number}. {mark.question ?? `Question ${mark.questionId}`}
    </p>
    <p class="row">
      {mark.given === null ? (
        <span class="grow">Left out</span>
      ) : (
        <span {...courseText(score)} class="said grow">
          {mark.givenText ?? mark.given}
        </span>
      )}
      <span class={`tag ${mark.isRight ? "good" : "bad"}`}>{mark.isRight ? "Right" : "Wrong"}</span>
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
      {score.score} <small>out of {score.best}</small>
    </p>
    <p>
      {score.right} of {score.questions} answers right. We graded the answers you sent on{" "}
      <Instant at={score.receivedAt} />.
    </p>
    {score.revision > 1 && <Notice>This score has been changed since it was first given.</Notice>}
    {score.marks ? (
      <ol class="list">
        {score.marks.map((mark, index) => (
          <Mark key={mark.questionId} score={score} mark={mark} number={index + 1} />
        ))}
      </ol>
    ) : (
      <p class="soft">This course does not show which answers were right.</p>
    )}
  </>
);

export const Score = ({ route }: { readonly route: TestRoute }) => {
  const [known, again] = useTestList();
  if (known.status !== "ready") {
    return (
      <main>
        <Title text="Score" />
        <NotThere known={known} again={again} />
      </main>
    );
  }
  const score = known.value.scores?.find((candidate) => testPath(candidate) === testPath(route));
  return (
    <main>
      <Title text={score?.title ?? "Score"}>
        {score && <span {...courseText(score)}>{score.title}</span>}
      </Title>
      {known.isOld && <Offline again={again} />}
      {score ? <Details score={score} /> : <Notice>{testPath(route)} has not been graded yet.</Notice>}
      <div class="actions">
        <BackToTests />
      </div>
    </main>
  );
};
