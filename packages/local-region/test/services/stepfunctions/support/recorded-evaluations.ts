/** Longer than most: executions event by event, as AWS recorded them. */

import type { Json } from "../../../../src/ports.ts";
import {
  caughtOf,
  eachItem,
  failedCall,
  inOrder,
  invoke,
  lambda,
  type RecordedEvent,
  type RecordedExecution,
  type Step,
  succeeded,
  visit,
} from "./recorded-executions.ts";
import { machineOf } from "./rig.ts";

/** What AWS answered where expressions give a field's value, or nothing. */

const evaluate = "evaluate_jsonata/test_base_evaluate_expressions TestBaseEvaluateJsonata";
const references = "assign/test_assign_reference_variables TestAssignReferenceVariables";
const errorOutput = "states_variables/test_error_output TestStateVariablesTemplate";

/** An expression without a result fails the execution. The failure follows the event before the state's entry. */
const nothing = (
  at: { readonly state: string; readonly entered: number; readonly before: number },
  location: string,
  expression: string,
): readonly [evaluation: RecordedEvent, ended: Json] => {
  const error = "States.QueryEvaluationError";
  const cause = `An error occurred while executing the state '${at.state}' (entered at the event id #${at.entered}). The JSONata expression '${expression}' specified for the field '${location}' returned nothing (undefined).`;
  const details = { error, cause, location, state: at.state };
  return [[at.entered + 1, at.before, "EvaluationFailed", details], { error, cause }];
};

/** The last of some states; those before it are Passes that leave everything as it is. */
const undefinedIn = (name: string, fields: object, location: string, passes = 0): RecordedExecution => {
  const names = Array.from({ length: passes + 1 }, (_, n) => `State${n}`);
  const state = `State${passes}`;
  const entered = 2 + 2 * passes;
  const isTask = location.startsWith("Arguments");
  const call = { Type: "Task", Resource: invoke.Resource, End: true };
  const [evaluation, ended] = nothing(
    { state, entered, before: passes === 0 ? 0 : entered - 1 },
    location,
    "$doesNotExist",
  );
  return {
    source: `${references}::test_undefined_reference[BASE_UNDEFINED_${name}]`,
    definition: machineOf(
      "State0",
      Object.fromEntries(
        names.map((each, n) => [
          each,
          n < passes
            ? { Type: "Pass", Next: `State${n + 1}` }
            : { ...(isTask ? call : { Type: "Pass", End: true }), ...fields },
        ]),
      ),
    ),
    input: {},
    events: [
      ...inOrder({}, ...names.slice(0, passes).flatMap((each) => visit("Pass", each, {}, {})), [
        isTask ? "TaskStateEntered" : "PassStateEntered",
        { name: state, input: {} },
      ]),
      evaluation,
      [entered + 2, entered + 1, "ExecutionFailed", ended],
    ],
  };
};

const missing = "{% $doesNotExist %}";
const pass = { Type: "Pass", End: true };

const Retry = [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 1, MaxAttempts: 1 }];

const [inIteration, iterationEnded] = nothing(
  { state: "Fallback", entered: 13, before: 12 },
  "Output/error",
  "$stateError",
);

const nothingAfterCatch: RecordedExecution = {
  source: `${errorOutput}::test_map_catch_error[MAP_CATCH_ERROR_OUTPUT_WITH_RETRY]`,
  definition: eachItem({ ...invoke, Retry, End: true }, { ...pass, Output: { error: "{% $stateError %}" } }),
  input: { items: [1, 2, 3] },
  events: [
    ...inOrder(
      { items: [1, 2, 3] },
      ["MapStateEntered", { name: "ProcessItems", input: { items: [1, 2, 3] } }],
      ["MapStateStarted", { length: 3 }],
      ["MapIterationStarted", { index: 0, name: "ProcessItems" }],
      ["TaskStateEntered", { name: "ProcessItem", input: 1 }],
      ...failedCall,
      ...failedCall,
      ["TaskStateExited", { name: "ProcessItem", output: caughtOf(1) }],
      ["PassStateEntered", { name: "Fallback", input: caughtOf(1) }],
    ),
    inIteration,
    [15, 14, "MapIterationFailed", { index: 0, name: "ProcessItems" }],
    [16, 14, "MapStateFailed", {}],
    [17, 16, "ExecutionFailed", iterationEnded],
  ],
  retriedAfter: [8],
};

