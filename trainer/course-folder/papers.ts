import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { type Shuffled, shuffledSchema } from "../../course/questions/shapes.ts";
import type { Question } from "../../course/test.ts";
import { isObject, memberOf } from "../../course/unknown-value.ts";
import type { Problems } from "./problems.ts";
import { isGroup, type WrittenQuestion } from "./question-groups.ts";
import { checkTree, type Tree } from "./tree.ts";
import type { Path } from "./yaml-place.ts";

const isShuffled = (word: string): word is Shuffled => shuffledSchema.safeParse(word).success;

/** `shuffle: questions, answers` */
export const shuffleInFile = z
  .preprocess(
    (value) =>
      typeof value === "string" && value !== "" ? value.split(",").map((word) => word.trim()) : value,
    z.array(z.string()).min(1),
  )
  .refine((words) => words.every(isShuffled) && new Set(words).size === words.length, {
    error: `must be ${shuffledSchema.options.join(", ")}, or one of them`,
  })
  .transform((words) => words.filter(isShuffled));

/** How many of several questions each student gets. */
export const drawInFile = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, "must be a whole number from 1")
  .transform(Number);

const groupSchema = z.strictObject({ draw: drawInFile, from: z.array(z.unknown()).min(1) });

type Pool = NonNullable<Question["pool"]>;

/** From which pool a question is drawn; undefined: every student gets it. */
export type PoolOf = (written: Pick<WrittenQuestion, "group">) => Pool | undefined;

/** What students' papers are made by, as the file says it; all faults noted but those of `shuffle` and `draw` alone. */
export interface PapersInFile {
  readonly shuffle: readonly Shuffled[] | undefined;
  readonly poolOf: PoolOf;
  /** The pools, and where each is said. */
  readonly draws: readonly Draw[];
}

interface Draw {
  /** The place of the group in `questions:`; undefined: of all questions. */
  readonly group: number | undefined;
  readonly pool: Pool;
  readonly path: Path;
}

/** As far as they can be read; what is wrong with a group is noted. */
export const readPapers = (tree: Tree, problems: Problems): PapersInFile => {
  const draw = drawInFile.safeParse(memberOf(tree.value, "draw")).data;
  const questions = memberOf(tree.value, "questions");
  const entries: readonly unknown[] = Array.isArray(questions) ? questions : [];
  const groups = entries.flatMap((entry, index) => (isGroup(entry) ? [index] : []));
  const drawn = groups.flatMap((index, place): Draw[] => {
    const path = ["questions", index];
    const group = checkTree(tree, groupSchema, problems, path);
    if (isObject(tree.value) && "draw" in tree.value) {
      problems.add(
        tree.file,
        tree.lineOf([...path, "draw"]),
        "draw stands here and for all questions; leave one of them",
      );
    }
    return group
      ? [{ group: index, pool: { name: String(place + 1), draw: group.draw }, path: [...path, "draw"] }]
      : [];
  });
  const all: Draw[] =
    draw === undefined ? [] : [{ group: undefined, pool: { name: "all", draw }, path: ["draw"] }];
  const draws = groups.length > 0 ? drawn : all;
  return {
    shuffle: shuffleInFile.safeParse(memberOf(tree.value, "shuffle")).data,
    poolOf: ({ group }) => draws.find((each) => each.group === group)?.pool,
    draws,
  };
};

/** Notes draws that take more than there is, and what students would find unfair. @param questions all that the file has. */
export const checkDraws = (
  { draws }: PapersInFile,
  written: readonly WrittenQuestion[],
  tree: Tree,
  problems: Problems,
): void => {
  for (const { group, pool, path } of draws) {
    const from = written.filter((each) => each.group === group);
    const there = `draw is ${pool.draw}, and there ${from.length === 1 ? "is" : "are"} ${counted(from.length, "question")} to draw from`;
    const line = tree.lineOf(path);
    if (pool.draw > from.length) problems.add(tree.file, line, `${there}: draw no more than there are`);
    else if (pool.draw === from.length)
      problems.warn(tree.file, line, `${there}: each student gets all of them`);
    const points = new Set(from.map(({ question }) => memberOf(question, "points") ?? "1"));
    if (points.size > 1) {
      problems.warn(
        tree.file,
        line,
        `draw: the questions to draw from are worth different points (${[...points].join(", ")}), so some students could get more than others`,
      );
    }
  }
};
