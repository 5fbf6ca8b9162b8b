import { useContext, useState } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { moment } from "../format.ts";
import { concernsMachine } from "../live.ts";
import { readNotices } from "../notices-data.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { Badge, Section, Shown, Table } from "./parts.tsx";

const step = 10;

const NoticesOf = ({ stateMachineArn }: { readonly stateMachineArn: string }) => {
  const { timeZone } = useContext(ConsoleContext);
  const [most, setMost] = useState(step);
  const loaded = useLoad(
    `notices ${most}`,
    (signal) => readNotices(stateMachineArn, most, { signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
  );
  return (
    <Section title="Notices to students">
      <Shown loaded={loaded}>
        {({ rows, hasMore }) =>
          rows.length === 0 ? (
            <p class="soft">
              None yet. They tell students that a test has opened, and remind before a deadline.
            </p>
          ) : (
            <>
              <Table
                caption="Notices, the latest first"
                heads={["Started", "State", "What", "Told"]}
                rows={rows.map(({ execution, kind, told }) => ({
                  key: execution.executionArn,
                  cells: [
                    <a key="link" class="nowrap" href={addressOf.notices(execution.name)}>
                      {moment(execution.startDate * 1000, timeZone)}
                    </a>,
                    <Badge key="state" status={execution.status} />,
                    kind,
                    told ?? <span class="soft">waits for its times</span>,
                  ],
                }))}
              />
              {hasMore && (
                <button class="button" type="button" onClick={() => setMost(most + step)}>
                  Show earlier notices
                </button>
              )}
            </>
          )
        }
      </Shown>
    </Section>
  );
};

/** The second state machine, where the course has one: it tells students that tests open, and reminds them. */
export const Notices = () => {
  const { noticesArn } = useContext(ConsoleContext);
  return noticesArn === undefined ? null : <NoticesOf stateMachineArn={noticesArn} />;
};
