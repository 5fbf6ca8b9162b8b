import { useContext, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { readStudentPage } from "../run-data.ts";
import type { Status } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { Badge, Section, Shown, Table } from "./parts.tsx";

const step = 25;

const filters: readonly (readonly [label: string, status: Status | undefined])[] = [
  ["All", undefined],
  ["Running", "RUNNING"],
  ["Succeeded", "SUCCEEDED"],
  ["Failed", "FAILED"],
];

/** The students of a run, each with the results of the tests. */
export const Students = ({ run, mapRunArn }: { readonly run: string; readonly mapRunArn: string }) => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const [status, setStatus] = useState<Status | undefined>(undefined);
  const [most, setMost] = useState(step);
  const page = useLoad(
    `students ${mapRunArn} ${status} ${most}`,
    (signal) => readStudentPage(mapRunArn, status, most, { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  return (
    <Section title="Students">
      <fieldset class="choices">
        <legend class="visually-hidden">Show students that are</legend>
        {filters.map(([label, value]) => (
          <button
            key={label}
            class="choice"
            type="button"
            aria-pressed={status === value}
            onClick={() => setStatus(value)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      <Shown loaded={page}>
        {({ students, hasMore }) =>
          students.length === 0 ? (
            <p class="soft">None.</p>
          ) : (
            <>
              <Table
                caption="Students of this run, the last started first"
                heads={["Student", "State", "Tests"]}
                rows={students.map(({ studentId, name, outcomes, execution }) => ({
                  key: execution.executionArn,
                  cells: [
                    <a key="link" href={addressOf.student(run, execution.name)}>
                      {name || studentId}
                    </a>,
                    <Badge key="state" status={execution.status} />,
                    outcomes.join(", ") || "–",
                  ],
                }))}
              />
              {hasMore && (
                <button class="button" type="button" onClick={() => setMost(most + step)}>
                  Show more students
                </button>
              )}
            </>
          )
        }
      </Shown>
    </Section>
  );
};
