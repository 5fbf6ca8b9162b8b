import { useContext } from "preact/hooks";
import { ConsoleContext } from "../context.ts";
import { concerns } from "../live.ts";
import { addressOf } from "../router.ts";
import { childArnOf, type Run, readRun, studentRowOf } from "../run-data.ts";
import { executionArnOf, readMapRuns } from "../states.ts";
import { useLoad } from "../use-load.ts";
import { Events } from "./events.tsx";
import { InputAndOutput, States, timeFacts } from "./execution-parts.tsx";
import { Badge, Facts, Section, Shown, Title } from "./parts.tsx";

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
      // Of whichever part of the roster: the children of all map runs are named alike.
      const [mapRun] = await readMapRuns(executionArnOf(stateMachineArn, run), { signal });
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
