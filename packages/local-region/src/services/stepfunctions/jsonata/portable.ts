import jsonata from "jsonata";
import { errorText } from "./expression.ts";

/** What JSONata's later versions can parse and 2.0.6 can't. */
const laterOperators = ["??", "?:"];

/** Both later operators are read as conditions, each with the position behind its own sign. */
const laterOperatorIn = (text: string, part: object): string | undefined => {
  if (!("type" in part && part.type === "condition" && "position" in part)) return undefined;
  const end = Number(part.position);
  return laterOperators.find((operator) => text.slice(end - operator.length, end) === operator);
};

const isEval = (part: object): boolean =>
  "type" in part && part.type === "variable" && "value" in part && part.value === "eval";

const problemIn = (text: string, part: unknown): string | undefined => {
  if (typeof part !== "object" || part === null) return undefined;
  const later = laterOperatorIn(text, part);
  if (later !== undefined) {
    return `is not understood by Step Functions, which runs JSONata 2.0.6: that has no operator ${later}`;
  }
  if (isEval(part)) return "uses $eval, which is not supported; use $parse to read JSON";
  for (const inner of Object.values(part)) {
    const problem = problemIn(text, inner);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

/**
 * What keeps an expression that can be parsed here from working on AWS: Step Functions runs JSONata 2.0.6, in which two
 * operators are missing, and without `$eval`. undefined: nothing does. JSONata 2.0.6 itself is not asked, as it has known holes.
 * Source: Developer Guide, "Transforming data with JSONata in Step Functions"; the parsers of both versions, compared.
 */
export const unportable = (text: string): string | undefined => {
  try {
    return problemIn(text, jsonata(text).ast());
  } catch (error) {
    return `is not valid JSONata: ${errorText(error)}`;
  }
};
