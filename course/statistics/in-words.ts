import { counted } from "../counted.ts";
import type { Void } from "../questions/shapes.ts";

/**
 * Sentences about figures. Of few students none says how good a question is: chance looks like a fault, and like a merit. The
 * bands are those of Moodle's documentation.
 *
 * @see https://docs.moodle.org/en/Quiz_report_statistics
 */

type Bands = readonly (readonly [least: number, words: string])[];

const inBand = (value: number, bands: Bands, below: string): string =>
  bands.find(([least]) => value >= least)?.[1] ?? below;

/** In percent of its points: a question that gives less is hard. */
export const hardBelow = 35;

/** Of a question that is taken out of the score, in place of its figures. */
export const voidWords: Readonly<Record<Void, string>> = {
  dropped: "void: nobody's answer counts",
  given: "void: everybody has its points",
};

interface Facility {
  readonly facility: number | null;
  readonly isJudged: boolean;
  readonly void?: Void | undefined;
}

/** A question's facility as a figure; where there is none, why. */
export const facilityText = ({ facility, void: isVoid }: Omit<Facility, "isJudged">): string => {
  if (facility !== null) return `${facility}%`;
  return isVoid ? voidWords[isVoid] : "nobody had it";
};

export const facilityWords = ({ facility: value, isJudged, void: isVoid }: Facility): string => {
  if (value === null)
    return isVoid ? `The question is ${voidWords[isVoid]}.` : "Nobody whose answer counts had this question.";
  if (!isJudged) return "This part of its points was earned.";
  return `This part of its points was earned: ${inBand(
    value,
    [
      [95, "nearly everybody can do it."],
      [80, "it is easy."],
      [65, "it is fairly easy."],
      [hardBelow, "it is about right for most."],
      [20, "it is hard."],
    ],
    "it is very hard, or something is wrong with it.",
  )}`;
};

export const discriminationWords = (value: number | null, isJudged: boolean): string => {
  if (value === null) return "Undefined: all have the same points in it, or in the rest of the test.";
  if (!isJudged) return "How its points go with those in the rest of the test, from -100% to 100%.";
  return inBand(
    value,
    [
      [50, "It separates better students from weaker ones very well."],
      [30, "It separates better students from weaker ones well enough."],
      [20, "It separates better students from weaker ones only weakly."],
      [0, "It hardly separates better students from weaker ones."],
    ],
    "Better students do worse here than weaker ones: look at its key and its words.",
  );
};

export const efficiencyWords = (value: number | null): string => {
  if (value === null) return "Undefined, for the same reason.";
  return value < 0
    ? "It separates the wrong way round."
    : "How much it separates, of what is possible with these points.";
};

export const meanWords = "The average share of the points.";
export const sdWords = "How far students are apart.";

export const alphaWords = (value: number | null, isJudged: boolean): string => {
  if (value === null) return "Undefined: it takes two questions and two students with different points.";
  if (!isJudged) return "How well the questions go together; 100% is the most.";
  return inBand(
    value,
    [
      [75, "The questions go together well: another test of the kind would give nearly the same order."],
      [64, "The questions go together well enough."],
    ],
    "The questions go together little: the score depends much on which ones were asked.",
  );
};

export const standardErrorWords = (value: number | null): string =>
  value === null ? "Undefined, as alpha is." : "How far a student's score may be off by chance, up or down.";

/** Of whom two of the figures are; null: of everybody. */
export const hadAllWords = (hadAll: number, students: number): string | null => {
  if (hadAll === students) return null;
  if (hadAll === 0) return "Nobody had all questions, so there is neither alpha nor standard error.";
  return `Alpha and standard error are over the ${counted(hadAll, "student")} who had all questions.`;
};
