import { isJsonArray, isObject } from "../../../json.ts";
import { AwsError, type Json } from "../../../ports.ts";
import type { State } from "../definition/program.ts";
import { parseResource } from "../definition/resources.ts";
import { invalid, type Mock, type TestStateRequest } from "./request.ts";

type Kind = "number" | "string";

/** The members of the services' answers, as their API models have them; none of them must be there. */
const answers: Readonly<Record<"invoke" | "sendMessage", Readonly<Record<string, Kind>>>> = {
  invoke: { StatusCode: "number", FunctionError: "string", LogResult: "string", ExecutedVersion: "string" },
  sendMessage: {
    MD5OfMessageBody: "string",
    MD5OfMessageAttributes: "string",
    MD5OfMessageSystemAttributes: "string",
    MessageId: "string",
    SequenceNumber: "string",
  },
};

/** A task that waits for a token has whatever its worker answers as result. */
const checkAnswer = (resourceText: string, value: Json): void => {
  const resource = parseResource(resourceText);
  if (resource?.kind !== "integration" || resource.waitsForToken) return;
  if (!isObject(value)) throw invalid("Mocked result must be a JSON object.");
  for (const [name, kind] of Object.entries(answers[resource.action])) {
    if (value[name] === undefined || typeof value[name] === kind) continue;
    throw invalid(`Mock result schema validation error: Field '${name}' must be a ${kind}`);
  }
};

const checkResult = (state: State, value: Json, mode: "STRICT" | "PRESENT" | "NONE"): void => {
  if (state.Type === "Task" && mode !== "NONE") checkAnswer(state.Resource, value);
  if (state.Type === "Map") {
    const { ResultWriter: writer } = state;
    if (writer?.Resource !== undefined && !isObject(value))
      throw invalid("Mocked result must be a JSON object.");
    if (writer?.Resource === undefined && !isJsonArray(value))
      throw invalid("Mocked result must be an array.");
  }
  if (state.Type !== "Parallel") return;
  if (!isJsonArray(value)) throw invalid("Mocked result must be an array.");
  if (value.length !== state.branches.length) {
    throw invalid("Mocked result must contain the same number of items as number of Parallel branches.");
  }
};

const waitsForToken = (state: State): boolean => {
  const resource = state.Type === "Task" ? parseResource(state.Resource) : undefined;
  return resource?.kind === "integration" && resource.waitsForToken;
};

/** Whether the state may have this mock, or may do without. Throws in AWS's words. */
export const checkMock = (
  state: State,
  mock: Mock | undefined,
  { mock: given, roleArn }: TestStateRequest,
): void => {
  const isMockable = state.Type === "Task" || state.Type === "Map" || state.Type === "Parallel";
  if (mock && !isMockable)
    throw invalid(`State type '${state.Type}' is not supported when a mock is specified`);
  if (mock?.kind === "result") checkResult(state, mock.value, given?.fieldValidationMode ?? "STRICT");
  if (mock) return;
  if (state.Type === "Map" || state.Type === "Parallel") {
    throw new AwsError(
      "InvalidDefinition",
      "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]",
    );
  }
  if (waitsForToken(state)) throw invalid("A Task state with .waitForTaskToken needs a mock.");
  if (state.Type === "Task" && roleArn === undefined) {
    throw invalid("RoleArn must be specified when testing a Task state");
  }
};