const { Catch, ...uncaught } = invoke;
const dummy = { inputData: "dummy" };
const attempt: readonly Step[] = [
  ["TaskStateEntered", { name: "ExecuteLambdaTask", input: dummy }],
  ...failedCall,
];

/** The second attempt follows the failure of the first, not its `TaskStateAborted`. */
const parallel: RecordedExecution = {
  source: `${errorOutput}::test_parallel_catch_error[PARALLEL_CATCH_ERROR_OUTPUT_WITH_RETRY]`,
  definition: machineOf("ParallelState", {
    ParallelState: {
      Type: "Parallel",
      Branches: [{ StartAt: "ExecuteLambdaTask", States: { ExecuteLambdaTask: { ...uncaught, End: true } } }],
      Retry,
      Catch,
      End: true,
    },
    Fallback: { ...pass, Output: { result: "{% $states.input %}" } },
  }),
  input: dummy,
  events: [
    ...inOrder(
      dummy,
      ["ParallelStateEntered", { name: "ParallelState", input: dummy }],
      ["ParallelStateStarted", {}],
      ...attempt,
    ),
    [8, 7, "TaskStateAborted", {}],
    [9, 7, "ParallelStateStarted", {}],
    ...attempt.map(([type, details], n): RecordedEvent => [10 + n, 9 + n, type, details]),
    [14, 13, "TaskStateAborted", {}],
    [16, 15, "ParallelStateExited", { name: "ParallelState", output: caughtOf(dummy) }],
    [17, 16, "PassStateEntered", { name: "Fallback", input: caughtOf(dummy) }],
    [18, 17, "PassStateExited", { name: "Fallback", output: { result: caughtOf(dummy) } }],
    [19, 18, "ExecutionSucceeded", { output: { result: caughtOf(dummy) } }],
  ],
  retriedAfter: [8],
};

/** A function's answer `{}`. Dates and ids are not told. */
const headers = {
  "X-Amz-Executed-Version": "$LATEST",
  "x-amzn-Remapped-Content-Length": "0",
  Connection: "keep-alive",
  "x-amzn-RequestId": "",
  "Content-Length": "2",
  Date: "",
  "X-Amzn-Trace-Id": "",
  "Content-Type": "application/json",
};
const answer = {
  ExecutedVersion: "$LATEST",
  Payload: {},
  SdkHttpMetadata: {
    AllHttpHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
    HttpHeaders: headers,
    HttpStatusCode: 200,
  },
  SdkResponseMetadata: { RequestId: "" },
  StatusCode: 200,
};

/** A number that an expression gives, in a field of the Task. */
const limited = (name: string, field: string, shown: string): RecordedExecution => {
  const Arguments = { Payload: {}, FunctionName: "echoes" };
  return {
    source: `${evaluate}::test_base_task[${name}]`,
    definition: machineOf("Start", {
      Start: { ...uncaught, Arguments, [field]: "{% $variable := 1 %}", End: true },
    }),
    input: {},
    events: inOrder(
      {},
      ["TaskStateEntered", { name: "Start", input: {} }],
      ["TaskScheduled", { ...lambda, region: "us-east-1", parameters: Arguments, [shown]: 1 }],
      ["TaskStarted", lambda],
      ["TaskSucceeded", { ...lambda, output: answer }],
      ["TaskStateExited", { name: "Start", output: answer }],
      succeeded(answer),
    ),
  };
};

