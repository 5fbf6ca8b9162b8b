import { Graph, layout } from "@dagrejs/dagre";
import * as z from "zod";

const processorSchema = z.looseObject({
  ProcessorConfig: z.looseObject({ Mode: z.string().optional() }).optional(),
  StartAt: z.string(),
  States: z.record(z.string(), z.unknown()),
});

const stateSchema = z.looseObject({
  ItemProcessor: processorSchema.optional(),
  Type: z.string(),
  Comment: z.string().optional(),
  Next: z.string().optional(),
  End: z.boolean().optional(),
  Default: z.string().optional(),
  Choices: z.array(z.looseObject({ Next: z.string() })).optional(),
  Catch: z.array(z.looseObject({ Next: z.string() })).optional(),
});

const definitionSchema = z.looseObject({ StartAt: z.string(), States: z.record(z.string(), stateSchema) });

type State = z.infer<typeof stateSchema>;

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** Whether an error takes this way. */
  readonly isCatch: boolean;
}

export interface LaidOutNode {
  readonly name: string;
  readonly type: string;
  /** Middle of the node, in the drawing's units. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LaidOutGraph {
  /** The drawing's upper left corner; edges may reach further out than any node. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly LaidOutNode[];
  readonly edges: readonly (GraphEdge & {
    readonly points: readonly { readonly x: number; readonly y: number }[];
  })[];
}

/**
 * The states that the execution itself enters: those of an inline Map follow it, and lead on to what follows the Map. Those of
 * a distributed Map belong to its children.
 */
const ownStates = (states: Readonly<Record<string, State>>): [name: string, state: State][] =>
  Object.entries(states).flatMap(([name, state]): [string, State][] => {
    const { ItemProcessor: inner, Next } = state;
    if (!inner || inner.ProcessorConfig?.Mode === "DISTRIBUTED") return [[name, state]];
    const items = ownStates(z.record(z.string(), stateSchema).parse(inner.States));
    const onward = items.map(([item, one]): [string, State] => [
      item,
      one.End === true && Next !== undefined ? { ...one, Next } : one,
    ]);
    return [[name, { ...state, Next: inner.StartAt }], ...onward];
  });

const waysOf = (name: string, { Next, Default, Choices = [], Catch = [] }: State): GraphEdge[] => {
  const onward = [Next, ...Choices.map((choice) => choice.Next), Default].filter((to) => to !== undefined);
  const caught = Catch.map((way) => way.Next).filter((to) => !onward.includes(to));
  return [
    ...[...new Set(onward)].map((to) => ({ from: name, to, isCatch: false })),
    ...[...new Set(caught)].map((to) => ({ from: name, to, isCatch: true })),
  ];
};

const height = 44;
/** Wide enough for a name set in the page's font. */
const widthOf = (name: string): number => Math.max(110, 34 + name.length * 8);

const margin = 12;

/** Smallest and greatest. */
const rangeOf = (values: readonly number[]): readonly [number, number] =>
  values.reduce<readonly [number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );

const frameOf = (
  nodes: LaidOutGraph["nodes"],
  edges: LaidOutGraph["edges"],
): Pick<LaidOutGraph, "left" | "top" | "width" | "height"> => {
  const points = edges.flatMap((edge) => edge.points);
  const xs = [
    ...points.map(({ x }) => x),
    ...nodes.flatMap(({ x, width }) => [x - width / 2, x + width / 2]),
  ];
  const ys = [
    ...points.map(({ y }) => y),
    ...nodes.flatMap((node) => [node.y - height / 2, node.y + height / 2]),
  ];
  const [[leftmost, rightmost], [topmost, lowest]] = [rangeOf(xs), rangeOf(ys)];
  const [left, top] = [Math.floor(leftmost) - margin, Math.floor(topmost) - margin];
  return {
    left,
    top,
    width: Math.ceil(rightmost) + margin - left,
    height: Math.ceil(lowest) + margin - top,
  };
};

/** A state's own part of a definition; undefined: it has no such state. */
export const stateDefinitionIn = (definition: string, name: string): unknown => {
  const find = (states: Readonly<Record<string, unknown>>): unknown => {
    if (Object.hasOwn(states, name)) return states[name];
    for (const state of Object.values(states)) {
      const inner = processorSchema.safeParse(Object(state).ItemProcessor).data;
      const found = inner && find(inner.States);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(definitionSchema.parse(JSON.parse(definition)).States);
};

/** Places the states of a definition (Amazon States Language) from top to bottom; a distributed map is one node. */
export const layOut = (definition: string): LaidOutGraph => {
  const states = ownStates(definitionSchema.parse(JSON.parse(definition)).States);
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "TB", nodesep: 28, ranksep: 34, edgesep: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const [name] of states) graph.setNode(name, { width: widthOf(name), height });
  const edges = states.flatMap(([name, state]) => waysOf(name, state));
  for (const { from, to, isCatch } of edges)
    graph.setEdge(from, to, { weight: isCatch ? 1 : 4 }, String(isCatch));
  layout(graph);
  const nodes = states.map(([name, { Type }]) => {
    const { x = 0, y = 0 } = graph.node(name);
    return { name, type: Type, x, y, width: widthOf(name), height };
  });
  const ways = edges.map((edge) => {
    const { points = [] } = graph.edge(edge.from, edge.to, String(edge.isCatch));
    return { ...edge, points };
  });
  return { ...frameOf(nodes, ways), nodes, edges: ways };
};
