import jsonata from "jsonata";
import { errorText } from "./expression.ts";

/** What JSONata's later versions can parse and 2.0.6 can't. */
const laterOperators = ["??", "?:"];

/** The parser reads both operators as conditions. Their position is that of the character after the operator. */
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
 * Why an expression that this JSONata parses does not work on AWS; undefined: it works. Step Functions runs JSONata 2.0.6
 * without `$eval`, and two operators came later. JSONata 2.0.6 itself can't be used to find that out: it has known
 * vulnerabilities.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export const unportable = (text: string): string | undefined => {
  try {
    return problemIn(text, jsonata(text).ast());
  } catch (error) {
    return `is not valid JSONata: ${errorText(error)}`;
  }
};
