import { useState } from "preact/hooks";
import type { ListTestsAnswer, OpenTest, Score } from "../../../course/answers.ts";
import { useTestList } from "../loading.ts";
import { hrefOf, testPath } from "../route.ts";
import { useServices } from "../services.ts";
import { KeepKey } from "./keep-key.tsx";
import { Instant, Notice, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";

const attemptsText = ({ attemptsUsed, attemptsAllowed }: OpenTest): string | null =>
  attemptsAllowed === null ? null : `${attemptsUsed} of ${attemptsAllowed} attempts used`;

const hasAttempts = ({ attemptsUsed, attemptsAllowed }: OpenTest): boolean =>
  attemptsAllowed === null || attemptsUsed < attemptsAllowed;

/** What was sent is said by the server only; what lies here is said to lie here. */
const OpenTestCard = ({ test }: { readonly test: OpenTest }) => {
  const { device, student } = useServices();
  const draft = device.draft(student.studentId, test);
  const hasReceipt = device.receipt(student.studentId, test) !== null;
  const attempts = attemptsText(test);
  const verb = draft ? "Go on" : test.submitted ? "Answer again" : "Take the test";
  return (
    <li class="card stack">
      <div>
        <h3>{test.title}</h3>
        <p class="soft">{testPath(test)}</p>
      </div>
      <p>
        <TimeLeft deadline={test.deadline} />
        <br />
        <span class="soft">
          until <Instant at={test.deadline} />
        </span>
      </p>
      <p class="row">
        <span>
          <span class={`tag ${test.submitted ? "good" : ""}`}>
            {test.submitted ? "Sent" : "Not sent yet"}
          </span>{" "}
          {draft && <span class="tag warn">Answers on this device, not sent</span>}
          {attempts !== null && <span class="soft"> {attempts}</span>}
        </span>
      </p>
      <div class="actions">
        {hasAttempts(test) && (
          <a class={`button ${test.submitted ? "" : "primary"}`} href={hrefOf("test", test)}>
            {verb}
            <span class="visually-hidden">: {test.title}</span>
          </a>
        )}
        {hasReceipt && (
          <a class="button" href={hrefOf("receipt", test)}>
            Receipt<span class="visually-hidden"> of {test.title}</span>
          </a>
        )}
      </div>
    </li>
  );
};

const ScoreRow = ({ score }: { readonly score: Score }) => (
  <li class="card row">
    <div class="grow">
      <h3>{score.title}</h3>
      <p class="soft">{testPath(score)}</p>
    </div>
    <p>
      <strong>{score.score}</strong> <span class="soft">out of {score.best}</span>
    </p>
    <a class="button" href={hrefOf("score", score)}>
      Details<span class="visually-hidden"> of {score.title}</span>
    </a>
  </li>
);

const Tests = ({ list }: { readonly list: ListTestsAnswer }) => {
  const toTake = list.open.filter(({ submitted }) => !submitted);
  const sent = list.open.filter(({ submitted }) => submitted);
  const scores = list.scores ?? [];
  return (
    <>
      <section class="section" aria-labelledby="open-tests">
        <h2 id="open-tests">To take</h2>
        {toTake.length === 0 ? (
          <p class="soft">
            {sent.length === 0 ? "No test is open to you now." : "You have sent in every test that is open."}
          </p>
        ) : (
          <ul class="list">
            {toTake.map((test) => (
              <OpenTestCard key={testPath(test)} test={test} />
            ))}
          </ul>
        )}
      </section>
      {sent.length > 0 && (
        <section class="section" aria-labelledby="sent-tests">
          <h2 id="sent-tests">Sent, still open</h2>
          <ul class="list">
            {sent.map((test) => (
              <OpenTestCard key={testPath(test)} test={test} />
            ))}
          </ul>
        </section>
      )}
      {scores.length > 0 && (
        <section class="section" aria-labelledby="scores">
          <h2 id="scores">Scores</h2>
          <ul class="list">
            {scores.map((score) => (
              <ScoreRow key={testPath(score)} score={score} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
};

const ThisDevice = () => {
  const { device, student } = useServices();
  const [isKept, setIsKept] = useState(() => device.isKeyKept());
  return (
    <div class="device">
      <KeepKey
        isKept={isKept}
        onChange={(forGood) => {
          device.keepKey(student, { forGood });
          setIsKept(forGood);
        }}
      />
    </div>
  );
};

export interface TestListProps {
  /** Whether the browser's storage keeps anything. */
  readonly isKeeping: boolean;
  /** Whether the student came by a link that holds the key. */
  readonly isKeyInHistory: boolean;
}

export const TestList = ({ isKeeping, isKeyInHistory }: TestListProps) => {
  const [known, again] = useTestList();
  return (
    <main>
      <Title text="Your tests" />
      {isKeyInHistory && (
        <Notice kind="warn">
          The link that you opened holds your key, and this browser's history now holds the link. If others
          use this browser, clear its history, or ask your trainer for a new key.
        </Notice>
      )}
      {!isKeeping && (
        <Notice kind="bad">
          This browser keeps nothing: answers are lost when you close or reload the page before you have sent
          them.
        </Notice>
      )}
      {known.status === "ready" ? (
        <>
          {known.isOld && <Offline again={again} />}
          <Tests list={known.value} />
          <ThisDevice />
        </>
      ) : (
        <NotThere known={known} again={again} />
      )}
    </main>
  );
};
