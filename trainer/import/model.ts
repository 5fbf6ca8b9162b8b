import type { AttemptRule } from "../../course/grading/attempt-rule.ts";
import { cutLine } from "../../course/text/cut-line.ts";

/** A question on its way from or to another system, in the shapes that a course's test file can hold. Texts are Markdown. */
export type NeutralQuestion = QuestionFrame & QuestionBody;

/** A question of another system. */
export type ImportedQuestion = NeutralQuestion & {
  readonly place: Place;
  /** What the test file can't hold of it, each as a sentence without its subject. */
  readonly losses: readonly string[];
  /** What the test says that it stands in; left out: nothing. */
  readonly rules?: TestRules | undefined;
};

/** What a test says of all its questions, but for the order of their answers. */
export interface TestRules {
  /** Whether each student gets the questions in an order of their own. */
  readonly isMixed: boolean;
  /** How often it may be sent in; left out: as often as one likes. */
  readonly attempts?: number | undefined;
  /** Which submission counts; left out: the latest. */
  readonly counts?: AttemptRule | undefined;
}

/** Of some questions, each student is asked only a few. */
export interface Drawn {
  /** The same for all of them, and for no others of the file. */
  readonly group: string;
  /** As the file says it. */
  readonly count: string;
  /** How many questions the group has, those that are skipped or left out too. */
  readonly of: number;
}

export interface QuestionFrame {
  /** An id that a trainer gave; left out: none. */
  readonly id?: string | undefined;
  /** Empty: none. */
  readonly title: string;
  readonly text: string;
  /** A decimal number; left out: 1. What counts 0 is void: nobody gets or needs points for it. */
  readonly points?: string | undefined;
  readonly feedback?: string | undefined;
  /** From the outermost; empty: the file names none. */
  readonly category: readonly string[];
  /** Files that the texts show, by their names beside the test. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** Left out: it is asked of everybody. */
  readonly drawn?: Drawn | undefined;
  /** Whether each student gets its answers in an order of their own; left out: it has none to mix, or nothing is said. */
  readonly isMixed?: boolean | undefined;
}

/** Where something stands in a file of another system. */
export interface Place {
  readonly file: string;
  /** From 1; left out: the file has no lines that say anything. */
  readonly line?: number | undefined;
}

export interface Choice {
  readonly id: string;
  readonly text: string;
  /** It keeps its place where answers are shuffled. */
  readonly isFixed?: true | undefined;
}

export interface RightNumber {
  /** A decimal number. */
  readonly value: string;
  /** Not negative, or a part of the value, as `5%`; left out: 0. */
  readonly within?: string | undefined;
  /** What is shown beside the field. */
  readonly unit?: string | undefined;
}

export interface RightTexts {
  readonly accept: readonly string[];
  /** In the syntax of RE2, each for a whole text; left out: none. */
  readonly patterns?: readonly string[] | undefined;
  /** Case and blanks count. */
  readonly exact?: boolean | undefined;
}

export type Blank =
  | { readonly number: RightNumber }
  | RightTexts
  | { readonly answers: readonly Choice[]; readonly right: string };

export type QuestionBody =
  | {
      readonly type: "single";
      readonly answers: readonly Choice[];
      readonly right: string;
      /** Answers that are accepted as well; left out: none. */
      readonly also?: readonly string[] | undefined;
    }
  | {
      readonly type: "multiple";
      readonly answers: readonly Choice[];
      readonly right: readonly string[];
      /** Shares of the points by answer, as `1/3` or `-50%`; left out: `credit` says how. */
      readonly weights?: Readonly<Record<string, string>> | undefined;
      /** As in a test's file; left out: all or nothing. */
      readonly credit?: "each" | "net" | undefined;
    }
  | {
      readonly type: "number";
      readonly number: RightNumber;
      /** Numbers that are accepted as well; left out: none. */
      readonly also?: readonly RightNumber[] | undefined;
    }
  | ({ readonly type: "text" } & RightTexts)
  | {
      readonly type: "match";
      readonly pairs: readonly { readonly left: string; readonly right: string }[];
      /** What belongs to nothing on the left. */
      readonly others: readonly string[];
      /** Whether each pair has its share of the points; else it is all or nothing. */
      readonly isShared: boolean;
    }
  | {
      readonly type: "order";
      readonly order: readonly string[];
      /** Whether each that stands in its place has its share of the points; else it is all or nothing. */
      readonly isShared?: boolean | undefined;
    }
  | {
      readonly type: "blanks";
      /** By the mark in the text: `[[1]]`. */
      readonly blanks: ReadonlyMap<string, Blank>;
      /** Whether each blank has its share of the points; else it is all or nothing. */
      readonly isShared: boolean;
    };

/** Whether a question's answers can come in an order of each student's own, where others always do or never. */
export const isChoice = ({ type }: Pick<QuestionBody, "type">): boolean =>
  type === "single" || type === "multiple";

/** Something in a file that becomes no question. */
export interface SkippedItem {
  readonly place: Place;
  /** Its title, or how its text begins. */
  readonly what: string;
  readonly why: string;
}

/** One item of a file: a question, or why there is none. */
export type ReadItem = ImportedQuestion | SkippedItem;

export const isSkipped = (item: ReadItem): item is SkippedItem => "why" in item;

const longestWhat = 60;

/** `Q1`, or how a text begins. */
export const nameOf = (title: string, text: string): string => {
  const name = (title || text).replaceAll(/\s+/g, " ").trim();
  return cutLine(name, longestWhat) || "a question";
};
