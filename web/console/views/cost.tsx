import { useContext } from "preact/hooks";
import { classWords, money, type ReckonedCosts } from "../../../course/costs/reckoned.ts";
import { counted } from "../../../course/counted.ts";
import { ConsoleContext } from "../context.ts";
import { readReckonedCosts } from "../course-views.ts";
import { concernsMachine } from "../live.ts";
import { addressOf } from "../router.ts";
import { useLoad } from "../use-load.ts";
import { SameCommand } from "./command.tsx";
import { CostLines } from "./cost-lines.tsx";
import { Section, Shown, Table, Title } from "./parts.tsx";
import { RunCosts } from "./run-costs.tsx";

/** The roster of a large course has many megabytes, and costs change by the run at most; milliseconds. */
const pauseMs = 30_000;

const LastRun = ({ run }: { readonly run: NonNullable<ReckonedCosts["lastRun"]> }) => {
  const { runId, executionArn, students, dollars, lines } = run;
  return (
    <>
      <Section title={`The last run: ${money(dollars)}`}>
        <p>
          <a href={addressOf.run(executionArn.split(":").at(-1) ?? "")}>
            <code>{runId}</code>
          </a>
          , {counted(students, "student")}, its mails included.
        </p>
        <CostLines
          caption="Cost of the last run, line by line"
          lines={lines}
          heads={["Used", "At list price"]}
        />
      </Section>
      <RunCosts executionArn={executionArn} />
    </>
  );
};

const Body = ({ costs }: { readonly costs: ReckonedCosts }) => (
  <>
    <Section title="A month at this class">
      <p>{classWords(costs.class)}, in us-east-1.</p>
      <CostLines
        caption="Cost of a month, line by line"
        lines={costs.month}
        heads={["A month", "At list price", "After the free tier"]}
      />
      <h3>What it is for, at list price</h3>
      <Table
        caption="Cost of a month at list price, by what it is for"
        heads={["What for", "At list price"]}
        areNumbers
        rows={Object.entries(costs.parts).map(([part, dollars]) => ({
          key: part,
          cells: [part, money(dollars)],
        }))}
      />
    </Section>
    {costs.lastRun ? (
      <LastRun run={costs.lastRun} />
    ) : (
      <p class="soft">No run has closed yet; what the last one cost shows here.</p>
    )}
    <p class="soft">
      Reckoned from what each step uses, not from AWS's bill: docs/costs.md says how. The free tier is the one
      that never ends, when nothing else of the account uses it.
    </p>
  </>
);

/** What the course costs on AWS: a month, and the last run. */
export const Cost = () => {
  const { stateMachineArn } = useContext(ConsoleContext);
  const loaded = useLoad(
    "cost",
    (signal) => readReckonedCosts({ signal }),
    (changes) => concernsMachine(changes, stateMachineArn),
    pauseMs,
  );
  return (
    <>
      <Title title="Cost" />
      <SameCommand line="bin/trainer cost" />
      <Shown loaded={loaded}>{(costs) => <Body costs={costs} />}</Shown>
    </>
  );
};
