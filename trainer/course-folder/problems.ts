import { TrainerError } from "../trainer-error.ts";

/** Something in a course folder that the trainer has to look at. */
export interface Problem {
  /** Path inside the course folder, with `/`. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

/** Gathers everything that is wrong, so that the trainer sees it all at once. */
export class Problems {
  readonly errors: Problem[] = [];
  readonly warnings: Problem[] = [];

  add(file: string, line: number, message: string): void {
    this.errors.push({ file, line, message });
  }

  /** Something that is probably a mistake, but does not stop a course from being published. */
  warn(file: string, line: number, message: string): void {
    this.warnings.push({ file, line, message });
  }
}

/** A course folder that can't be published; says everything that is wrong with it. */
export class CourseFolderError extends TrainerError {
  override readonly name = "CourseFolderError";
  readonly problems: readonly Problem[];
  /** Probable mistakes that don't stop a publishing. */
  readonly warnings: readonly Problem[];

  constructor(problems: readonly Problem[], warnings: readonly Problem[] = []) {
    super(problems.map(problemLine).join("\n"));
    this.problems = problems;
    this.warnings = warnings;
  }
}

/** `linux/test01.yaml:12: ...`, as compilers and editors write a place. */
export const problemLine = ({ file, line, message }: Problem): string => `${file}:${line}: ${message}`;

export const sortProblems = (problems: readonly Problem[]): Problem[] =>
  problems.toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
