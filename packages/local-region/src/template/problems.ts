import { RegionError } from "../region-error.ts";

/** Everything about a template that the region can't do, all at once: it starts with nothing ignored, or not at all. */
export class TemplateProblems extends RegionError {
  override readonly name = "TemplateProblems";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The region can't start this template:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
