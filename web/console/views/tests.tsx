import { useContext } from "preact/hooks";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext, NowContext } from "../context.ts";
import { readStandings } from "../course-data.ts";
import { moment, untilOrSince } from "../format.ts";
import { addressOf } from "../router.ts";
import { knownCount, type Standings, submittedWords, type TestStanding } from "../standings.ts";
import { useLoad } from "../use-load.ts";
import { Shown, Table, Title } from "./parts.tsx";

export const useStandings = () => {
  const { bucket } = useContext(ConsoleContext);
  return useLoad(
    "standings",
    (signal) => readStandings(bucket, { signal }),
    (changes) => changes.isEverything || changes.hasNewObjects,
  );
};

export const CutNotice = ({ standings: { students, unlisted } }: { readonly standings: Standings }) =>
  unlisted > 0 ? (
    <p class="notice warn">
      The course holds more than this page reads: what {unlisted} of {counted(students, "student")} have
      submitted is not known here. The mail after the run counts everybody.
    </p>
  ) : null;

/** The deadline, how far off it is, and the longest extension. */
export const Deadline = ({ standing }: { readonly standing: TestStanding }) => {
  const { timeZone } = useContext(ConsoleContext);
  const now = useContext(NowContext);
  const at = Date.parse(standing.test.deadline);
  const { latestExtension } = standing;
  return (
    <>
      {moment(at, timeZone)} <span class="soft nowrap">({untilOrSince(at, now)})</span>
      {latestExtension !== undefined && (
        <span class="soft"> · extended for some until {moment(Date.parse(latestExtension), timeZone)}</span>
      )}
    </>
  );
};

/** All tests against their deadlines. */
export const Tests = () => {
  const standings = useStandings();
  return (
    <>
      <Title title="Tests" />
      <Shown loaded={standings}>
        {(data) => (
          <>
            <CutNotice standings={data} />
            {data.tests.length === 0 ? (
              <p class="soft">
                No test is published yet: <code>bin/trainer publish DIR</code> publishes a course.
              </p>
            ) : (
              <Table
                caption="Tests, by deadline"
                heads={["Test", "Deadline", "Submitted", "Missing", "Graded"]}
                rows={data.tests.map((standing) => ({
                  key: `${standing.test.subject}/${standing.test.testId}`,
                  cells: [
                    <a key="link" href={addressOf.test(standing.test.subject, standing.test.testId)}>
                      {standing.test.title}
                    </a>,
                    <Deadline key="deadline" standing={standing} />,
                    submittedWords(standing, data),
                    knownCount(standing.missing.length, data),
                    knownCount(standing.graded.length, data),
                  ],
                }))}
              />
            )}
          </>
        )}
      </Shown>
    </>
  );
};
