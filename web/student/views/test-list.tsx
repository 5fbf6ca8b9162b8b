import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ListTestsAnswer, OpenTest } from "../../../course/api/answers.ts";
import type { Draft } from "../device/device.ts";
import { useTestList } from "../loading.ts";
import { barsOf, excusedOpen, pastTests } from "../past-tests.ts";
import { hrefOf, remindersHref, testPath } from "../route.ts";
import { sentLatest } from "../sent-latest.ts";
import { useServices } from "../services.ts";
import { page, reminders, score, list as words } from "../words.ts";
import { AddToCalendar } from "./add-to-calendar.tsx";
import { courseText } from "./course-text.ts";
import { DiscardDraft } from "./discard-draft.tsx";
import { KeepKey } from "./keep-key.tsx";
import { Instant, Notice, NotThere, Offline, TimeLeft, Title } from "./parts.tsx";
import { MissedTests, Results, WaitingTests } from "./past-tests.tsx";
import { ScoreChart } from "./score-chart.tsx";

const attemptsText = ({ attemptsUsed, attemptsAllowed }: OpenTest): string | null =>
  attemptsAllowed === null ? null : words.attempts(attemptsUsed, attemptsAllowed);

const hasAttempts = ({ attemptsUsed, attemptsAllowed }: OpenTest): boolean =>
  attemptsAllowed === null || attemptsUsed < attemptsAllowed;

/** Answers on this device without a receipt. */
const draftText = ({ isUnsure }: Draft): string => (isUnsure ? words.perhapsReceived : words.onThisDevice);

interface OpenTestProps {
  readonly test: OpenTest;
  /** It does not count for the student. */
  readonly isExcused: boolean;
}

const ActionsOfOpenTest = ({ test, isExcused, draft }: OpenTestProps & { readonly draft: Draft | null }) => {
  const { device, student } = useServices();
  const hasReceipt = sentLatest(device, student.studentId, test) !== null;
  const verb = draft ? words.goOn : test.submitted ? words.answerAgain : words.takeTest;
  return (
    <>
      {hasAttempts(test) && (
        <a class={`button ${test.submitted || isExcused ? "" : "primary"}`} href={hrefOf("test", test)}>
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
const OpenTestCard = ({ test, isExcused }: OpenTestProps) => {
  const { device, student } = useServices();
  const [draft, setDraft] = useState(() => device.draft(student.studentId, test));
  const attempts = attemptsText(test);
  return (
    <li class="card stack">
      <div>
        <p class="soft subject">{test.subject}</p>
        <h3 {...courseText(test)}>{test.title}</h3>
      </div>
      <p>
        <TimeLeft deadline={test.deadline} />
        <br />
        <span class="soft">{page.until(<Instant at={test.deadline} />)}</span>
      </p>
      <p class="states">
        {isExcused && <span class="tag">{words.excused}</span>}
        {test.submitted && <span class="tag good">{words.sent}</span>}
        {!(test.submitted || isExcused || draft) && <span class="tag">{words.notSent}</span>}
        {test.receipt && <span class="soft">{words.received(<Instant at={test.receipt.receivedAt} />)}</span>}
        {draft && <span class="tag warn">{draftText(draft)}</span>}
        {attempts !== null && <span class="soft">{attempts}</span>}
        {test.counts && <span class="soft">{score.counts[test.counts]}</span>}
      </p>
      <div class="actions">
        <ActionsOfOpenTest test={test} isExcused={isExcused} draft={draft} />
        <DiscardDraft test={test} onDiscarded={() => setDraft(null)} />
      </div>
    </li>
  );
};

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

interface OpenTestsProps {
  readonly tests: readonly OpenTest[];
  readonly excused: ReadonlySet<string>;
}

const OpenTests = ({ tests, excused }: OpenTestsProps) => (
  <ul class="list">
    {tests.map((test) => (
      <OpenTestCard key={testPath(test)} test={test} isExcused={excused.has(testPath(test))} />
    ))}
  </ul>
);

const Past = ({ list }: { readonly list: ListTestsAnswer }) => {
  const { waiting, results, missed } = pastTests(list);
  return (
    <>
      {waiting.length > 0 && (
        <Section id="waiting-tests" title={words.waitingTests}>
          <WaitingTests tests={waiting} />
        </Section>
      )}
      {results.length > 0 && (
        <Section id="scores" title={words.scores}>
          <ScoreChart bars={barsOf(list)} />
          <Results results={results} />
        </Section>
      )}
      {missed.length > 0 && (
        <Section id="missed-tests" title={words.missed}>
          <MissedTests tests={missed} />
        </Section>
      )}
    </>
  );
};

const Next = ({ list }: { readonly list: ListTestsAnswer }) => {
  const { opens = list.nextOpening, tests = 1 } = list.upcoming ?? {};
  return opens ? <p class="soft">{words.nextOpens(tests, <Instant at={opens} />)}</p> : null;
};

const Tests = ({ list }: { readonly list: ListTestsAnswer }) => {
  const excused = excusedOpen(list);
  const toTake = list.open.filter(({ submitted }) => !submitted);
  const sent = list.open.filter(({ submitted }) => submitted);
  const nothing = sent.length === 0 ? words.isNothingOpen : words.isAllSent;
  return (
    <>
      <Section id="open-tests" title={words.toTake}>
        {toTake.length === 0 ? <p class="soft">{nothing}</p> : <OpenTests tests={toTake} excused={excused} />}
        <Next list={list} />
      </Section>
      {sent.length > 0 && (
        <Section id="sent-tests" title={words.sentTests}>
          <OpenTests tests={sent} excused={excused} />
        </Section>
      )}
      <Past list={list} />
    </>
  );
};

/** Where students get mails about tests; what this device saw last has no token. */
const MailChoice = ({ list }: { readonly list: ListTestsAnswer }) => {
  const { student } = useServices();
  const { token } = list.reminders ?? {};
  return token === undefined ? null : (
    <a class="mail-choice" href={remindersHref(student.studentId, token)}>
      {reminders.title}
    </a>
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
          <div>
            <AddToCalendar />
            <MailChoice list={known.value} />
          </div>
          <ThisDevice />
        </>
      ) : (
        <NotThere known={known} again={again} />
      )}
    </main>
  );
};
