/** A question of a GIFT file, as it is written, without comments. */
export interface GiftBlock {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  readonly category: readonly string[];
  /** From a comment `// [id:abc]`. */
  readonly id?: string | undefined;
  /** From comments `// [tag:abc]`. */
  readonly tags: readonly string[];
}

const category = /^\$CATEGORY:\s*(.*)$/;

/** Questions stand between blank lines; a line `$CATEGORY:` holds for those below. */
export const giftBlocks = (text: string): readonly GiftBlock[] => {
  const blocks: GiftBlock[] = [];
  let path: readonly string[] = [];
  let lines: string[] = [];
  let first = 0;
  let id: string | undefined;
  let tags: string[] = [];
  const end = (): void => {
    if (lines.length > 0) blocks.push({ line: first, text: lines.join("\n"), category: path, id, tags });
    lines = [];
    id = undefined;
    tags = [];
  };
  for (const [index, written] of text.split("\n").entries()) {
    const line = written.trim();
    const [, named] = category.exec(line) ?? [];
    if (line === "") end();
    else if (line.startsWith("//")) {
      id = /\[id:([^\]]+)\]/.exec(line)?.[1]?.trim() ?? id;
      tags.push(...line.matchAll(/\[tag:([^\]]+)\]/g).map(([, tag = ""]) => tag.trim()));
    } else if (named !== undefined) {
      end();
      path = categoryPath(named);
    } else {
      if (lines.length === 0) first = index + 1;
      lines.push(line);
    }
  }
  end();
  return blocks;
};

/** `$course$/top/Linux/Processes`; a slash that belongs to a name is written twice. */
export const categoryPath = (written: string): readonly string[] =>
  written
    .split(/(?<!\/)\/(?!\/)/)
    .map((name) => name.replaceAll("//", "/").trim())
    .filter((name) => name !== "" && !/^\$\w+\$$/.test(name) && name !== "top");
