import type { CostLine } from "../../../course/costs/month.ts";
import { costRows } from "../../../course/costs/reckoned.ts";
import { Table } from "./parts.tsx";

/** Costs by what AWS charges for, and their sum. @param heads of the columns beside the name; only those are shown. */
export const CostLines = ({
  caption,
  lines,
  heads,
}: {
  readonly caption: string;
  readonly lines: readonly CostLine[];
  readonly heads: readonly string[];
}) => (
  <Table
    caption={caption}
    heads={["What AWS charges for", ...heads]}
    areNumbers
    rows={costRows(lines).map(([name, ...cells], index) => ({
      key: name,
      cells: [name, ...cells.slice(0, heads.length)].map((cell) =>
        index === lines.length && cell !== "" ? <strong key={cell}>{cell}</strong> : cell,
      ),
    }))}
  />
);
