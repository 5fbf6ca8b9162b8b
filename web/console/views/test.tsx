import { useContext } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import type { Student } from "../../../course/student.ts";
import type { NamedTest } from "../../../course/test-names.ts";
import { ConsoleContext } from "../context.ts";
import { readResults } from "../course-data.ts";
import { addressOf } from "../router.ts";
import { knownCount, type Standings, submittedWords, type TestStanding } from "../standings.ts";
import { questionBars, scoreBars } from "../test-charts.ts";
import { useLoad } from "../use-load.ts";
import { Bars } from "./bars.tsx";
import { Facts, Section, Shown, Title } from "./parts.tsx";
import { CutNotice, Deadline, useStandings } from "./tests.tsx";

/** Names shown at once; a course may have very many. */
const mostNames = 200;

const Names = ({ students }: { readonly students: readonly Student[] }) => (
  <>
    <ul class="names">
      {students.slice(0, mostNames).map(({ studentId, name }) => (
        <li key={studentId}>
          {name} <span class="soft">{studentId}</span>
        </li>
      ))}
    </ul>
    {students.length > mostNames && <p class="soft">and {students.length - mostNames} more</p>}
  </>
);

const Results = ({
  test,
  graded,
  isPartial,
}: {
  readonly test: NamedTest;
  readonly graded: readonly Student[];
  /** There may be more graded students than these. */
  readonly isPartial: boolean;
}) => {
  const { bucket } = useContext(ConsoleContext);
  const results = useLoad(
    `results ${test.subject}/${test.testId} ${graded.length}`,
    (signal) => readResults(bucket, test, graded, { signal }),
    (changes) => changes.isEverything,
  );
  return (
    <Shown loaded={results}>
      {({ questions, grades, isCut }) => (
        <>
          {(isCut || isPartial) && <p class="soft">Of the first {grades.length} graded students.</p>}
          <Section title="Scores">
            <Bars
              caption="How many students have which score"
              heads={["Score", "Students"]}
              bars={scoreBars(grades)}
              most={grades.length}
              areLabelsShort
            />
          </Section>
          <Section title="Right answers">
            <Bars
              caption="Share of right answers of each question"
              heads={["Question", "Right"]}
              bars={questionBars(questions, grades)}
              most={1}
            />
          </Section>
        </>
      )}
    </Shown>
  );
};

const TestBody = ({
  standing,
  standings,
}: {
  readonly standing: TestStanding;
  readonly standings: Standings;
}) => {
  const { test, missing, graded } = standing;
  const isPartial = standings.unlisted > 0;
  return (
    <>
      <Facts
        facts={[
          ["Deadline", <Deadline key="deadline" standing={standing} />],
          ["Submitted", submittedWords(standing, standings)],
          ["Missing", knownCount(missing.length, standings)],
          ["Graded", knownCount(graded.length, standings)],
        ]}
      />
      {graded.length > 0 ? (
        <Results test={test} graded={graded} isPartial={isPartial} />
      ) : (
        <p class="soft">
          {isPartial
            ? "None of the students read here is graded."
            : "Nobody is graded yet; scores show here after the run."}
        </p>
      )}
      <Section title={`Missing: ${isPartial ? "at least " : ""}${counted(missing.length, "student")}`}>
        {missing.length === 0 ? (
          <p class="soft">{isPartial ? "None of the students read here." : "Everybody has submitted."}</p>
        ) : (
          <Names students={missing} />
        )}
      </Section>
    </>
  );
};

/** One test: who is missing, how the scores are spread, and what was answered right. */
export const TestView = ({ subject, testId }: { readonly subject: string; readonly testId: string }) => {
  const standings = useStandings();
  const found =
    standings.state === "loaded"
      ? standings.data.tests.find(({ test }) => test.subject === subject && test.testId === testId)
      : undefined;
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.tests}>Tests</a> / {subject}
      </p>
      <Title title={found?.test.title ?? testId} />
      <Shown loaded={standings}>
        {(data) =>
          found ? (
            <>
              <CutNotice standings={data} />
              <TestBody standing={found} standings={data} />
            </>
          ) : (
            <p class="notice warn">The course has no such test.</p>
          )
        }
      </Shown>
    </>
  );
};
