import { useMemo } from "preact/hooks";
import { type LaidOutGraph, layOut } from "../graph-layout.ts";
import { type StateStatus, stateStatuses, statusWords } from "../run-progress.ts";
import { stateIn, withState } from "../shown-state.ts";
import type { ExecutionDetail, HistoryEvent } from "../states.ts";

type Point = LaidOutGraph["edges"][number]["points"][number];

const pathOf = (points: readonly Point[]): string =>
  points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

const marks: Readonly<Record<StateStatus, string>> = {
  waiting: "",
  running: "…",
  succeeded: "✓",
  caught: "!",
  failed: "✗",
  stopped: "■",
};

/** Leads to the state's input, output and attempts. */
const Node = ({
  node,
  status,
  hash,
}: {
  readonly node: LaidOutGraph["nodes"][number];
  readonly status: StateStatus;
  readonly hash: string;
}) => {
  const { name, x, y, width, height } = node;
  return (
    <a
      class={`state ${status}`}
      data-state={name}
      data-status={status}
      href={withState(hash, name)}
      aria-label={`${name}: ${statusWords[status]}`}
      aria-current={stateIn(hash) === name ? "true" : undefined}
    >
      <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx="8" />
      <text x={x} y={y + 5} text-anchor="middle">
        {marks[status] === "" ? name : `${marks[status]} ${name}`}
      </text>
    </a>
  );
};

/** An execution as a graph of its states, each coloured and marked by its status. */
export const RunGraph = ({
  definition,
  events,
  status,
  hash,
}: {
  readonly definition: string;
  readonly events: readonly HistoryEvent[];
  readonly status: ExecutionDetail["status"];
  /** The view's address. */
  readonly hash: string;
}) => {
  const graph = useMemo(() => layOut(definition), [definition]);
  const statuses = stateStatuses(events, status);
  const statusOf = (name: string): StateStatus => statuses.get(name) ?? "waiting";
  return (
    <section class="graph-box" aria-label="Graph of the states">
      <svg
        class="graph"
        role="none"
        viewBox={`${graph.left} ${graph.top} ${graph.width} ${graph.height}`}
        width={graph.width}
        height={graph.height}
      >
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path class="arrow" d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {graph.edges.map(({ from, to, isCatch, points }) => (
          <path
            key={`${from} ${to} ${isCatch}`}
            class={isCatch ? "edge catch" : "edge"}
            d={pathOf(points)}
            marker-end="url(#arrow)"
          />
        ))}
        {graph.nodes.map((node) => (
          <Node key={node.name} node={node} status={statusOf(node.name)} hash={hash} />
        ))}
      </svg>
    </section>
  );
};
