/** A question of another system, in the shapes that a course's test file can hold. Texts are Markdown. */
export type ImportedQuestion = QuestionFrame & QuestionBody;

export interface QuestionFrame {
  readonly place: Place;
  /** An id that the other system's trainer gave; left out: none. */
  readonly id?: string | undefined;
  /** Empty: none. */
  readonly title: string;
  readonly text: string;
  /** A decimal number above 0; left out: 1. */
  readonly points?: string | undefined;
  readonly feedback?: string | undefined;
  /** From the outermost; empty: the file names none. */
  readonly category: readonly string[];
  /** Files that the texts show, by their names beside the test. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** What the test file can't hold of it, each as a sentence without its subject. */
  readonly losses: readonly string[];
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
}

export interface RightNumber {
  /** A decimal number. */
  readonly value: string;
  /** Not negative; left out: 0. */
  readonly within?: string | undefined;
}

export type Blank =
  | { readonly number: RightNumber }
  | { readonly accept: readonly string[]; readonly exact?: boolean }
  | { readonly answers: readonly Choice[]; readonly right: string };

export type QuestionBody =
  | { readonly type: "single"; readonly answers: readonly Choice[]; readonly right: string }
  | {
      readonly type: "multiple";
      readonly answers: readonly Choice[];
      readonly right: readonly string[];
      /** Shares of the points by answer, as `1/3` or `-50%`; left out: all or nothing. */
      readonly weights?: Readonly<Record<string, string>> | undefined;
    }
  | { readonly type: "number"; readonly number: RightNumber }
  | { readonly type: "text"; readonly accept: readonly string[]; readonly exact?: boolean }
  | {
      readonly type: "match";
      readonly pairs: readonly { readonly left: string; readonly right: string }[];
      /** What belongs to nothing on the left. */
      readonly others: readonly string[];
      /** Whether each pair has its share of the points; else it is all or nothing. */
      readonly isShared: boolean;
    }
  | { readonly type: "order"; readonly order: readonly string[] }
  | {
      readonly type: "blanks";
      /** By the mark in the text: `[[1]]`. */
      readonly blanks: ReadonlyMap<string, Blank>;
      /** Whether each blank has its share of the points; else it is all or nothing. */
      readonly isShared: boolean;
    };

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
  return name.length > longestWhat ? `${name.slice(0, longestWhat)}…` : name || "a question";
};
