import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ClosedTest, ListTestsAnswer, OpenTest, TestScore } from "../../../course/answers.ts";
import type { Draft } from "../device/device.ts";
import { useTestList } from "../loading.ts";
import { hrefOf, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import { page, score as scoreWords, list as words } from "../words.ts";
import { LeftOnDevice } from "./deadline-passed.tsx";
import { DiscardDraft } from "./discard-draft.tsx";
import { KeepKey } from "./keep-key.tsx";
import { courseText, Instant, Notice, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";

const attemptsText = ({ attemptsUsed, attemptsAllowed }: OpenTest): string | null =>
  attemptsAllowed === null ? null : words.attempts(attemptsUsed, attemptsAllowed);

const hasAttempts = ({ attemptsUsed, attemptsAllowed }: OpenTest): boolean =>
  attemptsAllowed === null || attemptsUsed < attemptsAllowed;

/** Answers on this device without a receipt. */
const draftText = ({ isUnsure }: Draft): string => (isUnsure ? words.perhapsReceived : words.onThisDevice);

const ActionsOfOpenTest = ({ test, draft }: { readonly test: OpenTest; readonly draft: Draft | null }) => {
  const { device, student } = useServices();
  const hasReceipt = sentLatest(device, student.studentId, test) !== null;
  const verb = draft ? words.goOn : test.submitted ? words.answerAgain : words.takeTest;
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
          {words.receipt}
          <span class="visually-hidden">{words.receiptOf(test.title)}</span>
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
        <span class="soft">{page.until(<Instant at={test.deadline} />)}</span>
      </p>
      <p class="row">
        <span>
          <span class={`tag ${test.submitted ? "good" : ""}`}>
            {test.submitted ? words.sent : words.notSent}
          </span>{" "}
          {test.receipt && (
            <span class="soft">{words.received(<Instant at={test.receipt.receivedAt} />)}</span>
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
          <span class="tag bad">{words.missed}</span>{" "}
          <span class="soft">{words.nothingArrived(<Instant at={test.deadline} />)}</span>
        </>
      ) : (
        <>
          <span class="tag good">{words.sent}</span>{" "}
          <span class="soft">{words.notGraded(<Instant at={test.receivedAt} />)}</span>
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
      <strong>{scoreWords.points(score.score)}</strong>{" "}
      <span class="soft">{scoreWords.outOf(score.best)}</span>
    </p>
    <a class="button" href={hrefOf("score", score)}>
      {words.details}
      <span class="visually-hidden">{words.detailsOf(score.title)}</span>
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
  const nothing = sent.length === 0 ? words.isNothingOpen : words.isAllSent;
  return (
    <>
      <Section id="open-tests" title={words.toTake}>
        {toTake.length === 0 ? <p class="soft">{nothing}</p> : <OpenTests tests={toTake} />}
        {list.nextOpening && <p class="soft">{words.nextOpens(<Instant at={list.nextOpening} />)}</p>}
      </Section>
      {sent.length > 0 && (
        <Section id="sent-tests" title={words.sentTests}>
          <OpenTests tests={sent} />
        </Section>
      )}
      {closed.length > 0 && (
        <Section id="closed-tests" title={words.closedTests}>
          <ul class="list">
            {closed.map((test) => (
              <ClosedTestCard key={testPath(test)} test={test} />
            ))}
          </ul>
        </Section>
      )}
      {scores.length > 0 && (
        <Section id="scores" title={words.scores}>
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
      <Title text={words.title} />
      {isKeyInHistory && <Notice kind="warn">{words.isKeyInHistory}</Notice>}
      {!isKeeping && <Notice kind="bad">{words.keepsNothing}</Notice>}
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
