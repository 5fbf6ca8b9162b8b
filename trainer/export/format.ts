import type { NeutralQuestion, TestRules } from "../import/model.ts";
import type { ExportName } from "./format-titles.ts";

/** The questions of a test, as far as a format can hold them. */
export interface ExportedTest {
  readonly subject: string;
  readonly title: string;
  readonly rules: TestRules;
  /** Those that are drawn from one group stand beside each other. */
  readonly questions: readonly NeutralQuestion[];
}

/** What some formats hold of a test, beside its questions. */
export type Held = "draw" | "order of questions" | "order of answers" | "fixed answers" | "attempts";

/** A way in which another system reads questions. */
export interface ExportFormat {
  /** As `--as` names it. */
  readonly name: ExportName;
  /** For people. */
  readonly title: string;
  /** Of the file's name. */
  readonly ending: string;
  readonly holds: readonly Held[];
  /**
   * A question as the format can hold it: what `write` gives, and an import reads again. A text: why it can hold nothing of it, as
   * the rest of a sentence.
   *
   * @param lose is told what the format can't hold, each as a sentence without its subject.
   */
  fit(question: NeutralQuestion, lose: Lose): NeutralQuestion | string;
  /** A file with questions that fit. */
  write(tests: readonly ExportedTest[]): Uint8Array;
}

export type Lose = (what: string) => void;
