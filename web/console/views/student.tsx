import { useContext } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { timeOfDay } from "../format.ts";
import { concerns } from "../live.ts";
import { addressOf } from "../router.ts";
import { childArnOf, type Run, readRun, studentRowOf } from "../run-data.ts";
import { statesOfEvents } from "../run-progress.ts";
import { shownJson } from "../shown-json.ts";
import { executionArnOf, type HistoryEvent, readMapRun } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { InputAndOutput, States, timeFacts } from "./execution-parts.tsx";
import { Badge, Facts, Section, Shown, Title } from "./parts.tsx";

const detailsOf = ({
  id: _id,
  previousEventId: _previous,
  timestamp: _timestamp,
  type: _type,
  ...details
}: HistoryEvent) => Object.values(details).find((value) => value !== undefined);

const Events = ({ events }: { readonly events: readonly HistoryEvent[] }) => {
  const { timeZone } = useContext(ConsoleContext);
  const states = statesOfEvents(events);
  return (
    <ol class="events">
      {events.map((event) => {
        const details = detailsOf(event);
        return (
          <li key={event.id}>
            <span class="when">{timeOfDay(event.timestamp * 1000, timeZone)}</span>
            <span class="what">
              <strong>{event.type}</strong> <span class="soft">{states.get(event.id)}</span>
              {details !== undefined && (
                <details>
                  <summary>
                    Details <span class="visually-hidden">of event {event.id}</span>
                  </summary>
                  <pre>{shownJson(details)}</pre>
                </details>
              )}
            </span>
          </li>
        );
      })}
    </ol>
  );
};

const StudentBody = ({ run }: { readonly run: Run }) => {
  const { timeZone } = useContext(ConsoleContext);
  const { execution, events } = run;
  const { studentId, outcomes, reason } = studentRowOf(execution);
  return (
    <>
      <Facts
        facts={[
          ["State", <Badge key="state" status={execution.status} />],
          ["Student", <code key="id">{studentId}</code>],
          ...timeFacts(execution, timeZone),
          ["Tests", outcomes.join(", ") || "–"],
        ]}
      />
      {reason !== undefined && <p class="notice bad">{reason}</p>}
      <States run={run} />
      <InputAndOutput execution={execution} />
      <Section title="Events">
        <Events events={events} />
      </Section>
    </>
  );
};

/** One student of a run: the child execution of the map, event by event. */
export const StudentView = ({ run, student }: { readonly run: string; readonly student: string }) => {
  const { bucket, stateMachineArn } = useContext(ConsoleContext);
  const loaded = useLoad(
    `student ${run} ${student}`,
    async (signal) => {
      const mapRun = await readMapRun(executionArnOf(stateMachineArn, run), { signal });
      if (!mapRun) throw new Error("The run has no students.");
      return readRun(bucket, childArnOf(mapRun.mapRunArn, student), { signal });
    },
    (changes) => changes.executions.some((arn) => arn.endsWith(`:${student}`)) || concerns(changes, student),
  );
  const row = loaded.state === "loaded" ? studentRowOf(loaded.data.execution) : undefined;
  return (
    <>
      <p class="crumbs">
        <a href={addressOf.runs}>Runs</a> / <a href={addressOf.run(run)}>this run</a>
      </p>
      <Title title={row ? row.name || row.studentId : "Student"} />
      <Shown loaded={loaded}>{(data) => <StudentBody run={data} />}</Shown>
    </>
  );
};
