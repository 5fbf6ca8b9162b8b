import { type StudentId, type TestRef, testPath } from "../ids.ts";
import { compared, type Fraction, fraction, times } from "./fraction.ts";
import { inMillionths, millionths, type Score, scoreText, shareOf } from "./score.ts";

/** One student's test before and after a regrading that has not been done yet. */
export interface Regraded extends TestRef {
  readonly studentId: StudentId;
  readonly name: string;
  /** null: no score. */
  readonly before: Score | null;
  readonly after: Score | null;
  /** A score is set by hand, and goes on counting whatever grading gives. */
  readonly isByHand?: boolean;
  /** Why it can't be graded. */
  readonly failure?: string;
}

/** A score that changes; null: there is none, or nothing counts. As text with at most two decimals. */
export interface ScoreChange extends TestRef {
  readonly studentId: StudentId;
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly byHand?: true;
}

/**
 * What a regrading would do: to how many students, of each test; up + down + same + other + failed = students. `other`: a
 * score comes where none was, or goes.
 */
export interface RegradePreview {
  readonly students: number;
  readonly up: number;
  readonly down: number;
  readonly same: number;
  readonly other: number;
  readonly failed: number;
  readonly changes: readonly ScoreChange[];
  readonly failures: readonly (TestRef &
    Pick<Regraded, "studentId" | "name"> & { readonly reason: string })[];
}

type Direction = "up" | "down" | "same" | "other" | "failed";

/** The exact score: a small change may not show in two decimals. null: nothing counts. */
const exactScore = (score: Score | null): Fraction | null => {
  const share = score && shareOf(score);
  return share && score && times(share, fraction(inMillionths(score.scale), millionths));
};

const directionOf = ({ before, after, failure }: Regraded): Direction => {
  if (failure !== undefined) return "failed";
  const [was, is] = [exactScore(before), exactScore(after)];
  if (was === null || is === null) return was === is ? "same" : "other";
  return ({ "-1": "up", "0": "same", "1": "down" } as const)[`${compared(was, is)}`];
};

const changeOf = ({ studentId, name, subject, testId, before, after, isByHand }: Regraded): ScoreChange => ({
  ...{ studentId, name, subject, testId },
  before: before && scoreText(before),
  after: after && scoreText(after),
  ...(isByHand && { byHand: true }),
});

/** Those who lose first, then those who gain; each by test and student. */
const orderOf: Readonly<Record<Direction, number>> = { down: 0, other: 1, up: 2, same: 3, failed: 4 };

/** What a regrading would change, before anything is done. Pure: command and console show the same. */
export const regradePreview = (students: readonly Regraded[]): RegradePreview => {
  const all = students.map((student) => ({ student, direction: directionOf(student) }));
  const count = (wanted: Direction): number => all.filter(({ direction }) => direction === wanted).length;
  const changed = all
    .filter(({ direction }) => direction !== "same" && direction !== "failed")
    .toSorted(
      (a, b) =>
        orderOf[a.direction] - orderOf[b.direction] ||
        (`${testPath(a.student)} ${a.student.studentId}` < `${testPath(b.student)} ${b.student.studentId}`
          ? -1
          : 1),
    );
  return {
    students: students.length,
    ...{ up: count("up"), down: count("down"), same: count("same") },
    ...{ other: count("other"), failed: count("failed") },
    changes: changed.map(({ student }) => changeOf(student)),
    failures: students.flatMap(({ studentId, name, subject, testId, failure }) =>
      failure === undefined ? [] : [{ studentId, name, subject, testId, reason: failure }],
    ),
  };
};
