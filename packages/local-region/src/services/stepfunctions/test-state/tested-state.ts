import { isObject, tryParseJson } from "../../../json.ts";
import { checkDefinition, invalidDefinition, readDefinition } from "../definition/definition.ts";
import type { Problem } from "../definition/problems.ts";
import { findState, type Program, placeOf, type StatePlace } from "../definition/program.ts";
import type { Expressions } from "../jsonata/expression.ts";
import { invalid, type TestStateRequest } from "./request.ts";

/** AWS's name for a state that is given without a machine around it. */
export const loneName = "StateName";

const above = `/States/${loneName}`;

/** The states that follow are not there, and need not be. */
const isAboutNext = ({ path, code }: Problem): boolean =>
  code === "MISSING_END_STATE" ||
  (code === "MISSING_TRANSITION_TARGET" &&
    /^\/(Next|Default|Choices\[\d+\]\/Next|Catch\[\d+\]\/Next)$/.test(path.replace(above, "")));

/** Reads a state alone, as a machine of one state in that state's language. */
const readLone = (expressions: Expressions, text: string): Program => {
  const source = tryParseJson(text);
  if (source === undefined || !isObject(source)) return readDefinition(expressions, text);
  const { QueryLanguage = "JSONPath" } = source;
  const machine = { QueryLanguage, StartAt: loneName, States: { [loneName]: source } };
  const { program, problems } = checkDefinition(expressions, JSON.stringify(machine), isAboutNext);
  if (program) return program;
  throw invalidDefinition(problems.map((problem) => ({ ...problem, path: problem.path.replace(above, "") })));
};

export interface TestedState extends StatePlace {
  readonly name: string;
}

/** The state that a request is about. Throws InvalidDefinition, and ValidationException when the machine has no such state. */
export const testedState = (
  expressions: Expressions,
  { definition, stateName, stateConfiguration }: TestStateRequest,
): TestedState => {
  const name = stateName ?? loneName;
  const program =
    stateName === undefined ? readLone(expressions, definition) : readDefinition(expressions, definition);
  const place = placeOf(program, name);
  if (!place) throw invalid("State not found in definition");
  const { errorCausedByState: cause } = stateConfiguration;
  if (cause !== undefined && !findState(program, cause)) {
    throw invalid(`The state '${cause}', which errorCausedByState names, is not in the definition.`);
  }
  return { ...place, name };
};
