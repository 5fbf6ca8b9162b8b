import { randomUUID } from "node:crypto";
import { tryParseJson } from "../../../json.ts";
import { stackOf } from "../../../message-of.ts";
import { AwsError, type AwsResponse, type AwsService, type Json } from "../../../ports.ts";
import type { EngineContext } from "../engine-context.ts";
import type { Action } from "./action.ts";
import {
  createStateMachineAlias,
  deleteStateMachineAlias,
  describeStateMachineAlias,
  listStateMachineAliases,
  updateStateMachineAlias,
} from "./alias-actions.ts";
import {
  describeExecution,
  getExecutionHistory,
  listExecutions,
  startExecution,
  stopExecution,
} from "./execution-actions.ts";
import {
  createStateMachine,
  deleteStateMachine,
  describeStateMachine,
  describeStateMachineForExecution,
  listStateMachines,
  updateStateMachine,
} from "./machine-actions.ts";
import { describeMapRun, listMapRuns } from "./map-run-actions.ts";
import { redriveExecution } from "./redrive.ts";
import { listTagsForResource, tagResource, untagResource } from "./tag-actions.ts";
import { sendTaskFailure, sendTaskHeartbeat, sendTaskSuccess } from "./task-actions.ts";
import { testState } from "./test-state-action.ts";
import { validateStateMachineDefinition } from "./validate-action.ts";
import {
  deleteStateMachineVersion,
  listStateMachineVersions,
  publishStateMachineVersion,
} from "./version-actions.ts";

/** The actions of the Step Functions API that the region answers. */
export const actions: Readonly<Record<string, Action>> = {
  CreateStateMachine: createStateMachine,
  UpdateStateMachine: updateStateMachine,
  DescribeStateMachine: describeStateMachine,
  ListStateMachines: listStateMachines,
  DeleteStateMachine: deleteStateMachine,
  DescribeStateMachineForExecution: describeStateMachineForExecution,
  PublishStateMachineVersion: publishStateMachineVersion,
  ListStateMachineVersions: listStateMachineVersions,
  DeleteStateMachineVersion: deleteStateMachineVersion,
  CreateStateMachineAlias: createStateMachineAlias,
  UpdateStateMachineAlias: updateStateMachineAlias,
  DescribeStateMachineAlias: describeStateMachineAlias,
  ListStateMachineAliases: listStateMachineAliases,
  DeleteStateMachineAlias: deleteStateMachineAlias,
  ValidateStateMachineDefinition: validateStateMachineDefinition,
  TestState: testState,
  ListTagsForResource: listTagsForResource,
  TagResource: tagResource,
  UntagResource: untagResource,
  StartExecution: startExecution,
  StopExecution: stopExecution,
  RedriveExecution: redriveExecution,
  DescribeExecution: describeExecution,
  ListExecutions: listExecutions,
  GetExecutionHistory: getExecutionHistory,
  SendTaskSuccess: sendTaskSuccess,
  SendTaskFailure: sendTaskFailure,
  SendTaskHeartbeat: sendTaskHeartbeat,
  ListMapRuns: listMapRuns,
  DescribeMapRun: describeMapRun,
};

const answer = (status: number, body: Json): AwsResponse => ({
  status,
  headers: { "content-type": "application/x-amz-json-1.0", "x-amzn-requestid": randomUUID() },
  body: JSON.stringify(body),
});

const bodyOf = (body: Buffer): Json => {
  const request = body.length === 0 ? {} : tryParseJson(body.toString());
  if (request !== undefined) return request;
  throw new AwsError("SerializationException", "The request's body is not JSON.");
};

/** Speaks the JSON 1.0 protocol of Step Functions: the action stands in `x-amz-target`. */
export const stepFunctionsService = (context: EngineContext, log: (message: string) => void): AwsService => {
  return async (request) => {
    try {
      const target = request.headers["x-amz-target"] ?? "";
      const name = target.startsWith("AWSStepFunctions.") ? target.slice("AWSStepFunctions.".length) : "";
      const run = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (!run) {
        throw new AwsError("UnknownOperationException", `The action '${target}' is not supported here.`);
      }
      return answer(200, await run(context, bodyOf(request.body)));
    } catch (error) {
      if (error instanceof AwsError)
        return answer(error.status, { __type: error.code, message: error.message });
      log(`Step Functions could not answer a request: ${stackOf(error)}`);
      return answer(500, { __type: "InternalFailure", message: "The region's log has the reason." });
    }
  };
};
