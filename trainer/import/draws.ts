import { drawInFile } from "../course-folder/papers.ts";
import type { ImportedQuestion } from "./model.ts";

/**
 * The questions of a file, none in a group from which a test's file can't draw: the file does not say how many, or no more are
 * there than are drawn, perhaps because others of the group were skipped.
 */
export const settledDraws = (taken: readonly ImportedQuestion[]): ImportedQuestion[] =>
  taken.map(({ drawn, ...question }) => {
    if (drawn === undefined) return question;
    const draw = drawInFile.safeParse(drawn.count).data;
    const left = taken.filter((other) => other.drawn?.group === drawn.group).length;
    if (draw !== undefined && draw < left) return { ...question, drawn };
    if (draw !== undefined && draw >= drawn.of) return question;
    const why = draw === undefined ? "" : `: no more than ${left} could be taken`;
    const loss = `loses its group, from which ${drawn.count || "nobody knows how many"} are drawn${why}`;
    return { ...question, losses: [...question.losses, loss] };
  });
