import { useContext, useState } from "preact/hooks";
import { latestPlaces, type StudentView } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext } from "../context.ts";
import { bookPauseMs, readStudent } from "../course-views.ts";
import { moment } from "../format.ts";
import { type PersonRow, personRows } from "../person-rows.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Cell } from "./cell.tsx";
import { Facts, Section, Shown, Table, Title } from "./parts.tsx";
import { ScoreChart } from "./score-chart.tsx";

const Remarks = ({ row }: { readonly row: PersonRow }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { byHand, extension } = row;
  return (
    <>
      {byHand && (
        <span>
          Set by hand by {byHand.by}: “{byHand.because}”
          {byHand.graded !== undefined && <span class="soft"> · graded {byHand.graded}</span>}
        </span>
      )}
      {byHand && extension !== undefined && <br />}
      {extension !== undefined && <span>More time until {moment(Date.parse(extension), timeZone)}</span>}
    </>
  );
};

const Submissions = ({ row: { submissions, lastSubmission } }: { readonly row: PersonRow }) => {
  const { timeZone } = useContext(ConsoleContext);
  if (lastSubmission === undefined) return <span class="soft">none</span>;
  return (
    <>
      {moment(Date.parse(lastSubmission), timeZone)}
      {submissions > 1 && <span class="soft"> · {submissions} times</span>}
    </>
  );
};

/** Tests in the table, and again as many each time that earlier ones are asked for: the mails of each are read one by one. */
const step = 10;

const PersonBody = ({
  view,
  most,
  onMore,
}: {
  readonly view: StudentView;
  readonly most: number;
  readonly onMore: () => void;
}) => {
  const { timeZone } = useContext(ConsoleContext);
  const rows = personRows(view);
  const places = latestPlaces(view.tests, view.row.cells, most);
  const shown = places.flatMap((place) => rows.find((row) => row.place === place) ?? []);
  const { total, outOf, average, studentId, email } = view.row;
  return (
    <>
      <Facts
        facts={[
          ["Average", average === null ? "–" : `${average}%`],
          ["Sum", `${total} of ${outOf}`],
          ["Student", <code key="id">{studentId}</code>],
          ["Address", email],
          ...(view.groups && view.groups.length > 0 ? [["Groups", view.groups.join(", ")] as const] : []),
          ...(view.since ? [["On the list since", moment(Date.parse(view.since), timeZone)] as const] : []),
        ]}
      />
      {rows.length === 0 ? (
        <p class="soft">No test of this student has opened yet.</p>
      ) : (
        <>
          <Section title={`Scores over ${counted(rows.length, "test")}`}>
            <ScoreChart rows={rows} />
          </Section>
          <Table
            caption="Tests, the latest deadline first"
            heads={["Test", "Score", "Handed in", "Mails", "Remarks"]}
            rows={shown.map((row) => ({
              key: `${row.test.subject}/${row.test.testId}`,
              cells: [
                <a key="test" href={addressOf.test(row.test.subject, row.test.testId)}>
                  {row.test.title}
                </a>,
                <span key="score" class="nowrap">
                  <Cell row={view.row} place={row.place} /> <span class="soft">of {row.test.best}</span>
                </span>,
                <Submissions key="submissions" row={row} />,
                row.mails.length === 0 ? <span class="soft">none</span> : row.mails.join("; "),
                <Remarks key="remarks" row={row} />,
              ],
            }))}
          />
          {rows.length > shown.length && (
            <button class="button" type="button" onClick={onMore}>
              Show earlier tests
            </button>
          )}
        </>
      )}
    </>
  );
};

/** One student over all weeks. */
export const Person = ({ studentId }: { readonly studentId: string }) => {
  const [most, setMost] = useState(step);
  const loaded = useLoad(
    `person ${studentId} ${most}`,
    (signal) => readStudent(studentId, most, { signal }),
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.gradebook}>Gradebook</a>
      </p>
      <Title title={loaded.state === "loaded" ? loaded.data.row.name : studentId} />
      <Shown loaded={loaded}>
        {(data) => <PersonBody view={data} most={most} onMore={() => setMost(most + step)} />}
      </Shown>
    </>
  );
};
