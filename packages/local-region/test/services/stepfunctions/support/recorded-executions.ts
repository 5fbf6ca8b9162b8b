/** Longer than most: executions event by event, as AWS recorded them. */

import type { Json } from "../../../../src/ports.ts";
import { machineOf } from "./rig.ts";

/** One event: its id, that of the event before it, its type, and its details with all JSON texts parsed. */
export type RecordedEvent = readonly [id: number, previous: number, type: string, details: Json];

/**
 * What AWS answered for an execution. The machines are written anew from what the recordings show.
 * @see https://github.com/localstack/localstack/tree/main/tests/aws/services/stepfunctions/v2, `<file>.snapshot.json`
 */
export interface RecordedExecution {
  /** File, test and case. */
  readonly source: string;
  readonly definition: Json;
  readonly input: Json;
  /** All events, or those whose ids are given. */
  readonly events: readonly RecordedEvent[];
  /** Ids of the events after which ten seconds go by: failures that are tried again, calls that time out. */
  readonly retriedAfter?: readonly number[];
}

export type Step = readonly [type: string, details: Json];

export const visit = (
  kind: string,
  name: string,
  input: Json,
  output: Json,
  assigned?: Json,
): readonly Step[] => [
  [`${kind}StateEntered`, { name, input }],
  [
    `${kind}StateExited`,
    { name, output, ...(assigned === undefined ? {} : { assignedVariables: assigned }) },
  ],
];

export const succeeded = (output: Json): Step => ["ExecutionSucceeded", { output }];

/** Events one after the other; the first state's event has 0 before it, as the start has. */
export const inOrder = (input: Json, ...steps: readonly Step[]): readonly RecordedEvent[] => [
  [1, 0, "ExecutionStarted", { input }],
  ...steps.map(([type, details], n): RecordedEvent => [n + 2, n === 0 ? 0 : n + 1, type, details]),
];

const output = "outputdecl/test_output TestArgumentsBase";
const assign = "assign/test_assign_base TestAssignBase";
const end = { Type: "Pass", End: true };
const values = { input_value: "string literal", input_values: [1, 2, 3] };

/** A Pass with one field beside its type, and what it gives for an input. */
const ofPass = (source: string, fields: object, input: Json, result: Json): RecordedExecution => ({
  source,
  definition: machineOf("State0", { State0: { ...end, ...fields } }),
  input,
  events: inOrder(input, ...visit("Pass", "State0", input, result), succeeded(result)),
});

const constants = [null, 0, 0.1, true, [], { constant: 0 }, " {% states.input %} ", "$states.input"];
const literals: Json = {
  constant_null: null,
  constant_float: 0.1,
  constant_not_jsonata: " {% states.input %} ",
  constant_varpath: "$no.such.var.path",
  constant_jp_input: "$",
  "constant_jp_input.$": "$",
  constant_jp_context: "$$",
  constant_if: "States.Format('Format:{}', 101)",
  constant_lst_empty: [],
  constant_lst: constants,
  constant_obj_empty: {},
  constant_obj: { in_obj_constant_lst: constants, in_obj_constant_obj: { constant: 0 } },
};

const assignInput = { input_value: "input_value_literal" };
const literal = { input_value: "stringliteral" };
const rich = [null, 0, 0.1, true, "string", [], "$nosuchvar", "$.no.such.path"];

const sum = "{% $sum($states.input.input_values) + $var_constant_1 %}";

const direct: RecordedExecution = {
  source: `${output}::test_base_cases[BASE_DIRECT_EXPR]`,
  definition: machineOf("Init", {
    Init: { Type: "Pass", Assign: { var_constant_1: 1 }, Next: "State0" },
    State0: { ...end, Output: sum },
  }),
  input: values,
  events: inOrder(
    values,
    ...visit("Pass", "Init", values, values, { var_constant_1: 1 }),
    ...visit("Pass", "State0", values, 7),
    succeeded(7),
  ),
};

