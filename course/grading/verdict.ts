import type { MarkedQuestion } from "../api/marked-question.ts";

export type Verdict = "right" | "partly" | "wrong" | "left out";

/** What is said of a marked question. `partly`: a part of its points was earned. */
export const verdictOf = ({
  given,
  isRight,
  earned = "0",
}: Pick<MarkedQuestion, "given" | "isRight" | "earned">): Verdict => {
  if (isRight) return "right";
  if (given === null) return "left out";
  return earned === "0" ? "wrong" : "partly";
};
