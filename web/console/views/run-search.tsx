import { useContext, useState } from "preact/hooks";
import type { RunStudents } from "../../../course/console/console-views.ts";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext } from "../context.ts";
import { readRunStudents } from "../course-views.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { useRowWindow } from "../use-row-window.ts";
import { tones } from "./cell.tsx";
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
  found: { heads, rows, matching, sortable = heads.length },
  order,
  onSort,
}: {
  readonly found: RunStudents;
  readonly order: Order;
  readonly onSort: (order: Order) => void;
}) => {
  const id = heads.indexOf("studentId");
  const { box, look, first, end, room } = useRowWindow(rows.length);
  return (
    <>
      <p class="soft" role="status">
        {counted(matching, "student")}
        {matching > rows.length && `, the first ${rows.length} of them are shown`}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by the keyboard. */}
      <section class="sheet-box" aria-label="Scores of this run" tabIndex={0} ref={box} onScroll={look}>
        <div style={room}>
          <table class="sheet texts" aria-rowcount={rows.length + 1}>
            <caption class="visually-hidden">Scores of this run; each column's head sorts by it</caption>
            <thead>
              <tr aria-rowindex={1}>
                {heads.map((head, place) =>
                  place < sortable ? (
                    <Head key={head} title={head} place={place} order={order} onSort={onSort} />
                  ) : (
                    <th key={head} scope="col">
                      {head}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {rows.slice(first, end).map((row, index) => (
                <tr key={row[id]} aria-rowindex={first + index + 2}>
                  {row.map((cell, place) =>
                    place === id ? (
                      <th key={heads[place]} scope="row">
                        <a href={addressOf.person(cell)}>{cell}</a>
                      </th>
                    ) : (
                      <td key={heads[place]}>
                        <span class={`cell ${tones[cell] ?? ""}`}>{cell}</span>
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
};

/** Changes of a run that is under way are read again at most this often; milliseconds. */
const pauseMs = 3_000;

const none: RunStudents = { heads: [], rows: [], matching: 0 };

/** The students of a run: of a closed one with their scores, of another with what it has done for those who are searched for. */
export const RunSearch = ({ runId, isClosed }: { readonly runId: string; readonly isClosed: boolean }) => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const [words, setWords] = useState("");
  const [order, setOrder] = useState<Order>({ by: 1, isDescending: false });
  const isAsked = isClosed || words.trim() !== "";
  const found = useLoad(
    `run students ${runId} ${words} ${order.by} ${order.isDescending}`,
    async (signal) => (isAsked ? readRunStudents(runId, { words, ...order }, { signal }) : none),
    (changes) => !isClosed && isAsked && concernsMachine(changes, stateMachineArn),
    isClosed ? 0 : pauseMs,
  );
  const [last, setLast] = useState(found);
  if (isAsked && found.state !== "loading" && found !== last) setLast(found);
  return (
    <Section title={isClosed ? "Scores of this run" : "Find a student of this run"}>
      <label class="search">
        Name, id or address
        <input type="search" value={words} onInput={({ currentTarget }) => setWords(currentTarget.value)} />
      </label>
      {isAsked && (
        <Shown loaded={found.state === "loading" ? last : found}>
          {(data) => <Found found={data} order={order} onSort={setOrder} />}
        </Shown>
      )}
    </Section>
  );
};
