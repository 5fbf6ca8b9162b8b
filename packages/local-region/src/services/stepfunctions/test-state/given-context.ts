import { isObject, type JsonObject } from "../../../json.ts";
import type { State } from "../definition/program.ts";
import { parseResource } from "../definition/resources.ts";
import { invalid } from "./request.ts";

type Kind = "string" | "number" | "any";

/** What a context object that is given may hold. */
const fields: Readonly<Record<string, Readonly<Record<string, Kind>>>> = {
  Execution: {
    Id: "string",
    Input: "any",
    Name: "string",
    RoleArn: "string",
    StartTime: "string",
    RedriveCount: "number",
    RedriveTime: "string",
  },
  State: { EnteredTime: "string", Name: "string", RetryCount: "number" },
  StateMachine: { Id: "string", Name: "string" },
  Task: { Token: "string" },
};

const wrong = (message: string): Error => invalid(`Invalid Context object provided: ${message}`);

const takesToken = (state: State): boolean => {
  const resource = state.Type === "Task" ? parseResource(state.Resource) : undefined;
  return resource?.kind === "integration" && resource.waitsForToken;
};

/** Checks a context object that takes the place of the state's own. Throws ValidationException, in AWS's words. */
export const checkGivenContext = (context: JsonObject, state: State): void => {
  for (const [part, members] of Object.entries(context)) {
    if (part === "Map") throw wrong("'Map' field is not supported when mocking a Context object");
    const known = Object.hasOwn(fields, part) ? fields[part] : undefined;
    if (!known) throw wrong(`Field '${part}' is not allowed`);
    if (part === "Task" && !takesToken(state)) {
      throw wrong(
        "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
      );
    }
    if (!isObject(members)) throw wrong(`${part} must be an object`);
    for (const [name, value] of Object.entries(members)) {
      const kind = Object.hasOwn(known, name) ? known[name] : undefined;
      if (kind === undefined) throw wrong(`Field '${name}' is not allowed`);
      if (kind !== "any" && typeof value !== kind) throw wrong(`${part}.${name} must be a ${kind}`);
    }
  }
};