/** A Choice whose rule and whose default have the same field; the rule leads to a Pass, the default to a Fail. */
const ofChoice = (source: string, field: string, [rule, other]: readonly [Json, Json]) =>
  [true, false].map((condition): RecordedExecution => {
    const input = { condition };
    const given = condition ? rule : other;
    const left = field === "Output" ? given : input;
    const assigned = field === "Output" ? undefined : given;
    const after: readonly Step[] = condition
      ? [...visit("Pass", "ConditionTrue", left, left), succeeded(left)]
      : [
          ["FailStateEntered", { name: "DefaultState", input: left }],
          ["ExecutionFailed", { cause: "Condition is false" }],
        ];
    return {
      source: `${source}[CONDITION_${String(condition).toUpperCase()}]`,
      definition: machineOf("ChoiceState", {
        ChoiceState: {
          Type: "Choice",
          Choices: [{ Condition: "{% $states.input.condition %}", Next: "ConditionTrue", [field]: rule }],
          Default: "DefaultState",
          [field]: other,
        },
        ConditionTrue: end,
        DefaultState: { Type: "Fail", Cause: "Condition is false" },
      }),
      input,
      events: inOrder(input, ...visit("Choice", "ChoiceState", input, left, assigned), ...after),
    };
  });

const [wrong, correct] = [{ state: "WRONG" }, { state: "CORRECT" }];

const loop: RecordedExecution = {
  source: "assign/test_assign_reference_variables::test_reference_assign[BASE_REFERENCE_IN_CHOICE]",
  definition: machineOf("Setup", {
    Setup: { Type: "Pass", Assign: { answer: "the_answer", guess: "the_guess" }, Next: "CheckAnswer" },
    CheckAnswer: {
      Type: "Choice",
      Choices: [{ Condition: "{% $guess = $answer %}", Next: "CorrectAnswer" }],
      Default: "WrongAnswer",
    },
    WrongAnswer: { Type: "Pass", Assign: { guess: "{% $answer %}" }, Output: wrong, Next: "CheckAnswer" },
    CorrectAnswer: { ...end, Output: correct },
  }),
  input: {},
  events: inOrder(
    {},
    ...visit("Pass", "Setup", {}, {}, { answer: "the_answer", guess: "the_guess" }),
    ...visit("Choice", "CheckAnswer", {}, {}),
    ...visit("Pass", "WrongAnswer", {}, wrong, { guess: "the_answer" }),
    ...visit("Choice", "CheckAnswer", wrong, wrong),
    ...visit("Pass", "CorrectAnswer", wrong, correct),
    succeeded(correct),
  ),
};

/** The function `raises` fails with this. */
export const raised = { errorType: "Exception", errorMessage: "Some exception was raised." };

/** A Task whose function fails, and whose catcher leads on with the error. */
export const invoke = {
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: "raises", Payload: { foo: "foobar" } },
  Catch: [
    {
      ErrorEquals: ["States.ALL"],
      Output: { stateInput: "{% $states.input %}", stateError: "{% $states.errorOutput %}" },
      Next: "Fallback",
    },
  ],
};
export const lambda = { resource: "invoke", resourceType: "lambda" };
export const failedCall: readonly Step[] = [
  ["TaskScheduled", { ...lambda, region: "us-east-1", parameters: invoke.Arguments }],
  ["TaskStarted", lambda],
  ["TaskFailed", { ...lambda, error: "Exception", cause: raised }],
];
export const caughtOf = (input: Json): Json => ({
  stateInput: input,
  stateError: { Error: "Exception", Cause: raised },
});

const dummy = { inputData: "dummy" };
const [taskEntered, taskExited] = visit("Task", "Task", dummy, caughtOf(dummy));

const caught: RecordedExecution = {
  source: "states_variables/test_error_output::test_task_catch_error_output[TASK_CATCH_ERROR_OUTPUT]",
  definition: machineOf("Task", {
    Task: { ...invoke, End: true },
    Fallback: { ...end, Output: { error: "{% $states.input %}" } },
  }),
  input: dummy,
  events: inOrder(
    dummy,
    ...(taskEntered ? [taskEntered] : []),
    ...failedCall,
    ...(taskExited ? [taskExited] : []),
    ...visit("Pass", "Fallback", caughtOf(dummy), { error: caughtOf(dummy) }),
    succeeded({ error: caughtOf(dummy) }),
  ),
};

const results = [1, 2, 3].map((item) => ({ result: caughtOf(item) }));

/** A Map over the input's items, one after the other. */
export const eachItem = (ProcessItem: Json, Fallback: Json): Json =>
  machineOf("ProcessItems", {
    ProcessItems: {
      Type: "Map",
      Items: "{% $states.input.items %}",
      MaxConcurrency: 1,
      ItemProcessor: { StartAt: "ProcessItem", States: { ProcessItem, Fallback } },
      End: true,
    },
  });

