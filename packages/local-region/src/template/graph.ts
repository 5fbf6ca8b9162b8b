/**
 * Orders nodes so that each comes after what it depends on; otherwise in the order given.
 *
 * @param dependencies for each node the nodes it needs; names that are no nodes are ignored.
 * @returns the order, or the cycle as a path that ends where it begins.
 */
export const sortByDependencies = (
  dependencies: ReadonlyMap<string, Iterable<string>>,
): { readonly order: readonly string[] } | { readonly cycle: readonly string[] } => {
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  const visit = (node: string): readonly string[] | undefined => {
    if (done.has(node)) return undefined;
    const from = path.indexOf(node);
    if (from >= 0) return [...path.slice(from), node];
    path.push(node);
    for (const dependency of dependencies.get(node) ?? []) {
      const cycle = dependencies.has(dependency) ? visit(dependency) : undefined;
      if (cycle) return cycle;
    }
    path.pop();
    done.add(node);
    order.push(node);
    return undefined;
  };

  for (const node of dependencies.keys()) {
    const cycle = visit(node);
    if (cycle) return { cycle };
  }
  return { order };
};
