import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ClosedTest, ListTestsAnswer, OpenTest, TestScore } from "../../../course/answers.ts";
import type { Draft } from "../device/device.ts";
import { useTestList } from "../loading.ts";
import { hrefOf, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import { LeftOnDevice } from "./deadline-passed.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { KeepKey } from "./keep-key.tsx";
import { courseText, Instant, Notice, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";

const attemptsText = ({ attemptsUsed, attemptsAllowed }: OpenTest): string | null =>
  attemptsAllowed === null ? null : `${attemptsUsed} of ${attemptsAllowed} attempts used`;

const hasAttempts = ({ attemptsUsed, attemptsAllowed }: OpenTest): boolean =>
  attemptsAllowed === null || attemptsUsed < attemptsAllowed;

/** Answers on this device without a receipt. */
const draftText = ({ isUnsure }: Draft): string =>
  isUnsure ? "Sent, but perhaps not received" : "Answers on this device, not sent";

const ActionsOfOpenTest = ({ test, draft }: { readonly test: OpenTest; readonly draft: Draft | null }) => {
  const { device, student } = useServices();
  const hasReceipt = sentLatest(device, student.studentId, test) !== null;
  const verb = draft ? "Go on" : test.submitted ? "Answer again" : "Take the test";
  return (
    <>
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
    </>
  );
};

/** Only the server says what was sent; answers on this device are named as such. */
const OpenTestCard = ({ test }: { readonly test: OpenTest }) => {
  const { device, student } = useServices();
  const [draft, setDraft] = useState(() => device.draft(student.studentId, test));
  const attempts = attemptsText(test);
  return (
    <li class="card stack">
      <div>
        <h3 {...courseText(test)}>{test.title}</h3>
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
          {test.receipt && (
            <span class="soft">
              received <Instant at={test.receipt.receivedAt} />
            </span>
          )}{" "}
          {draft && <span class="tag warn">{draftText(draft)}</span>}
          {attempts !== null && <span class="soft"> {attempts}</span>}
        </span>
      </p>
      <div class="actions">
        <ActionsOfOpenTest test={test} draft={draft} />
        <DiscardDraft test={test} onDiscarded={() => setDraft(null)} />
      </div>
    </li>
  );
};

/** A test that can't be taken any more, and has no score yet. */
const ClosedTestCard = ({ test }: { readonly test: ClosedTest }) => (
  <li class="card stack">
    <div>
      <h3 {...courseText(test)}>{test.title}</h3>
      <p class="soft">{testPath(test)}</p>
    </div>
    <p>
      {test.receivedAt === null ? (
        <>
          <span class="tag bad">Missed</span>{" "}
          <span class="soft">
            Nothing arrived before the deadline, <Instant at={test.deadline} />.
          </span>
        </>
      ) : (
        <>
          <span class="tag good">Sent</span>{" "}
          <span class="soft">
            received <Instant at={test.receivedAt} />; not graded yet
          </span>
        </>
      )}
    </p>
    <LeftOnDevice test={test} isMissed={test.receivedAt === null} />
  </li>
);

const ScoreRow = ({ score }: { readonly score: TestScore }) => (
  <li class="card row">
    <div class="grow">
      <h3 {...courseText(score)}>{score.title}</h3>
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

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly children: ComponentChildren;
}

const Section = ({ id, title, children }: SectionProps) => (
  <section class="section" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

const OpenTests = ({ tests }: { readonly tests: readonly OpenTest[] }) => (
  <ul class="list">
    {tests.map((test) => (
      <OpenTestCard key={testPath(test)} test={test} />
    ))}
  </ul>
);

const Tests = ({ list }: { readonly list: ListTestsAnswer }) => {
  const toTake = list.open.filter(({ submitted }) => !submitted);
  const sent = list.open.filter(({ submitted }) => submitted);
  const scores = list.scores ?? [];
  const graded = new Set(scores.map(testPath));
  const closed = (list.closed ?? []).filter((test) => !graded.has(testPath(test)));
  const nothing =
    sent.length === 0 ? "No test is open to you now." : "You have sent every test that is open.";
  return (
    <>
      <Section id="open-tests" title="To take">
        {toTake.length === 0 ? <p class="soft">{nothing}</p> : <OpenTests tests={toTake} />}
        {list.nextOpening && (
          <p class="soft">
            The next test opens <Instant at={list.nextOpening} />.
          </p>
        )}
      </Section>
      {sent.length > 0 && (
        <Section id="sent-tests" title="Sent, still open">
          <OpenTests tests={sent} />
        </Section>
      )}
      {closed.length > 0 && (
        <Section id="closed-tests" title="Closed">
          <ul class="list">
            {closed.map((test) => (
              <ClosedTestCard key={testPath(test)} test={test} />
            ))}
          </ul>
        </Section>
      )}
      {scores.length > 0 && (
        <Section id="scores" title="Scores">
          <ul class="list">
            {scores.map((score) => (
              <ScoreRow key={testPath(score)} score={score} />
            ))}
          </ul>
        </Section>
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
