import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair } from "yaml";

export type Path = readonly PropertyKey[];

/** Where in a document a path leads, as far as it can be followed. */
export interface Place {
  /** Of the key or item, in characters. */
  readonly offset: number;
  /** The key with its value, where the path ends at one. */
  readonly pair: Pair | undefined;
  /** What stands there; undefined: the path can't be followed to its end. */
  readonly node: unknown;
}

export const placeAt = (document: Document, path: Path): Place => {
  let node: unknown = document.contents;
  let offset = offsetOf(node) ?? 0;
  let pair: Pair | undefined;
  for (const part of path) {
    if (isAlias(node)) node = node.resolve(document);
    pair = undefined;
    if (isMap(node)) {
      pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (!pair) return { offset, pair, node: undefined };
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === "number") {
      node = node.items[part];
      offset = offsetOf(node) ?? offset;
    } else return { offset, pair, node: undefined };
  }
  return { offset, pair, node };
};

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? node.range?.[0] : undefined);

/** The path of a node from the nodes around it, as `visit` gives them: its own place in its list or group last. */
export const pathOf = (key: number | "key" | "value" | null, around: readonly unknown[]): Path => [
  ...around.flatMap((outer, index): Path => {
    const inner = around[index + 1];
    if (isPair(outer)) return isScalar(outer.key) ? [String(outer.key.value)] : [];
    return isSeq(outer) && inner !== undefined ? [outer.items.indexOf(inner)] : [];
  }),
  ...(typeof key === "number" ? [key] : []),
];

/** `questions[2].right`: the path as people write it, counting from 1. */
export const pathText = (path: Path): string =>
  path
    .map((part) => (typeof part === "number" ? `[${part + 1}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
