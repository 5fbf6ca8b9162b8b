import type { Json } from "../../../../src/ports.ts";
import { inOrder, type RecordedExecution, type Step, succeeded, visit } from "./recorded-executions.ts";
import { machineOf } from "./rig.ts";

/** What AWS answered for executions that wait, select items, or fail. */

const scenarios = "scenarios/test_base_scenarios";
const end = { Type: "Pass", End: true };

/** An expression of a state fails, and so does the execution. A Map that has been entered fails, too. */
const notEvaluated = (state: string, enteredAt: number, what: string, location?: string): readonly Step[] => {
  const error = "States.QueryEvaluationError";
  const cause = `An error occurred while executing the state '${state}' (entered at the event id #${enteredAt}). ${what}`;
  return [
    ["EvaluationFailed", { cause, error, ...(location !== undefined && { location }), state }],
    ["ExecutionFailed", { cause, error }],
  ];
};

const waitUntil = machineOf("WaitState", {
  WaitState: { Type: "Wait", Timestamp: "{% $states.input.TimestampValue %}", End: true },
});

const waitOf = (name: string, TimestampValue: string, ...after: readonly Step[]): RecordedExecution => ({
  source: `${scenarios}::test_wait_timestamp_jsonata[${name}]`,
  definition: waitUntil,
  input: { TimestampValue },
  events: inOrder(
    { TimestampValue },
    ["WaitStateEntered", { name: "WaitState", input: { TimestampValue } }],
    ...after,
  ),
});

const waited = ([name, value]: readonly [string, string]): RecordedExecution =>
  waitOf(
    name,
    value,
    ["WaitStateExited", { name: "WaitState", output: { TimestampValue: value } }],
    succeeded({ TimestampValue: value }),
  );

