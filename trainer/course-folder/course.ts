import type { Instant } from "../../course/ids.ts";
import type { Settings } from "../../course/settings.ts";
import type { Student } from "../../course/student.ts";
import type { AnswerKeyEntry, Question, Test } from "../../course/test.ts";
import type { Picture } from "../text/pictures.ts";
import type { Problem } from "./problems.ts";

/** One test of a course folder. */
export interface CourseTest extends Omit<Test, "deadline"> {
  /** null: says neither when it opens nor when it ends, so that its deadline depends on when it is published. */
  readonly deadline: Instant | null;
  /** Path inside the course folder of the file that has its questions. */
  readonly file: string;
  readonly questions: readonly Question[];
  readonly answerKey: readonly AnswerKeyEntry[];
  /** Those that its texts show, by the address in the text. */
  readonly pictures: ReadonlyMap<string, Picture>;
}

/** A course folder without errors. */
export interface Course {
  readonly settings: Settings;
  readonly tests: readonly CourseTest[];
  /** In the order of the files, which is the order of the gradebook. */
  readonly students: readonly Student[];
  /** Probable mistakes that don't stop a publishing. */
  readonly warnings: readonly Problem[];
}
