import type { TestResults, TestView } from "../../../course/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { bookPauseMs, readTest } from "../course-views.ts";
import { addressOf } from "../router.ts";
import { questionBars, scoreBars } from "../test-charts.ts";
import { useLoad } from "../use-load.ts";
import { Bars } from "./bars.tsx";
import { Facts, Section, Shown, Title } from "./parts.tsx";
import { Deadline, missingWords, submittedWords } from "./tests.tsx";

/** Names shown at once; a course may have very many. */
const mostNames = 200;

type People = TestView["missing"];

const Names = ({
  title,
  students,
  none,
}: {
  readonly title: string;
  readonly students: People;
  readonly none: string;
}) => (
  <Section title={`${title}: ${counted(students.length, "student")}`}>
    {students.length === 0 ? (
      <p class="soft">{none}</p>
    ) : (
      <ul class="names">
        {students.slice(0, mostNames).map(({ studentId, name }) => (
          <li key={studentId}>
            <a href={addressOf.person(studentId)}>{name}</a> <span class="soft">{studentId}</span>
          </li>
        ))}
      </ul>
    )}
    {students.length > mostNames && <p class="soft">and {students.length - mostNames} more</p>}
  </Section>
);

const Results = ({ results, graded }: { readonly results: TestResults; readonly graded: number }) => {
  const { scores, questions, grades } = results;
  return (
    <>
      {grades < graded && <p class="soft">Of the first {grades} graded students.</p>}
      <Section title="Scores">
        <Bars
          caption="How many students have which score"
          heads={["Score", "Students"]}
          bars={scoreBars(scores)}
          most={grades}
          areLabelsShort
        />
      </Section>
      <Section title="Right answers">
        <Bars
          caption="Share of right answers of each question"
          heads={["Question", "Right"]}
          bars={questionBars(questions)}
          most={1}
        />
      </Section>
    </>
  );
};

const TestBody = ({ view }: { readonly view: TestView }) => {
  const { test, missing, missed, graded, results } = view;
  if (test.state === "not-yet-open")
    return <Facts facts={[["Deadline", <Deadline key="deadline" standing={test} />]]} />;
  return (
    <>
      <Facts
        facts={[
          ["Deadline", <Deadline key="deadline" standing={test} />],
          ["Submitted", submittedWords(test)],
          ["Missing", missingWords(test)],
          ["Graded", test.graded],
        ]}
      />
      {results ? (
        <Results results={results} graded={graded.length} />
      ) : (
        <p class="soft">Nobody is graded yet; scores show here after the run.</p>
      )}
      {missed.length > 0 && <Names title="Missed" students={missed} none="" />}
      {(missing.length > 0 || missed.length === 0) && (
        <Names title="Missing" students={missing} none="Everybody has submitted." />
      )}
    </>
  );
};

/** One test: who is missing, how the scores are spread, and what was answered right. */
export const OneTest = ({ subject, testId }: { readonly subject: string; readonly testId: string }) => {
  const loaded = useLoad(
    `test ${subject}/${testId}`,
    (signal) => readTest(subject, testId, { signal }),
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.tests}>Tests</a> / {subject}
      </p>
      <Title title={loaded.state === "loaded" ? loaded.data.test.title : testId} />
      <Shown loaded={loaded}>{(data) => <TestBody view={data} />}</Shown>
    </>
  );
};
