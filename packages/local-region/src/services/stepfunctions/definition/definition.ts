import { isObject } from "../../../json.ts";
import { AwsError, type Json } from "../../../ports.ts";
import { JsonProblem, parseText } from "../json-problem.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { lengthError } from "../length-limit.ts";
import { limits } from "../limits.ts";
import { sizeInBytes } from "../payload.ts";
import { checkExpressions } from "./check-expressions.ts";
import { checkGraph } from "./check-graph.ts";
import { codeOf, locationOf, type Problem } from "./problems.ts";
import type { Program } from "./program.ts";
import { readMachine } from "./read-definition.ts";

/** All problems in AWS's form: `CODE: message at /location`, with `null` for no location. */
export const invalidDefinition = (problems: readonly Problem[]): AwsError => {
  const list = problems.map(
    (problem) => `${codeOf(problem)}: ${problem.message} at ${locationOf(problem) ?? "null"}`,
  );
  return new AwsError("InvalidDefinition", `Invalid State Machine Definition: '${list.join(", ")}'`);
};

/** A definition with what is wrong with it; it can run when nothing is. */
export interface CheckedDefinition {
  readonly program: Program | undefined;
  readonly problems: readonly Problem[];
}

const unreadable = (problem: Omit<Problem, "path"> & Partial<Problem>): CheckedDefinition => ({
  program: undefined,
  problems: [{ path: "", ...problem }],
});

const notAnObject = unreadable({ message: "Definition must be a valid JSON object" });

const notJson = ({ message, location }: JsonProblem): CheckedDefinition =>
  unreadable({
    code: "INVALID_JSON_DESCRIPTION",
    ...(location === undefined ? { message } : { message: `${message}\n at ${location}`, path: location }),
  });

/** Checks a definition of any size. `isIgnored`: what is wrong only because the definition is not a whole machine. */
export const checkDefinition = (
  expressions: Expressions,
  text: string,
  isIgnored: (problem: Problem) => boolean = () => false,
): CheckedDefinition => {
  if (text.trim() === "") return notAnObject;
  let source: Json;
  try {
    source = parseText(text);
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return notJson(error);
  }
  if (!isObject(source)) return notAnObject;
  const found: Problem[] = [];
  const program = readMachine(source, "top", "", found);
  if (found.length === 0) checkGraph(program, "", found);
  checkExpressions(expressions, source, found);
  const problems = found.filter((problem) => !isIgnored(problem));
  return { program: problems.length === 0 ? program : undefined, problems };
};

/** @throws ValidationException when the text is too large. */
export const checkDefinitionSize = (text: string): void => {
  if (sizeInBytes(text) > limits.definitionBytes) {
    throw lengthError("definition", text, "at most", limits.definitionBytes);
  }
};

/**
 * Reads a definition.
 *
 * @throws ValidationException when it is too large, InvalidDefinition with all problems, each with its path.
 */
export const readDefinition = (expressions: Expressions, text: string): Program => {
  checkDefinitionSize(text);
  const { program, problems } = checkDefinition(expressions, text);
  if (program === undefined) throw invalidDefinition(problems);
  return program;
};
