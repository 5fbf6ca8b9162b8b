import { useMemo, useState } from "preact/hooks";
import {
  type GradebookColumn,
  type GradebookRow,
  type GradebookView,
  isFoundBy,
} from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { bookPauseMs, gradebookCsvPath, readGradebook } from "../course-views.ts";
import { inOrder, type Order, orderAfterClick, type SortKey } from "../gradebook-order.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { useRowWindow } from "../use-row-window.ts";
import { Cell } from "./cell.tsx";
import { Shown, Title } from "./parts.tsx";

interface SortHeadProps {
  readonly by: SortKey;
  readonly title: string;
  readonly more?: string;
  readonly order: Order;
  readonly onSort: (by: SortKey) => void;
}

const SortHead = ({ by, title, more, order, onSort }: SortHeadProps) => {
  const isSorted = order.by === by;
  const direction = order.isDescending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={isSorted ? direction : undefined}>
      <button class="sort" type="button" onClick={() => onSort(by)} title={title}>
        <span class="sort-title">{title}</span>
        <span class="sort-more">
          {more}
          {isSorted && <span aria-hidden="true">{order.isDescending ? " ↓" : " ↑"}</span>}
        </span>
      </button>
    </th>
  );
};

const bestWords = ({ best, weight }: GradebookColumn): string =>
  weight === 1 ? `of ${best}` : `of ${best} × ${weight}`;

const Row = ({ row, index }: { readonly row: GradebookRow; readonly index: number }) => (
  <tr aria-rowindex={index + 2}>
    <th scope="row">
      <a href={addressOf.person(row.studentId)} title={row.email}>
        {row.name}
      </a>
    </th>
    <td>{row.total}</td>
    <td>{row.outOf}</td>
    <td>{row.average === null ? "" : `${row.average}%`}</td>
    {row.cells.map((_, place) => (
      <td key={String(place)}>
        <Cell row={row} place={place} />
      </td>
    ))}
  </tr>
);

const sums = [
  ["total", "Sum"],
  ["outOf", "Best"],
  ["average", "Average"],
] as const;

const Sheet = ({
  tests,
  rows,
}: {
  readonly tests: readonly GradebookColumn[];
  readonly rows: readonly GradebookRow[];
}) => {
  const [order, setOrder] = useState<Order>({ by: "name", isDescending: false });
  const sorted = useMemo(() => inOrder(rows, order), [rows, order]);
  const { box, look, first, end, room } = useRowWindow(sorted.length);
  const onSort = (by: SortKey): void => setOrder(orderAfterClick(order, by));
  return (
    <section class="sheet-box" aria-label="Scores" ref={box} onScroll={look}>
      <div style={room}>
        <table class="sheet" aria-rowcount={sorted.length + 1}>
          <caption class="visually-hidden">Scores of all students; each column's head sorts by it</caption>
          <thead>
            <tr aria-rowindex={1}>
              <SortHead by="name" title="Student" order={order} onSort={onSort} />
              {sums.map(([by, title]) => (
                <SortHead key={by} by={by} title={title} order={order} onSort={onSort} />
              ))}
              {tests.map((test, index) => (
                <SortHead
                  key={`${test.subject}/${test.testId}`}
                  by={index}
                  title={test.title}
                  more={bestWords(test)}
                  order={order}
                  onSort={onSort}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(first, end).map((row, index) => (
              <Row key={row.studentId} row={row} index={first + index} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

/** More are on the students' own pages. */
const mostReasons = 30;

const ByHand = ({
  tests,
  rows,
}: {
  readonly tests: readonly GradebookColumn[];
  readonly rows: readonly GradebookRow[];
}) => {
  const all = rows.flatMap((row) => (row.byHand ?? []).map((one) => ({ row, ...one })));
  if (all.length === 0) return null;
  return (
    <details class="card">
      <summary>{counted(all.length, "score")} set by hand</summary>
      <ul class="reasons">
        {all.slice(0, mostReasons).map(({ row, place, because, by }) => (
          <li key={`${row.studentId} ${place}`}>
            <a href={addressOf.person(row.studentId)}>{row.name}</a>, {tests[place]?.title}:{" "}
            <strong>{row.cells[place]}</strong> because “{because}” <span class="soft">by {by}</span>
          </li>
        ))}
      </ul>
      {all.length > mostReasons && (
        <p class="soft">and {all.length - mostReasons} more, on the students' pages</p>
      )}
    </details>
  );
};

const Notices = ({ data, shown }: { readonly data: GradebookView; readonly shown: number }) => (
  <>
    {data.hasNoBook && (
      <p class="notice warn">
        Runs of an earlier version graded these tests. <code>bin/trainer gradebook</code> takes their scores
        in.
      </p>
    )}
    {data.matching > data.students.length && (
      <p class="notice warn">
        The first {data.students.length} of {counted(data.matching, "student")} are shown. Search for the
        others, or download the file, which has all.
      </p>
    )}
    <p class="soft" role="status">
      {counted(shown, "student")}, {counted(data.tests.length, "test")}
      {data.offList.length > 0 && `. Not shown, because no longer on the list: ${data.offList.length}`}
    </p>
  </>
);

const Body = ({ data, words }: { readonly data: GradebookView; readonly words: string }) => {
  const rows = useMemo(() => data.students.filter(isFoundBy(words)), [data, words]);
  const has = (what: "byHand" | "dropped" | "late"): boolean => rows.some((row) => row[what] !== undefined);
  if (data.tests.length === 0)
    return <p class="soft">No test has opened yet; scores show here after the first run.</p>;
  return (
    <>
      <Notices data={data} shown={rows.length} />
      {rows.length > 0 && <Sheet tests={data.tests} rows={rows} />}
      {(has("byHand") || has("dropped")) && (
        <p class="soft">
          {has("byHand") && "* set by hand. "}
          {has("dropped") && "( ) one of the lowest, which don't count."}
        </p>
      )}
      <ByHand tests={data.tests} rows={rows} />
    </>
  );
};

/** The whole course: every student and test, with sums. */
export const Gradebook = () => {
  const [words, setWords] = useState("");
  const [isPartial, setPartial] = useState(false);
  const asked = isPartial ? words : "";
  const book = useLoad(
    `gradebook ${asked}`,
    async (signal) => {
      const data = await readGradebook(asked, { signal });
      if (data.matching > data.students.length) setPartial(true);
      return data;
    },
    (changes) => changes.isEverything || changes.hasNewObjects,
    bookPauseMs,
  );
  return (
    <>
      <Title title="Gradebook" />
      <div class="tools">
        <label class="search">
          Name, id or address
          <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <a class="button" href={gradebookCsvPath} download="gradebook.csv">
          Download CSV
        </a>
      </div>
      <Shown loaded={book}>{(data) => <Body data={data} words={words} />}</Shown>
    </>
  );
};
