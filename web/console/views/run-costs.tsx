import { type Costs, readCosts } from "../api.ts";
import { countOf, dollars, priceOf } from "../format.ts";
import { useLoad } from "../use-load.ts";
import { Section, Shown, Table } from "./parts.tsx";

const Counted = ({ costs }: { readonly costs: Costs }) => (
  <>
    <Table
      caption="Cost of the run on AWS, line by line"
      heads={["Service", "Counted", "Price", "Cost"]}
      rows={[
        ...costs.lines.map(({ service, unit, units, price, dollars: cost }) => ({
          key: `${service} ${unit}`,
          cells: [service, countOf(units, unit), priceOf(price), dollars(cost)],
        })),
        {
          key: "total",
          cells: [
            "Together",
            "",
            "",
            <strong key="total">{dollars(costs.lines.reduce((sum, line) => sum + line.dollars, 0))}</strong>,
          ],
        },
      ]}
    />
    <p class="soft">
      List prices of us-east-1, November 2026, without free tiers. Lambda's seconds are those of this machine.
      Students' calls of the API are not part of a run.
      {costs.isShared && " Another run was under way meanwhile: calls of both are counted here."}
      {costs.isPartial && " The region was restarted meanwhile: what was used before is left out."}
    </p>
  </>
);

/** What the region counted. Nothing where nobody counts, as on AWS. */
export const RunCosts = ({ executionArn }: { readonly executionArn: string }) => {
  const costs = useLoad(
    `costs ${executionArn}`,
    (signal) => readCosts(executionArn, { signal }),
    (changes) => changes.isEverything || changes.executions.length > 0,
  );
  if (costs.state === "loaded" && costs.data === undefined) return null;
  return (
    <Section title="What this region counted of it, at AWS's prices">
      <Shown loaded={costs}>{(counted) => counted && <Counted costs={counted} />}</Shown>
    </Section>
  );
};