/** From the last iteration's end on. */
const mapped = (name: string, fields: object, items: readonly number[]): RecordedExecution => {
  const last = 4 * items.length + 3;
  return {
    source: `${evaluate}::test_base_map[${name}]`,
    definition: machineOf("Start", {
      Start: {
        Type: "Map",
        Items: [1],
        MaxConcurrency: 1,
        ItemProcessor: { StartAt: "Process", States: { Process: pass } },
        ...fields,
        End: true,
      },
    }),
    input: {},
    events: [
      [last, last - 1, "MapIterationSucceeded", { index: items.length - 1, name: "Start" }],
      [last + 1, last, "MapStateSucceeded", {}],
      [last + 2, last, "MapStateExited", { name: "Start", output: [...items] }],
      [last + 3, last + 2, "ExecutionSucceeded", { output: [...items] }],
    ],
  };
};

const values = { input_value: "string literal", input_values: [1, 2, 3] };
const echoes = "arn:aws:lambda:us-east-1:000000000000:function:echoes";
const answered = { sum: 7, result: { sum: 7 }, within: 7 };

/** A function's ARN as the resource has events of its own kind. */
const plainFunction: RecordedExecution = {
  source: "outputdecl/test_output TestArgumentsBase::test_base_lambda[BASE_LAMBDA], its Task",
  definition: machineOf("State0", {
    State0: {
      Type: "Task",
      Resource: echoes,
      Arguments: { sum: "{% $sum($states.input.input_values) + 1 %}" },
      Output: {
        sum: "{% $sum($states.input.input_values) + 1 %}",
        result: "{% $states.result %}",
        within: "{% $states.result.sum %}",
      },
      End: true,
    },
  }),
  input: values,
  events: inOrder(
    values,
    ["TaskStateEntered", { name: "State0", input: values }],
    ["LambdaFunctionScheduled", { resource: echoes, input: { sum: 7 } }],
    ["LambdaFunctionStarted", {}],
    ["LambdaFunctionSucceeded", { output: { sum: 7 } }],
    ["TaskStateExited", { name: "State0", output: answered }],
    succeeded(answered),
  ),
};

const regular = ([name, pattern, result]: readonly [string, string, boolean]): RecordedExecution => ({
  source: `${evaluate}::test_base_jsonata_regular_expressions[${name}]`,
  definition: machineOf("Start", {
    Start: { ...pass, Output: `{% $contains('hello$world', ${pattern}) %}` },
  }),
  input: {},
  events: inOrder({}, ...visit("Pass", "Start", {}, result), succeeded(result)),
});

export const recordedEvaluations: readonly RecordedExecution[] = [
  undefinedIn("OUTPUT", { Output: missing }, "Output"),
  undefinedIn("OUTPUT_FIELD", { Output: { result: missing } }, "Output/result"),
  undefinedIn("OUTPUT_MULTIPLE_STATES", { Output: { result: missing } }, "Output/result", 2),
  undefinedIn("ASSIGN", { Assign: { result: missing } }, "Assign/result"),
  undefinedIn("ARGUMENTS", { Arguments: missing }, "Arguments"),
  undefinedIn("ARGUMENTS_FIELD", { Arguments: { FunctionName: missing } }, "Arguments/FunctionName"),
  nothingAfterCatch,
  parallel,
  limited("TIMEOUT_SECONDS", "TimeoutSeconds", "timeoutInSeconds"),
  limited("HEARTBEAT_SECONDS", "HeartbeatSeconds", "heartbeatInSeconds"),
  mapped("ITEMS", { Items: [1, '{% $number("2") %}', 3] }, [1, 2, 3]),
  mapped("TOLERATED_FAILURE_COUNT", { ToleratedFailureCount: "{% $variable := 1 %}" }, [1]),
  plainFunction,
  ...(
    [
      ["BASE_SINGLE_QUOTE", String.raw`/^hello\$/`, true],
      ["BASE_SINGLE_QUOTE_FALSE", String.raw`/^hello\ /`, false],
    ] as const
  ).map(regular),
];
