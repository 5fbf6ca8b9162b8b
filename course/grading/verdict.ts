import type { MarkedQuestion } from "../api/marked-question.ts";
import type { Void } from "../questions/shapes.ts";

export type Verdict = "right" | "partly" | "wrong" | "left out" | Void;

/** What is said of a marked question. `partly`: a part of its points was earned. */
export const verdictOf = ({
  given,
  isRight,
  earned = "0",
  void: isVoid,
}: Pick<MarkedQuestion, "given" | "isRight" | "earned" | "void">): Verdict => {
  if (isVoid) return isVoid;
  if (isRight) return "right";
  if (given === null) return "left out";
  return earned === "0" ? "wrong" : "partly";
};
