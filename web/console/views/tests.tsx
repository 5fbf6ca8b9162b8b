import { useContext } from "preact/hooks";
import type { TestStanding } from "../../../course/console/console-views.ts";
import { ConsoleContext, NowContext } from "../context.ts";
import { bookPauseMs, readTests } from "../course-views.ts";
import { moment, untilOrSince } from "../format.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Countdown } from "./countdown.tsx";
import { Shown, Table, Title } from "./parts.tsx";

/** How many of those who should have submitted. */
export const submittedWords = ({ state, submitted, missing }: TestStanding): string =>
  state === "not-yet-open" ? "" : `${submitted} of ${submitted + missing}`;

export const missingWords = ({ state, missing, missed, excused, unchecked = 0 }: TestStanding): string => {
  if (state === "not-yet-open") return "";
  const parts = [
    ...(missing > missed || missing === 0 ? [missing === 0 ? "0" : `${missing - missed} so far`] : []),
    ...(missed > 0 ? [`${missed} missed`] : []),
    ...(excused > 0 ? [`${excused} excused`] : []),
    ...(unchecked > 0 ? [`${unchecked} not looked up`] : []),
  ];
  return parts.join(", ");
};

/** The deadline, how far off it is, and the longest extension. */
export const Deadline = ({ standing }: { readonly standing: TestStanding }) => {
  const { timeZone } = useContext(ConsoleContext);
  const now = useContext(NowContext);
  const { latestExtension, state, opens } = standing;
  const at = Date.parse(standing.deadline);
  const isToOpen = state === "not-yet-open" && opens !== null;
  const relative = isToOpen ? `opens ${untilOrSince(Date.parse(opens), now)}` : untilOrSince(at, now);
  return (
    <>
      {moment(at, timeZone)} <span class="soft nowrap">({relative})</span>
      {latestExtension !== undefined && (
        <span class="soft"> · extended for some until {moment(Date.parse(latestExtension), timeZone)}</span>
      )}
    </>
  );
};

/** Of the open tests, the one that closes first. */
const NextDeadline = ({ tests }: { readonly tests: readonly TestStanding[] }) => {
  const [next] = tests
    .filter(({ state }) => state === "open")
    .sort((a, b) => (a.deadline < b.deadline ? -1 : 1));
  if (!next) return null;
  return (
    <p>
      Next deadline: {next.title}, in <Countdown until={next.deadline} />
    </p>
  );
};

/** All tests against their deadlines. */
export const Tests = () => {
  const loaded = useLoad(
    "tests",
    (signal) => readTests({ signal }),
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return (
    <>
      <Title title="Tests" />
      <Shown loaded={loaded}>
        {({ tests }) =>
          tests.length === 0 ? (
            <p class="soft">
              No test is published yet: <code>bin/trainer publish DIR</code> publishes a course.
            </p>
          ) : (
            <>
              <NextDeadline tests={tests} />
              <Table
                caption="Tests, by deadline"
                heads={["Test", "Deadline", "Submitted", "Missing", "Graded"]}
                rows={tests.map((test) => ({
                  key: `${test.subject}/${test.testId}`,
                  cells: [
                    <a key="link" href={addressOf.test(test.subject, test.testId)}>
                      {test.title}
                    </a>,
                    <Deadline key="deadline" standing={test} />,
                    submittedWords(test),
                    missingWords(test),
                    test.state === "not-yet-open" ? "" : String(test.graded),
                  ],
                }))}
              />
            </>
          )
        }
      </Shown>
    </>
  );
};
