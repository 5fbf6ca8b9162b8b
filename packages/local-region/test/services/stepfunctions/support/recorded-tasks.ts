import type { Json } from "../../../../src/ports.ts";
import {
  inOrder,
  type RecordedEvent,
  type RecordedExecution,
  raised,
  type Step,
  succeeded,
  visit,
} from "./recorded-executions.ts";
import { machineOf, queueUrl } from "./rig.ts";

/** What AWS answered for calls that fail and results that are too large. The machines were in JSONPath. */

const pass = { Type: "Pass", End: true };

interface Call {
  readonly resource: string;
  /** undefined: a function is called by its ARN, and gets the input. */
  readonly parameters?: Json;
  readonly input: Json;
}

const stepsOf = ({ resource, parameters, input }: Call): readonly Step[] => {
  if (parameters === undefined) {
    return [
      ["TaskStateEntered", { name: "Start", input }],
      ["LambdaFunctionScheduled", { resource, input }],
      ["LambdaFunctionStarted", {}],
    ];
  }
  const [, , , , , resourceType = "", action = ""] = resource.split(":");
  const common = { resource: action, resourceType };
  return [
    ["TaskStateEntered", { name: "Start", input }],
    ["TaskScheduled", { ...common, region: "us-east-1", parameters }],
    ["TaskStarted", common],
  ];
};

/** A call that fails, with everything caught. */
const failing = (source: string, called: Call, error: string, cause: Json): RecordedExecution => {
  const { resource, parameters, input } = called;
  const steps = stepsOf(called);
  const [, started = {}] = steps[2] ?? [];
  const failed = { ...Object(started), error, cause };
  const output = { Error: error, Cause: cause };
  return {
    source,
    definition: machineOf("Start", {
      Start: {
        Type: "Task",
        Resource: resource,
        ...(parameters !== undefined && { Arguments: parameters }),
        Catch: [{ ErrorEquals: [error], Next: "Caught" }],
        End: true,
      },
      Caught: pass,
    }),
    input,
    events: inOrder(
      input,
      ...steps,
      [parameters === undefined ? "LambdaFunctionFailed" : "TaskFailed", failed],
      ["TaskStateExited", { name: "Start", output }],
      ...visit("Pass", "Caught", output, output),
      succeeded(output),
    ),
  };
};

const functionArn = (name: string): string => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
const invoking = (name: string): Call => {
  const input = { FunctionName: name, Payload: null };
  return { resource: "arn:aws:states:::lambda:invoke", parameters: input, input };
};

const answered = (service: string, status: number, code: string): string =>
  `(Service: ${service}; Status Code: ${status}; Error Code: ${code}; Request ID: <id>; Proxy: null)`;

const tooLarge = (name: string): string =>
  `The state/task '${name}' returned a result with a size exceeding the maximum number of bytes service limit.`;

const noMessage = { QueueUrl: queueUrl, MessageBody: null };
const states = "error_handling/test_states_errors";

const failures: readonly RecordedExecution[] = [
  failing(
    "error_handling/test_task_service_lambda::test_no_such_function_catch",
    invoking("no_such_function"),
    "Lambda.ResourceNotFoundException",
    `Function not found: no_such_function ${answered("AWSLambda", 404, "ResourceNotFoundException")}`,
  ),
  failing(
    "error_handling/test_task_lambda::test_raise_exception_catch",
    { resource: functionArn("raises"), input: { Payload: null } },
    "Exception",
    raised,
  ),
  failing(
    "error_handling/test_task_service_sqs::test_send_message_empty_body",
    { resource: "arn:aws:states:::sqs:sendMessage", parameters: noMessage, input: noMessage },
    "SQS.AmazonSQSException",
    `The request must contain the parameter MessageBody. ${answered("AmazonSQS", 400, "MissingParameter")}`,
  ),
  failing(
    `${states}::test_service_task_lambada_data_limit_exceeded_on_large_utf8_response`,
    invoking("large"),
    "States.DataLimitExceeded",
    tooLarge("lambda"),
  ),
  failing(
    `${states}::test_task_lambda_data_limit_exceeded_on_large_utf8_response`,
    { resource: functionArn("large"), input: { Payload: null } },
    "States.DataLimitExceeded",
    tooLarge(functionArn("large")),
  ),
  {
    source: `${states}::test_start_large_input`,
    definition: machineOf("State_1", { State_1: { ...pass, Output: "{% $pad('', 300000) %}" } }),
    input: {},
    events: inOrder(
      {},
      ["PassStateEntered", { name: "State_1", input: {} }],
      ["ExecutionFailed", { error: "States.DataLimitExceeded", cause: tooLarge("State_1") }],
    ),
  },
];

const callNever = { FunctionName: "never", Payload: null };

/** Four time out at once, and one of them fails. From there on; the order of what four do at once is AWS's secret. */
const timeouts: RecordedExecution = {
  source: "timeouts/test_timeouts::test_service_lambda_map_timeout",
  definition: machineOf("MapWait", {
    MapWait: {
      Type: "Map",
      ItemProcessor: {
        StartAt: "LambdaInvoke",
        States: {
          LambdaInvoke: {
            Type: "Task",
            Resource: "arn:aws:states:::lambda:invoke",
            Arguments: callNever,
            TimeoutSeconds: 5,
            End: true,
          },
        },
      },
      End: true,
    },
  }),
  input: [1, 2, 3, 4],
  events: [
    [24, 20, "MapIterationFailed", { index: 0, name: "MapWait" }],
    [25, 20, "TaskStateAborted", {}],
    ...[1, 2, 3].flatMap((index): readonly RecordedEvent[] => [
      [24 + 2 * index, 20, "MapIterationAborted", { index, name: "MapWait" }],
      [25 + 2 * index, 20, "TaskStateAborted", {}],
    ]),
    [32, 20, "MapStateFailed", {}],
    [33, 32, "ExecutionFailed", { error: "States.Timeout" }],
  ],
  retriedAfter: [19],
};

export const recordedTasks: readonly RecordedExecution[] = [...failures, timeouts];
