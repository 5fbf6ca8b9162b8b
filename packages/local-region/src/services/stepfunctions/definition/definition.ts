import { parseJson } from "../../../json.ts";
import { messageOf } from "../../../message-of.ts";
import { AwsError, type Json } from "../../../ports.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { lengthError } from "../length-limit.ts";
import { limits } from "../limits.ts";
import { sizeInBytes } from "../payload.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkGraph } from "./check-graph.ts";
import type { Problem } from "./problems.ts";
import type { Program } from "./program.ts";
import { readMachine } from "./read-definition.ts";

const invalid = (problems: readonly Problem[]): AwsError => {
  const list = problems.map((p) => `${p.path === "" ? "/" : p.path}: ${p.message}`).join("; ");
  return new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${list}'`);
};

const parse = (text: string): Json => {
  try {
    return parseJson(text);
  } catch (error) {
    throw invalid([{ path: "", message: `is not JSON: ${messageOf(error)}` }]);
  }
};

/**
 * Reads a definition.
 *
 * @throws ValidationException when it is too large, InvalidDefinition with all problems, each with its path.
 */
export const readDefinition = (expressions: Expressions, text: string): Program => {
  if (sizeInBytes(text) > limits.definitionBytes) {
    throw lengthError("definition", text, "at most", limits.definitionBytes);
  }
  const source = parse(text);
  const problems: Problem[] = [];
  const program = readMachine(source, "top", "", problems);
  if (problems.length === 0) checkGraph(program, "", problems);
  checkExpressions(expressions, source, "", problems);
  if (problems.length > 0) throw invalid(problems);
  return program;
};