const notAnInstant = ([name, value]: readonly [string, string]): RecordedExecution =>
  waitOf(
    name,
    value,
    ...notEvaluated(
      "WaitState",
      2,
      `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
      "Timestamp",
    ),
  );

const failing = (field: "error" | "cause", value: string): RecordedExecution => {
  const input = { [field]: value };
  const Field = field === "error" ? "Error" : "Cause";
  return {
    source: `${scenarios}::test_fail_${field}_jsonata`,
    definition: machineOf("FailState", {
      FailState: { Type: "Fail", [Field]: `{% $states.input.${field} %}` },
    }),
    input,
    events: inOrder(input, ["FailStateEntered", { name: "FailState", input }], ["ExecutionFailed", input]),
  };
};

const iterating = (fields: object): Json => ({
  Type: "Map",
  MaxConcurrency: 1,
  ...fields,
  ItemProcessor: { StartAt: "Pass", States: { Pass: end } },
  End: true,
});

/** The event that an expression failed follows what was before the Map; the Map's own failure follows that. */
const mapFailed = (steps: readonly Step[], before: number): RecordedExecution["events"] => {
  const [started, ...rest] = inOrder({}, ...steps);
  const [evaluation, execution] = rest.splice(-2);
  if (!started || !evaluation || !execution) throw new Error("There are three events at least.");
  const [id, , type, details] = evaluation;
  const after = [id + 1, id + 2] as const;
  return [
    started,
    ...rest,
    [id, before, type, details],
    [after[0], id, "MapStateFailed", {}],
    [after[1], after[0], execution[2], execution[3]],
  ];
};

const unexpected = (expression: string, type: string, value: Json): string =>
  `The JSONata expression '${expression}' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was '${type}' for value: ${JSON.stringify(value)}`;

/** AWS takes objects as items since 2025, so the recordings of 2024 that refuse them say no more how it is. */
const notItems = (name: string, expression: string, what: string): RecordedExecution => ({
  source: `${scenarios}::test_map_state_items_eval_jsonata_fail[${name}]`,
  definition: machineOf("MapIterateState", { MapIterateState: iterating({ Items: `{% ${expression} %}` }) }),
  input: {},
  events: mapFailed(
    [
      ["MapStateEntered", { name: "MapIterateState", input: {} }],
      ...notEvaluated("MapIterateState", 2, what, "Items"),
    ],
    0,
  ),
});

const notItemsOfVariable = ([type, value]: readonly [string, Json]): RecordedExecution => ({
  source: `${scenarios}::test_map_state_items_eval_jsonata_variable_sampling_fail[${type}]`,
  definition: machineOf("Start", {
    Start: { Type: "Pass", Assign: { ItemsVar: value }, Next: "MapIterateState" },
    MapIterateState: iterating({ Items: "{% $ItemsVar %}" }),
  }),
  input: {},
  events: mapFailed(
    [
      ...visit("Pass", "Start", {}, {}, { ItemsVar: value }),
      ["MapStateEntered", { name: "MapIterateState", input: {} }],
      ...notEvaluated("MapIterateState", 4, unexpected("$ItemsVar", type, value), "Items"),
    ],
    3,
  ),
});

const notAList = ([type, items]: readonly [string, Json]): RecordedExecution => ({
  source: `${scenarios}::test_map_state_items_input_types[${type}]`,
  definition: machineOf("Start", {
    Start: { Type: "Pass", Output: "{% $states.input.items %}", Next: "MapIterateState" },
    MapIterateState: iterating({}),
  }),
  input: { items },
  events: mapFailed(
    [
      ...visit("Pass", "Start", { items }, items),
      ["MapStateEntered", { name: "MapIterateState", input: items }],
      ...notEvaluated(
        "MapIterateState",
        4,
        `Map state input must be an array but was: ${JSON.stringify(items)}`,
      ),
    ],
    3,
  ).map((event, n) => (n === 0 ? [1, 0, "ExecutionStarted", { input: { items } }] : event)),
});

const empty: RecordedExecution = {
  source: `${scenarios}::test_map_state_items_eval_jsonata[empty]`,
  definition: machineOf("MapIterateState", { MapIterateState: iterating({ Items: "{% [] %}" }) }),
  input: {},
  events: [
    [1, 0, "ExecutionStarted", { input: {} }],
    [2, 0, "MapStateEntered", { name: "MapIterateState", input: {} }],
    [3, 2, "MapStateStarted", { length: 0 }],
    [4, 3, "MapStateSucceeded", {}],
    [5, 3, "MapStateExited", { name: "MapIterateState", output: [] }],
    [6, 5, "ExecutionSucceeded", { output: [] }],
  ],
};

const content = { bucket: "test-bucket", values: ["1", "2", "3"] };
const selected = content.values.map((value) => ({ bucketName: content.bucket, value }));

/** The recorded machine is in JSONPath; its events do not show that. */
const selector: RecordedExecution = {
  source: `${scenarios}::test_map_state_item_selector_parameters, to the first iteration's end`,
  definition: machineOf("Start", {
    Start: { Type: "Pass", Output: { content }, Next: "MapState" },
    MapState: {
      Type: "Map",
      MaxConcurrency: 1,
      Items: "{% $states.input.content.values %}",
      ItemSelector: {
        bucketName: "{% $states.input.content.bucket %}",
        value: "{% $states.context.Map.Item.Value %}",
      },
      ItemProcessor: {
        StartAt: "EndState",
        States: { EndState: { ...end, Output: { message: "Processing item completed" } } },
      },
      End: true,
    },
  }),
  input: {},
  events: [
    ...inOrder(
      {},
      ...visit("Pass", "Start", {}, { content }),
      ["MapStateEntered", { name: "MapState", input: { content } }],
      ["MapStateStarted", { length: 3 }],
      ["MapIterationStarted", { index: 0, name: "MapState" }],
      ...visit("Pass", "EndState", selected[0] ?? {}, { message: "Processing item completed" }),
    ),
  ],
};

const failure = { error: "HandleItemFailError", cause: "HandleItemFailCause" };

/** Four attempts: each follows the last event inside the one before it. */
const retried: RecordedExecution = {
  source: `${scenarios}::test_map_state_retry_multiple_retriers, in JSONata`,
  definition: machineOf("StartState", {
    StartState: { Type: "Pass", Output: { arr: [1] }, Next: "MapState" },
    MapState: {
      Type: "Map",
      MaxConcurrency: 1,
      Items: "{% $states.input.arr %}",
      ItemProcessor: {
        StartAt: "HandleItemFail",
        States: { HandleItemFail: { Type: "Fail", Error: failure.error, Cause: failure.cause } },
      },
      Retry: [
        { ErrorEquals: ["NoSuchError"], MaxAttempts: 1 },
        { ErrorEquals: ["State.ALL"], MaxAttempts: 2 },
        { ErrorEquals: [failure.error], MaxAttempts: 3 },
      ],
      End: true,
    },
  }),
  input: {},
  events: [
    ...inOrder({}, ...visit("Pass", "StartState", {}, { arr: [1] }), [
      "MapStateEntered",
      { name: "MapState", input: { arr: [1] } },
    ]),
    ...[5, 9, 13, 17].flatMap((id): RecordedExecution["events"] => [
      [id, id === 5 ? 4 : id - 2, "MapStateStarted", { length: 1 }],
      [id + 1, id, "MapIterationStarted", { index: 0, name: "MapState" }],
      [id + 2, id + 1, "FailStateEntered", { name: "HandleItemFail", input: 1 }],
      [id + 3, id + 2, "MapIterationFailed", { index: 0, name: "MapState" }],
    ]),
    [21, 19, "MapStateFailed", {}],
    [22, 21, "ExecutionFailed", failure],
  ],
  retriedAfter: [8, 12, 16],
};

export const recordedFailures: readonly RecordedExecution[] = [
  ...(
    [
      ["SECONDS", "2016-12-05T21:29:29Z"],
      ["NANOSECONDS", "2016-12-05T21:29:29.000000000Z"],
    ] as const
  ).map(waited),
  ...(
    [
      ["NO_T", "2016-12-05 21:29:29Z"],
      ["NO_Z", "2016-12-05T21:29:29"],
      ["INVALID_DATE", "2016-13-05T21:29:29Z"],
      ["INVALID_TIME", "2016-12-05T25:29:29Z"],
      ["INVALID_ISO", "05-12-2016T21:29:29Z"],
    ] as const
  ).map(notAnInstant),
  failing("error", "Exception"),
  failing("cause", "This failed to due an Exception."),
  notItems("string", "'string'", unexpected("'string'", "string", "string")),
  notItems("boolean", "true", unexpected("true", "boolean", true)),
  notItems("null", "null", unexpected("null", "null", null)),
  notItems(
    "function",
    "$fn := function($x){$x}",
    "The JSONata expression '$fn := function($x){$x}' specified for the field 'Items' returned an unsupported result type.",
  ),
  ...(
    [
      ["number", 1],
      ["string", "string"],
      ["boolean", true],
      ["null", null],
    ] as const
  ).map(notItemsOfVariable),
  ...(
    [
      ["number", 1],
      ["string", "string"],
    ] as const
  ).map(notAList),
  empty,
  selector,
  retried,
];
