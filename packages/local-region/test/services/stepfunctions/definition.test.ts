/** Longer than most: each kind of mistake in a definition is written out, with what is answered. */

import { describe, expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import { AwsError, type Json } from "../../../src/ports.ts";
import {
  checkDefinition,
  readDefinition,
} from "../../../src/services/stepfunctions/definition/definition.ts";
import {
  machineFields,
  stateFields,
  stateTypes,
} from "../../../src/services/stepfunctions/definition/states.ts";
import { Expressions } from "../../../src/services/stepfunctions/jsonata/expression.ts";
import { machineOf } from "./support/rig.ts";

const expressions = new Expressions(new Clock());

/** What is wrong, each with its place. */
const problems = (definition: Json | string): string[] => {
  const text = typeof definition === "string" ? definition : JSON.stringify(definition);
  return checkDefinition(expressions, text).problems.map(({ path, message }) => `${path}: ${message}`);
};

const only = (state: object): Json => machineOf("A", { A: { End: true, ...state } });

describe("a definition is refused", () => {
  test("when it is JSONPath, which is what is meant where nothing is said", () => {
    const definition = { StartAt: "A", States: { A: { Type: "Succeed" } } };
    const refusal = [
      expect.stringMatching(/^\/QueryLanguage: JSONPath is not supported .*QueryLanguage JSONata$/),
    ];
    expect(problems(definition)).toEqual(refusal);
    expect(problems({ ...definition, QueryLanguage: "JSONPath" })).toEqual(refusal);
    expect(problems(machineOf("A", { A: { Type: "Succeed", QueryLanguage: "JSONPath" } }))).toEqual([
      "/States/A: 'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
    ]);
  });

  test("when only some states of a machine of JSONPath say that they are JSONata", () => {
    const states = {
      A: { Type: "Pass", QueryLanguage: "JSONata", Next: "B" },
      B: { Type: "Succeed" },
    };
    expect(problems({ StartAt: "A", States: states })).toEqual([
      "/States/B/QueryLanguage: must be JSONata: the machine's own language is JSONPath, which is not supported",
    ]);
  });

  test("when states in a state of JSONata have the language of the machine, or an ItemProcessor has its own", () => {
    const nested = { StartAt: "N", States: { N: { Type: "Succeed" } } };
    const map = { Type: "Map", QueryLanguage: "JSONata", ItemProcessor: nested, End: true };
    expect(problems({ StartAt: "A", States: { A: map } })).toEqual([
      "/States/A/ItemProcessor/States/N/QueryLanguage: must be JSONata: the machine's own language is JSONPath, which is not supported",
    ]);
    expect(problems(only({ ...map, ItemProcessor: { ...nested, QueryLanguage: "JSONata" } }))).toEqual([
      "/States/A/ItemProcessor: Field 'QueryLanguage' is not supported",
    ]);
  });

  test("when a state has a field of JSONPath, with the one to use", () => {
    expect(problems(only({ Type: "Pass", ResultPath: "$.x" }))).toEqual([
      "/States/A: The QueryLanguage is set to 'JSONata', but field 'ResultPath' is only supported for the 'JSONPath' QueryLanguage; use Output or Assign",
    ]);
  });

  test("with all its problems at once, each with its path", () => {
    const definition = machineOf("A", {
      A: { Type: "Pass", Colour: "red", Next: "B" },
      B: { Type: "Paint" },
      C: { Type: "Wait", Seconds: -1, Next: "A", Output: "{% 1 + %}" },
      D: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Retry: [{ ErrorEquals: [], JitterStrategy: "SOME" }],
      },
    });
    expect(problems(definition)).toEqual([
      "/States/A: Field 'Colour' is not supported",
      "/States/B/Type: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
      "/States/C/Seconds: must be a whole number of seconds from 0 to 99999999 or a JSONata expression, {% ... %}",
      "/States/D/Retry[0]/ErrorEquals: Value cannot be empty",
      "/States/D/Retry[0]/JitterStrategy: The field 'JitterStrategy' should have one of these values: [FULL, NONE]",
      "/States/C/Output: Unexpected end of expression",
    ]);
  });

  test("in AWS's form, each problem with its code and its place", () => {
    const definition = machineOf("A", {
      A: { Type: "Pass", Next: "B" },
      C: { Type: "Wait", Seconds: 1, End: true },
    });
    expect(() => readDefinition(expressions, JSON.stringify(definition))).toThrow(
      new AwsError(
        "InvalidDefinition",
        `Invalid State Machine Definition: 'MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next, MISSING_TRANSITION_TARGET: State "C" is not reachable. at /States/C'`,
      ),
    );
    expect(() => readDefinition(expressions, "not a definition")).toThrow(
      /^Invalid State Machine Definition: 'INVALID_JSON_DESCRIPTION: /,
    );
    expect(() => readDefinition(expressions, '{"QueryLanguage": "JSONata"}')).toThrow(
      /^Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: \[States, StartAt\] at \/'$/,
    );
  });

  test("with its problems, however many a definition has room for", () => {
    const state = { Type: "Task", Resource: "x", Retry: Array(200_000).fill(0) };
    expect(problems(only(state))).toHaveLength(200_000);
  });

  test("when its transitions lead nowhere", () => {
    const definition = machineOf("Z", {
      A: { Type: "Pass", Next: "B" },
      C: { Type: "Pass" },
      D: { Type: "Choice", Choices: [{ Condition: true, Next: "X" }], Default: "Y" },
    });
    expect(problems(definition)).toEqual([
      "/StartAt: Missing 'Next' target: Z",
      "/States/A/Next: Missing 'Next' target: B",
      "/States/C: This object should have only one of the following fields: [Next, End]",
      "/States/D/Choices[0]/Next: Missing 'Next' target: X",
      "/States/D/Default: Missing 'Next' target: Y",
      ": Workflow has no terminal state",
    ]);
  });

  test("when nothing ends it, which has no place in it", () => {
    const loop = { A: { Type: "Pass", Next: "B" }, B: { Type: "Wait", Seconds: 1, Next: "A" } };
    expect(() => readDefinition(expressions, JSON.stringify(machineOf("A", loop)))).toThrow(
      new AwsError(
        "InvalidDefinition",
        "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'",
      ),
    );
  });

  test("when nested machines are wrong", () => {
    const nested = { StartAt: "A", States: { A: { Type: "Pass", Assign: { x: 1 }, End: true } } };
    expect(
      problems(
        machineOf("A", {
          A: { Type: "Pass", Assign: { x: 1 }, Next: "B" },
          B: { Type: "Parallel", Branches: [nested, { StartAt: "N", States: {} }], End: true },
        }),
      ),
    ).toEqual(["/States/B/Branches[1]/States: must hold at least one state"]);
    expect(
      problems(
        machineOf("A", {
          A: { Type: "Pass", Assign: { x: 1 }, Next: "B" },
          B: { Type: "Parallel", Branches: [nested], End: true },
        }),
      ),
    ).toEqual([
      "/States/B/Branches[0]/States/A: has the name of another state of this definition",
      "/States/B/Branches[0]/States/A/Assign: assigns 'x', a variable of the surrounding machine",
    ]);
  });

  test("when a resource or an argument is not one that is supported", () => {
    const task = (Resource: string, Arguments?: object) =>
      problems(only({ Type: "Task", Resource, ...(Arguments ? { Arguments } : {}) }));
    expect(task("arn:aws:states:::sns:publish")).toEqual([
      expect.stringMatching(
        /^\/States\/A\/Resource: must be a Lambda function's ARN, .*not "arn:aws:states:::sns:publish"$/,
      ),
    ]);
    expect(task("arn:aws:states:::sqs:sendMessage", { QueueUrl: "x", MessageGroupId: "y" })).toEqual([
      "/States/A/Arguments: needs MessageBody",
      "/States/A/Arguments/MessageGroupId: is not supported; sendMessage takes QueueUrl, MessageBody, DelaySeconds",
    ]);
  });

  test("when its expressions use $eval or lack a delimiter", () => {
    expect(problems(only({ Type: "Pass", Output: { a: "{% $eval('1') %}", b: "{% 1", c: "1 %}" } }))).toEqual(
      [
        "/States/A/Output/a: uses $eval, which is not supported; use $parse to read JSON",
        "/States/A/Output/b: looks like a JSONata expression but must both start with {% and end with %}",
        "/States/A/Output/c: looks like a JSONata expression but must both start with {% and end with %}",
      ],
    );
  });

  test("when its expressions refer to what they can't", () => {
    const at = (name: string) => `Reference to '${name}' at the top level is not supported.`;
    const missing = (field: string) => `Field '$states.${field}' does not exist.`;
    const expected: readonly (readonly [string, ...string[]])[] = [
      ["phone", at("phone")],
      ["$merge([$states.input, {'x': b.home}]) ~> a", at("b"), at("a")],
      ["$.phone", at("$")],
      ["$states.input[$$.x = 1]", "Reference to '$$' is not supported."],
      ["$states.input.($states.item)", missing("item")],
      ["$states.result", missing("result")],
      ["$states.input.(phone & items[size > 1 and $.n].{'n': name})"],
      ["($f := function($x) { $x.phone }; $map($states.context.all, $f)[phone = 1]^(name))"],
    ];
    const Output = expected.map(([expression]) => `{% ${expression} %}`);
    expect(checkDefinition(expressions, JSON.stringify(only({ Type: "Pass", Output }))).problems).toEqual(
      expected.flatMap(([, ...messages], i) =>
        messages.map((message) => ({
          code: "UNSUPPORTED_JSONATA_EXPRESSION",
          path: `/States/A/Output[${i}]`,
          message,
        })),
      ),
    );
    const both = { result: "{% $states.result %}", error: "{% $states.errorOutput %}" };
    const task = {
      Type: "Task",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload: both },
      Assign: both,
      Catch: [{ ErrorEquals: ["States.ALL"], Output: both, Next: "B" }],
      Next: "B",
    };
    expect(problems(machineOf("A", { A: task, B: { Type: "Succeed" } }))).toEqual([
      `/States/A/Arguments/Payload/result: ${missing("result")}`,
      `/States/A/Arguments/Payload/error: ${missing("errorOutput")}`,
      `/States/A/Assign/error: ${missing("errorOutput")}`,
      `/States/A/Catch[0]/Output/result: ${missing("result")}`,
    ]);
  });

  test("when its expressions are of a JSONata newer than the one on AWS", () => {
    const newer = (field: string, operator: string) =>
      `/States/A/Output/${field}: is not understood by Step Functions, which runs JSONata 2.0.6: that has no operator ${operator}`;
    const Output = {
      a: "{% $states.input.a??1 %}",
      b: "{% {'x': [$states.input.b.y[$ ?: 1]]} %}",
      c: "{% 'a ?? b' & /a??b?:/ & $states.input.`x??y` /* ?? */ %}",
      d: "{% $exists($states.input.d)?$states.input.d:$f(?, ?) %}",
    };
    expect(problems(only({ Type: "Pass", Output }))).toEqual([newer("a", "??"), newer("b", "?:")]);
  });

  test("when an expression is wrong anywhere in a template, whatever its member is called", () => {
    const Payload = { Type: "{% ((( %}", Next: { Comment: "{% $eval('1') %}" }, fine: "{% 'costs $eval' %}" };
    const task = {
      Type: "Task",
      Comment: "{% for people",
      Resource: "arn:aws:states:::lambda:invoke",
      Arguments: { FunctionName: "f", Payload },
      End: true,
    };
    expect(problems(machineOf("Type", { Type: task }))).toEqual([
      '/States/Type/Arguments/Payload/Type: Expected ")" before end of expression',
      "/States/Type/Arguments/Payload/Next/Comment: uses $eval, which is not supported; use $parse to read JSON",
    ]);
  });

  test("when a function is to be called without waiting for it", () => {
    const Arguments = { FunctionName: "f", InvocationType: "Event" };
    expect(problems(only({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Arguments }))).toEqual([
      '/States/A/Arguments/InvocationType: must be "RequestResponse", not "Event"',
    ]);
  });

  test("when a reader has what it would not use", () => {
    const ItemProcessor = {
      StartAt: "B",
      States: { B: { Type: "Succeed" } },
      ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
    };
    const reader = (action: string, Arguments: object, ReaderConfig: object) =>
      problems(
        only({
          Type: "Map",
          ItemProcessor,
          ItemReader: { Resource: `arn:aws:states:::s3:${action}`, Arguments, ReaderConfig },
        }),
      );
    const csv = { InputType: "CSV", CSVHeaderLocation: "FIRST_ROW", CSVHeaders: ["a"] };
    expect(reader("getObject", { Bucket: "b", Key: "k" }, csv)).toEqual([
      "/States/A/ItemReader/ReaderConfig: CSVHeaders need CSVHeaderLocation GIVEN",
    ]);
    expect(reader("getObject", { Bucket: "b", Prefix: "p" }, { InputType: "JSON" })).toEqual([
      "/States/A/ItemReader/Arguments: needs Key",
      "/States/A/ItemReader/Arguments: may hold Bucket, Key only",
    ]);
    expect(reader("listObjectsV2", { Bucket: "b" }, { InputType: "JSON" })).toEqual([
      "/States/A/ItemReader/ReaderConfig/InputType: is for s3:getObject only: a listing's items are what S3 says of each object",
    ]);
  });

  test("when an inline Map has fields of a distributed one, and children that are not STANDARD", () => {
    const processor = { StartAt: "B", States: { B: { Type: "Succeed" } } };
    expect(
      problems(only({ Type: "Map", ItemProcessor: processor, Label: "x", ToleratedFailureCount: 1 })),
    ).toEqual(["/States/A/Label: is for Maps with Mode DISTRIBUTED only"]);
    const ProcessorConfig = { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" };
    expect(problems(only({ Type: "Map", ItemProcessor: { ...processor, ProcessorConfig } }))).toEqual([
      "/States/A/ItemProcessor/ProcessorConfig/ExecutionType: must be STANDARD; EXPRESS children are not supported",
    ]);
  });

  test("when retriers or catchers are in an order that AWS refuses", () => {
    const Retry = [
      { ErrorEquals: ["States.ALL"] },
      { ErrorEquals: ["E"], IntervalSeconds: 5, MaxDelaySeconds: 5 },
    ];
    expect(problems(only({ Type: "Task", Resource: "arn:aws:states:::lambda:invoke", Retry }))).toEqual([
      "/States/A/Retry[1]/MaxDelaySeconds: must be greater than IntervalSeconds",
    ]);
    const Arguments = { FunctionName: "f" };
    expect(
      problems(
        only({
          Type: "Task",
          Resource: "arn:aws:states:::lambda:invoke",
          Arguments,
          Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["E"] }],
        }),
      ),
    ).toEqual(["/States/A/Retry[0]/ErrorEquals: States.ALL must appear alone and at end of list"]);
  });

  test("when fields are missing or exclude each other", () => {
    const definition = machineOf("A", {
      A: { Type: "Task", Retry: [{}], Catch: [{ ErrorEquals: ["E"] }] },
      B: {},
    });
    expect(problems(definition)).toEqual([
      "/States/A/Retry[0]: These fields are required: [ErrorEquals]",
      "/States/A/Catch[0]: These fields are required: [Next]",
      "/States/A: These fields are required: [Resource]",
      "/States/B: These fields are required: [Type]",
    ]);
    const Timestamp = "2026-11-23T22:00:00Z";
    const times = "one of the following fields: [SecondsPath, Seconds, TimestampPath, Timestamp]";
    expect(problems(only({ Type: "Wait", Seconds: 1, Timestamp, Next: "A" }))).toEqual([
      "/States/A: There should only be one of the following fields: [Next, End]",
      `/States/A: There should only be ${times}`,
    ]);
    expect(problems(only({ Type: "Wait" }))).toEqual([`/States/A: This object should have only ${times}`]);
  });

  test("when it is not JSON, in the words of AWS's parser where they are known", () => {
    const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
    const unexpected = (character: string, code: number) =>
      `Unexpected character ('${character}' (code ${code})): was expecting`;
    const known: readonly (readonly [string, string, string])[] = [
      ["not a definition", `Unrecognized token 'not': was expecting ${values}`, "line: 1, column: 4"],
      ["{'a': 1}", `${unexpected("'", 39)} double-quote to start field name`, "line: 1, column: 3"],
      [
        '{"a": "b"\n "c": 1}',
        `${unexpected('"', 34)} comma to separate Object entries`,
        "line: 2, column: 3",
      ],
      ['["a\\"", null 1]', `${unexpected("1", 49)} comma to separate Array entries`, "line: 1, column: 15"],
      ['{"a" 1}', `${unexpected("1", 49)} a colon to separate field name and value`, "line: 1, column: 7"],
      [
        "[{}, [], -1.5e3, ]",
        `Unexpected character (']' (code 93)): expected a valid value ${values}`,
        "line: 1, column: 19",
      ],
    ];
    for (const [text, message, place] of known) {
      const location = `[Source: (String)"${text}"; ${place}]`;
      expect(problems(text)).toEqual([`${location}: ${message}\n at ${location}`]);
    }
    const long = `{"a": ["${"b".repeat(600)}"`;
    const [problem] = problems(long);
    expect(problem).toContain("expected close marker for Array (start marker at [Source: (String)");
    expect(problem).toContain(`b"[truncated 109 chars]; line: 1, column: 610]: Unexpected end-of-input: `);
    for (const text of ['{"a', '["\\x"]', "{} {}", "[01]", '["a\tb"]', "[1}"]) {
      expect(problems(text)).toEqual([expect.stringMatching(/^: .*JSON/)]);
    }
  });
});

test("the table of supported fields has every state type, each with its fields", () => {
  expect(Object.keys(stateFields).sort()).toEqual([...stateTypes].sort());
  expect(stateFields.Task).toEqual(
    expect.arrayContaining(["Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch"]),
  );
  expect(machineFields.processor).toContain("ProcessorConfig");
});
