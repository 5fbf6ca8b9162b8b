import { readCosts } from "../api.ts";
import { countOf, dollars, priceOf } from "../format.ts";
import { useLoad } from "../use-load.ts";
import { Section, Shown, Table } from "./parts.tsx";

/** What the run would have cost on AWS, line by line. */
export const RunCosts = ({ executionArn }: { readonly executionArn: string }) => {
  const costs = useLoad(
    `costs ${executionArn}`,
    (signal) => readCosts(executionArn, { signal }),
    (changes) => changes.isEverything || changes.executions.length > 0,
  );
  return (
    <Section title="What this run would have cost on AWS">
      <Shown loaded={costs}>
        {(counted) =>
          counted === undefined ? (
            <p class="soft">What this run used was not counted.</p>
          ) : (
            <>
              <Table
                caption="Cost of the run on AWS, line by line"
                heads={["Service", "Counted", "Price", "Cost"]}
                rows={[
                  ...counted.lines.map(({ service, unit, units, price, dollars: cost }) => ({
                    key: `${service} ${unit}`,
                    cells: [service, countOf(units, unit), priceOf(price), dollars(cost)],
                  })),
                  {
                    key: "total",
                    cells: [
                      "Together",
                      "",
                      "",
                      <strong key="total">
                        {dollars(counted.lines.reduce((sum, line) => sum + line.dollars, 0))}
                      </strong>,
                    ],
                  },
                ]}
              />
              <p class="soft">
                List prices of us-east-1, November 2026, without free tiers. Lambda's seconds are those of
                this machine. Students' calls of the API are not part of a run.
                {counted.isShared && " Another run was under way meanwhile: calls of both are counted here."}
                {counted.isPartial &&
                  " The region was restarted meanwhile: what was used before is left out."}
              </p>
            </>
          )
        }
      </Shown>
    </Section>
  );
};
