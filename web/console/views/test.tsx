import type { TestView } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { bookPauseMs, readTest } from "../course-views.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Analysis } from "./analysis.tsx";
import { Facts, Section, Shown, Title } from "./parts.tsx";
import { Deadline, missingWords, submittedWords } from "./tests.tsx";

type People = TestView["missing"];

const Names = ({
  title,
  students,
  count,
  none,
}: {
  readonly title: string;
  readonly students: People;
  readonly count: number;
  readonly none: string;
}) => (
  <Section title={`${title}: ${counted(count, "student")}`}>
    {students.length === 0 ? (
      <p class="soft">{none}</p>
    ) : (
      <ul class="names">
        {students.map(({ studentId, name }) => (
          <li key={studentId}>
            <a href={addressOf.person(studentId)}>{name}</a> <span class="soft">{studentId}</span>
          </li>
        ))}
      </ul>
    )}
    {count > students.length && (
      <p class="soft">
        and {count - students.length} more; <code>bin/trainer status</code> names all
      </p>
    )}
  </Section>
);

const TestBody = ({ view }: { readonly view: TestView }) => {
  const { test, missing, missed } = view;
  const stillMissing = test.missing - test.missed;
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
      {test.unchecked !== undefined && (
        <p class="notice warn">
          The test's list may lack submissions, and {counted(test.unchecked, "student was", "students were")}{" "}
          not looked up. The run grades what they submitted all the same.
        </p>
      )}
      {test.graded > 0 ? (
        <Analysis test={test} />
      ) : (
        <p class="soft">Nobody is graded yet; scores show here after the run.</p>
      )}
      {test.missed > 0 && <Names title="Missed" students={missed} count={test.missed} none="" />}
      {(stillMissing > 0 || test.missed === 0) && (
        <Names title="Missing" students={missing} count={stillMissing} none="Everybody has submitted." />
      )}
    </>
  );
};

/** One test: who is missing, how the scores are spread, and what the answers say. */
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
