import type { NeutralQuestion } from "../import/model.ts";

/** Questions that stand beside each other, and how many of them each student gets. */
export interface Group<T> {
  /** Left out: all of them. */
  readonly draw: string | undefined;
  readonly items: readonly T[];
}

/** The parts of a test: what is drawn from one group, and what stands between groups. */
export const groupsOf = <T extends { readonly question: NeutralQuestion }>(
  items: readonly T[],
): readonly Group<T>[] => {
  const groups: {
    readonly name: string | undefined;
    readonly draw: string | undefined;
    readonly items: T[];
  }[] = [];
  for (const item of items) {
    const { drawn } = item.question;
    const last = groups.at(-1);
    if (last && last.name === drawn?.group) last.items.push(item);
    else groups.push({ name: drawn?.group, draw: drawn?.count, items: [item] });
  }
  return groups;
};
