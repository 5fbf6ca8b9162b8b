import { useContext, useState } from "preact/hooks";
import type { DeadLetterQueue, DeadLetters } from "../../../course/console/dead-letters.ts";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { readDeadLetters, settleLetters } from "../settle-data.ts";
import { useLoad } from "../use-load.ts";
import { Action } from "./action.tsx";
import { SameCommand } from "./command.tsx";
import { Section, Shown, Table } from "./parts.tsx";

const titles: Readonly<Record<DeadLetterQueue, string>> = {
  steps: "Messages that no worker could answer for",
  starts: "Starts and news that were not delivered",
};

const advice: Readonly<Record<DeadLetterQueue, string>> = {
  steps:
    "The step of each waits for it until its timeout: mend the cause, and put them back meanwhile. Later resume the run, then delete them.",
  starts:
    "A schedule could not start these, or news of a run did not go out: start the run by hand if it is missing, then delete them.",
};

const LetterActions = ({ letters: { queue, count } }: { readonly letters: DeadLetters }) => {
  const all = counted(count, "message");
  return (
    <p class="actions">
      {queue === "steps" && (
        <Action
          name="Put back"
          question={`Put ${all} back to the queues that they came from? Nobody is graded or mailed twice.`}
          line="bin/trainer dead-letters --put-back"
          act={() => settleLetters({ do: "put-back", queue })}
          isMain
        />
      )}
      <Action
        name="Delete"
        to={titles[queue]}
        question={`Delete ${all}? They hold no grade, mail or submission. What they asked for must then be done by hand.`}
        line={`bin/trainer dead-letters --delete ${queue}`}
        act={() => settleLetters({ do: "delete", queue })}
      />
    </p>
  );
};

const OneQueue = ({ letters }: { readonly letters: DeadLetters }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { queue, count, letters: shown } = letters;
  return (
    <div class="left-run">
      <p>
        {titles[queue]}: {count}
      </p>
      <p class="soft">{advice[queue]}</p>
      <Table
        caption={titles[queue]}
        heads={["What it asks for", "Sent"]}
        rows={shown.map(({ about, sentAt }, place) => ({
          key: `${place} ${sentAt}`,
          cells: [about, moment(Date.parse(sentAt), timeZone)],
        }))}
      />
      {count > shown.length && <p class="soft">and {count - shown.length} more</p>}
      <LetterActions letters={letters} />
    </div>
  );
};

/** The dead letters of the course. They are looked for when the view opens: each look asks SQS several times. */
export const Letters = () => {
  const [looks, setLooks] = useState(0);
  const loaded = useLoad(
    `settle letters ${looks}`,
    (signal) => readDeadLetters({ signal }),
    () => false,
  );
  return (
    <Section title="Dead letters">
      <Shown loaded={loaded}>
        {({ queues }) => {
          if (queues === null)
            return (
              <p class="soft">
                The stack does not name its dead-letter queues yet: deploy it again to see them here.
              </p>
            );
          const filled = queues.filter(({ count }) => count > 0);
          if (filled.length === 0) return <p class="soft">Everything was delivered.</p>;
          return (
            <>
              {filled.map((letters) => (
                <OneQueue key={letters.queue} letters={letters} />
              ))}
            </>
          );
        }}
      </Shown>
      <SameCommand line="bin/trainer dead-letters" />
      <p>
        <button class="button" type="button" onClick={() => setLooks(looks + 1)}>
          Look again<span class="visually-hidden"> for dead letters</span>
        </button>
      </p>
    </Section>
  );
};
