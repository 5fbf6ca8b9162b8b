import { useState } from "preact/hooks";
import type { RunStudents } from "../../../course/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { readRunStudents } from "../course-views.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Section, Shown } from "./parts.tsx";

interface Order {
  readonly by: number;
  readonly isDescending: boolean;
}

const Head = ({
  title,
  place,
  order,
  onSort,
}: {
  readonly title: string;
  readonly place: number;
  readonly order: Order;
  readonly onSort: (order: Order) => void;
}) => {
  const isSorted = order.by === place;
  const direction = order.isDescending ? "descending" : "ascending";
  return (
    <th scope="col" aria-sort={isSorted ? direction : undefined}>
      <button
        class="sort"
        type="button"
        onClick={() => onSort({ by: place, isDescending: isSorted && !order.isDescending })}
      >
        <span class="sort-title">{title}</span>
        <span class="sort-more" aria-hidden="true">
          {isSorted ? (order.isDescending ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
};

const Found = ({
  found: { heads, rows, matching },
  order,
  onSort,
}: {
  readonly found: RunStudents;
  readonly order: Order;
  readonly onSort: (order: Order) => void;
}) => {
  const id = heads.indexOf("studentId");
  return (
    <>
      <p class="soft" role="status">
        {counted(matching, "student")}
        {matching > rows.length && `, the first ${rows.length} of them are shown`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard. */}
      <section class="sheet-box" aria-label="Scores of this run" tabIndex={0}>
        <table class="sheet texts">
          <caption class="visually-hidden">Scores of this run; each column's head sorts by it</caption>
          <thead>
            <tr>
              {heads.map((head, place) => (
                <Head key={head} title={head} place={place} order={order} onSort={onSort} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[id]}>
                {row.map((cell, place) =>
                  place === id ? (
                    <th key={heads[place]} scope="row">
                      <a href={addressOf.person(cell)}>{cell}</a>
                    </th>
                  ) : (
                    <td key={heads[place]}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
};

/** The students of a closed run with their scores, to be searched and sorted. */
export const RunSearch = ({ runId }: { readonly runId: string }) => {
  const [words, setWords] = useState("");
  const [order, setOrder] = useState<Order>({ by: 1, isDescending: false });
  const found = useLoad(
    `run students ${runId} ${words} ${order.by} ${order.isDescending}`,
    (signal) => readRunStudents(runId, { words, ...order }, { signal }),
    () => false,
    0,
  );
  const [last, setLast] = useState(found);
  if (found.state !== "loading" && found !== last) setLast(found);
  return (
    <Section title="Scores of this run">
      <label class="search">
        Name, id or address
        <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </label>
      <Shown loaded={found.state === "loading" ? last : found}>
        {(data) => <Found found={data} order={order} onSort={setOrder} />}
      </Shown>
    </Section>
  );
};
