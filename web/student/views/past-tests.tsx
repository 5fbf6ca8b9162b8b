import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ClosedTest, TestResult } from "../../../course/api/answers.ts";
import type { MissedTest } from "../past-tests.ts";
import { hrefOf, testPath } from "../route.ts";
import { score as scoreWords, list as words } from "../words.ts";
import { courseText } from "./course-text.ts";
import { LeftOnDevice } from "./deadline-passed.tsx";
import { Day, Instant, SubjectAndDay } from "./parts.tsx";

interface RowProps {
  readonly test: Pick<TestResult, "subject" | "testId" | "title" | "language">;
  /** The test's own day; left out when the trainer has removed the test. */
  readonly day?: string | undefined;
  /** The row's link. */
  readonly href?: string;
  readonly children: ComponentChildren;
  /** Below the row. */
  readonly below?: ComponentChildren;
}

const Row = ({ test, day, href, children, below }: RowProps) => (
  <li class="past">
    <div class="row">
      <div class="grow">
        <h3 {...courseText(test)}>{href ? <a href={href}>{test.title}</a> : test.title}</h3>
        <SubjectAndDay subject={test.subject} day={day} />
      </div>
      <p class="outcome">{children}</p>
    </div>
    {below}
  </li>
);

const Outcome = ({ result }: { readonly result: TestResult }) => {
  if (result.status === "excused") return <span class="tag">{words.excused}</span>;
  if (result.status === "failed") return <span class="tag warn">{words.failed}</span>;
  if (result.score === undefined) {
    const { scoreComes: comes = "never" } = result;
    return (
      <span class="soft">
        {comes === "never" || comes === "now" ? words.scoreIsKept : words.scoreComes(<Day at={comes} />)}
      </span>
    );
  }
  return (
    <>
      <strong>{scoreWords.points(result.score)}</strong>{" "}
      <span class="soft">{scoreWords.outOf(result.best ?? "")}</span>
    </>
  );
};

/** How many rows are shown first; a button shows the others. */
const fewRows = 12;

interface RowsProps<T> {
  readonly tests: readonly T[];
  readonly row: (test: T) => ComponentChildren;
}

const Rows = <T,>({ tests, row }: RowsProps<T>) => {
  const [areAllShown, setAreAllShown] = useState(false);
  // One or two more rows need no more room than the button.
  const isLong = tests.length > fewRows + 2;
  return (
    <>
      <ul class="card past-tests">{(isLong && !areAllShown ? tests.slice(0, fewRows) : tests).map(row)}</ul>
      {isLong && !areAllShown && (
        <div class="actions">
          <button type="button" class="button" onClick={() => setAreAllShown(true)}>
            {words.showAll(tests.length)}
          </button>
        </div>
      )}
    </>
  );
};

export const Results = ({ results }: { readonly results: readonly TestResult[] }) => (
  <Rows
    tests={results}
    row={(result) => (
      <Row
        key={testPath(result)}
        test={result}
        day={result.deadline ?? result.receivedAt}
        href={hrefOf("score", result)}
      >
        <Outcome result={result} />
      </Row>
    )}
  />
);

export const MissedTests = ({ tests }: { readonly tests: readonly MissedTest[] }) => (
  <Rows
    tests={tests}
    row={(test) => (
      <Row key={testPath(test)} test={test} below={<LeftOnDevice test={test} isMissed />} day={test.deadline}>
        <span class="tag bad">{words.missed}</span>
      </Row>
    )}
  />
);

/** Tests that can't be taken any more, and have no result yet. */
export const WaitingTests = ({ tests }: { readonly tests: readonly ClosedTest[] }) => (
  <Rows
    tests={tests}
    row={(test) => (
      <Row key={testPath(test)} test={test} day={test.deadline} below={<LeftOnDevice test={test} />}>
        <span class="tag good">{words.sent}</span>{" "}
        {test.receivedAt !== null && (
          <span class="soft">{words.received(<Instant at={test.receivedAt} />)}</span>
        )}
      </Row>
    )}
  />
);
