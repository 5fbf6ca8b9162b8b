import { useContext } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { testPath } from "../../../course/ids.ts";
import { timesBefore } from "../../../course/statistics/hard-questions.ts";
import { attendance } from "../../../course/statistics/progress.ts";
import type { ProgressView, ShownStudent } from "../../../course/statistics/progress-view.ts";
import { ConsoleContext } from "../context.ts";
import { readProgress } from "../course-views.ts";
import { day } from "../format.ts";
import { addressOf } from "../router.ts";
import type { Bar } from "../test-charts.ts";
import { useReadOn } from "../use-read-on.ts";
import { Bars } from "./bars.tsx";
import { Section, Shown, Table, Title } from "./parts.tsx";
import { type WeekBar, WeekBars } from "./week-bars.tsx";

type Tests = ProgressView["tests"];

const percentWords = (percent: number | null): string => (percent === null ? "–" : `${percent}%`);

const useTestBars = (
  tests: Tests,
  value: (test: Tests[number]) => number | null,
  words: (test: Tests[number]) => string,
): Bar[] => {
  const { timeZone } = useContext(ConsoleContext);
  return tests.map((test) => ({
    label: `${day(Date.parse(test.deadline), timeZone)} · ${test.title}`,
    value: value(test) ?? 0,
    words: words(test),
  }));
};

const Class = ({ tests }: { readonly tests: Tests }) => {
  const handedIn = useTestBars(
    tests,
    attendance,
    (test) => `${percentWords(attendance(test))} (${test.handedIn} of ${test.due})`,
  );
  const means = useTestBars(
    tests,
    ({ mean }) => mean,
    ({ mean }) => percentWords(mean),
  );
  return (
    <>
      <Section title="Who hands in">
        <Bars caption="Tests handed in" heads={["Test", "Handed in"]} bars={handedIn} most={100} />
      </Section>
      <Section title="Mean scores">
        <Bars
          caption="Mean scores of those who handed in, as a part of the best score"
          heads={["Test", "Mean score"]}
          bars={means}
          most={100}
        />
      </Section>
    </>
  );
};

const resultWords = (result: ShownStudent["results"][number]): string =>
  result === null ? "no score" : result === "missed" ? "missed" : `${Math.round(result)}%`;

const weekBars = (results: ShownStudent["results"], tests: Tests): WeekBar[] =>
  tests.map((test, place) => {
    const result = results[place] ?? null;
    return {
      key: testPath(test),
      percent: typeof result === "number" ? result : null,
      isMissed: result === "missed",
      words: `${test.title}: ${resultWords(result)}`,
    };
  });

const Student = ({ student, tests }: { readonly student: ShownStudent; readonly tests: Tests }) => {
  const { studentId, name, results, due, handedIn, mean, facts } = student;
  return (
    <li>
      <p>
        <a href={addressOf.person(studentId)}>{name}</a>{" "}
        <span class="soft">
          {handedIn} of {counted(due, "test")} handed in · mean {percentWords(mean)}
        </span>
      </p>
      <WeekBars name={`Scores of ${name}`} bars={weekBars(results, tests)} isSmall />
      <p>{facts.map(({ sentence }) => sentence).join(" ")}</p>
    </li>
  );
};

const Students = ({ view }: { readonly view: ProgressView }) => {
  const { students, withFacts, ofStudents, tests } = view;
  return (
    <Section title={`Missed tests and falling scores: ${withFacts} of ${counted(ofStudents, "student")}`}>
      <p class="soft">
        Named are students who missed two or more of their last four tests, and those whose last three scores
        are lower than before by more than chance, compared with the class. These are facts; they don't say
        why. A red frame is a missed test.
      </p>
      {students.length === 0 ? (
        <p>Nobody.</p>
      ) : (
        <ul class="people">
          {students.map((student) => (
            <Student key={student.studentId} student={student} tests={tests} />
          ))}
        </ul>
      )}
      {withFacts > students.length && (
        <p class="soft">
          and {withFacts - students.length} more; <code>bin/trainer progress --all</code> shows everybody
        </p>
      )}
    </Section>
  );
};

const Questions = ({ view }: { readonly view: ProgressView }) => {
  const { questions, read, of, skipped } = view;
  return (
    <Section title="Questions that gave few of their points">
      {read < of && (
        <p class="soft" role="status">
          So far of {read} of {counted(of, "test")}; the others are being read.
        </p>
      )}
      {skipped > 0 && (
        <p class="soft">
          Without {counted(skipped, "test")} of which an earlier version added up nothing:{" "}
          <code>bin/trainer analyse</code> reads them.
        </p>
      )}
      {questions.length === 0 ? (
        <p class="soft">None that at least 20 students had.</p>
      ) : (
        <Table
          caption="Hard questions, those first that were asked before"
          heads={["Question", "Points earned", "Test", "Asked before"]}
          rows={questions.map((question) => ({
            key: `${testPath(question)}/${question.questionId}`,
            cells: [
              question.question,
              `${question.facility}%`,
              <a key="test" href={addressOf.test(question.subject, question.testId)}>
                {question.title}, question {question.place}
              </a>,
              timesBefore(question),
            ],
          }))}
        />
      )}
    </Section>
  );
};

/** The course over the weeks. */
export const Progress = () => {
  const loaded = useReadOn("progress", (signal) => readProgress({ signal }));
  return (
    <>
      <Title title="Progress" />
      <Shown loaded={loaded}>
        {(view) =>
          view.tests.length === 0 ? (
            <p class="soft">No test is graded yet; what shows here comes with the first run.</p>
          ) : (
            <>
              <Students view={view} />
              <Class tests={view.tests} />
              <Questions view={view} />
            </>
          )
        }
      </Shown>
    </>
  );
};