/** From the second iteration's end on. */
const eachCaught: RecordedExecution = {
  source: "states_variables/test_error_output::test_map_catch_error[MAP_CATCH_ERROR_OUTPUT]",
  definition: eachItem({ ...invoke, End: true }, { ...end, Output: { result: "{% $states.input %}" } }),
  input: { items: [1, 2, 3] },
  events: [
    [18, 17, "TaskStateExited", { name: "ProcessItem", output: caughtOf(2) }],
    [19, 18, "PassStateEntered", { name: "Fallback", input: caughtOf(2) }],
    [20, 19, "PassStateExited", { name: "Fallback", output: { result: caughtOf(2) } }],
    [21, 20, "MapIterationSucceeded", { index: 1, name: "ProcessItems" }],
    [22, 20, "MapIterationStarted", { index: 2, name: "ProcessItems" }],
    [23, 22, "TaskStateEntered", { name: "ProcessItem", input: 3 }],
    ...failedCall.map(([type, details], n): RecordedEvent => [24 + n, 23 + n, type, details]),
    [27, 26, "TaskStateExited", { name: "ProcessItem", output: caughtOf(3) }],
    [28, 27, "PassStateEntered", { name: "Fallback", input: caughtOf(3) }],
    [29, 28, "PassStateExited", { name: "Fallback", output: { result: caughtOf(3) } }],
    [30, 29, "MapIterationSucceeded", { index: 2, name: "ProcessItems" }],
    [31, 30, "MapStateSucceeded", {}],
    [32, 30, "MapStateExited", { name: "ProcessItems", output: results }],
    [33, 32, "ExecutionSucceeded", { output: results }],
  ],
};

const branchOf = (name: string): Json => ({
  StartAt: name,
  States: { [name]: { ...end, Assign: { innerX: "{% $x %}", value: "{% $states.input %}" } } },
});

/** Without the events inside the branches, whose order is AWS's secret. */
const branches: RecordedExecution = {
  source: `${assign}::test_base_parallel_cases[BASE_SCOPE_PARALLEL]`,
  definition: machineOf("State0", {
    State0: { Type: "Pass", Assign: { x: 42 }, Next: "State1" },
    State1: { Type: "Parallel", Branches: ["Branch1", "Branch21", "Branch31"].map(branchOf), End: true },
  }),
  input: {},
  events: [
    ...inOrder(
      {},
      ...visit("Pass", "State0", {}, {}, { x: 42 }),
      ["ParallelStateEntered", { name: "State1", input: {} }],
      ["ParallelStateStarted", {}],
    ),
    [13, 11, "ParallelStateExited", { name: "State1", output: [{}, {}, {}] }],
    [14, 13, "ExecutionSucceeded", { output: [{}, {}, {}] }],
  ],
};

export const recordedExecutions: readonly RecordedExecution[] = [
  {
    source:
      "query_language/test_base_query_language::test_query_language_field_override[JSONATA_OVERRIDE_DEFAULT]",
    definition: { StartAt: "StartState", States: { StartState: { ...end, QueryLanguage: "JSONata" } } },
    input: {},
    events: inOrder({}, ...visit("Pass", "StartState", {}, {}), succeeded({})),
  },
  ofPass(`${output}::test_base_cases[BASE_EMPTY]`, { Output: {} }, values, {}),
  ofPass(`${output}::test_base_cases[BASE_LITERALS], most of it`, { Output: literals }, values, literals),
  direct,
  ofPass(
    `${output}::test_base_output_any_non_dict[JSONATA_EXPR]`,
    { Output: "{% $states.input %}" },
    literal,
    literal,
  ),
  ofPass(`${output}::test_base_output_any_non_dict[LIST_EMPY]`, { Output: [] }, literal, []),
  ofPass(
    `${output}::test_base_output_any_non_dict[LIST_RICH]`,
    { Output: [...rich, "{% $states.input %}", { key: true }] },
    literal,
    [...rich, literal, { key: true }],
  ),
  ...ofChoice(`${output}::test_output_in_choice`, "Output", [
    "Condition Output block",
    "Default Output block",
  ]),
  ofPass(`${assign}::test_base_cases[BASE_EMPTY]`, { Assign: {} }, assignInput, assignInput),
  ...ofChoice(`${assign}::test_assign_in_choice`, "Assign", [
    { Assignment: "Condition assignment" },
    { Assignment: "Default Assignment" },
  ]),
  loop,
  branches,
  caught,
  eachCaught,
];
