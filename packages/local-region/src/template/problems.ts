import { RegionError } from "../region-error.ts";

/** Everything in a template that the region can't do, all at once: a region starts with nothing ignored, or not at all. */
export class TemplateProblems extends RegionError {
  override readonly name = "TemplateProblems";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The region can't start this template:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}
