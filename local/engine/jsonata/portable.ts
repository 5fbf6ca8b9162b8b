import jsonataOfAws from "jsonata-aws";
import { errorText } from "./expression.ts";

const usesEval = (part: unknown): boolean => {
  if (typeof part !== "object" || part === null) return false;
  if ("type" in part && part.type === "variable" && "value" in part && part.value === "eval") return true;
  return Object.values(part).some(usesEval);
};

/**
 * What keeps an expression that can be parsed here from working on AWS: Step Functions runs JSONata 2.0.6, in which some
 * operators are missing, and without `$eval`. undefined: nothing does.
 * Source: Developer Guide, "Transforming data with JSONata in Step Functions".
 */
export const unportable = (text: string): string | undefined => {
  try {
    return usesEval(jsonataOfAws(text).ast())
      ? "uses $eval, which is not supported; use $parse to read JSON"
      : undefined;
  } catch (error) {
    return `is not understood by Step Functions, which runs JSONata 2.0.6: ${errorText(error)}`;
  }
};
