/** Longer than most: the actions are tried one after the other on the same engine. */

import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListActivitiesCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
  paginateListExecutions,
  StartExecutionCommand,
  StopExecutionCommand,
  type Tag,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { machineOf, Rig, roleArn } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const passing = machineOf("Only", { Only: { Type: "Pass", End: true } });
const resting = machineOf("Rest", { Rest: { Type: "Wait", Seconds: 1000, End: true } });

describe("state machines", () => {
  test("are created, described, listed, tagged and deleted", async () => {
    const definition = JSON.stringify(passing);
    const { stateMachineArn, creationDate } = await rig.client.send(
      new CreateStateMachineCommand({
        name: "first",
        definition,
        roleArn,
        tags: [{ key: "course", value: "linux" }],
      }),
    );
    expect(stateMachineArn).toBe("arn:aws:states:us-east-1:000000000000:stateMachine:first");
    expect(await rig.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      stateMachineArn,
      name: "first",
      status: "ACTIVE",
      type: "STANDARD",
      definition,
      roleArn,
      creationDate,
      loggingConfiguration: { level: "OFF", includeExecutionData: false },
      encryptionConfiguration: { type: "AWS_OWNED_KEY" },
    });
    const { stateMachines } = await rig.client.send(new ListStateMachinesCommand({}));
    expect(stateMachines).toEqual([{ stateMachineArn, name: "first", type: "STANDARD", creationDate }]);
    const { tags } = await rig.client.send(new ListTagsForResourceCommand({ resourceArn: stateMachineArn }));
    expect(tags).toEqual([{ key: "course", value: "linux" }]);
    await rig.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await rig.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await expect(rig.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject(
      {
        name: "StateMachineDoesNotExist",
      },
    );
  });

  test("are tagged and untagged, up to 50 tags", async () => {
    const resourceArn = await rig.createMachine(passing);
    const tags = async () => (await rig.client.send(new ListTagsForResourceCommand({ resourceArn }))).tags;
    const tag = (...added: Tag[]) => rig.client.send(new TagResourceCommand({ resourceArn, tags: added }));
    await tag({ key: "a", value: "1" }, { key: "b", value: "2" });
    await tag({ key: "a", value: "3" });
    expect(await tags()).toEqual([
      { key: "a", value: "3" },
      { key: "b", value: "2" },
    ]);
    await rig.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ["a", "none"] }));
    await rig.killAndReopen();
    expect(await tags()).toEqual([{ key: "b", value: "2" }]);
    const many = Array.from({ length: 50 }, (_, i) => ({ key: `k${i}`, value: "" }));
    await expect(tag(...many)).rejects.toMatchObject({ name: "TooManyTags" });
    await expect(
      rig.client.send(new TagResourceCommand({ resourceArn: `${resourceArn}x`, tags: [] })),
    ).rejects.toMatchObject({ name: "ResourceNotFound" });
  });

  test("have definitions that can be validated without making one", async () => {
    const validate = (definition: string, maxResults = 0) =>
      rig.client.send(new ValidateStateMachineDefinitionCommand({ definition, maxResults }));
    expect(await validate(JSON.stringify(passing))).toMatchObject({
      result: "OK",
      diagnostics: [],
      truncated: false,
    });
    expect(await validate("{}")).toMatchObject({
      result: "FAIL",
      diagnostics: [
        {
          severity: "ERROR",
          code: "SCHEMA_VALIDATION_FAILED",
          message: "These fields are required: [States, StartAt]",
          location: "/",
        },
      ],
      truncated: false,
    });
    const { diagnostics: first, truncated } = await validate('{"Colour": 1}', 1);
    expect([first?.length, truncated]).toEqual([1, true]);
    const { diagnostics } = await validate("");
    expect(diagnostics).toEqual([
      {
        severity: "ERROR",
        code: "SCHEMA_VALIDATION_FAILED",
        message: "Definition must be a valid JSON object",
      },
    ]);
    expect((await rig.client.send(new ListStateMachinesCommand({}))).stateMachines).toEqual([]);
  });

  test("with a role that does not exist are refused", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    const refused = {
      name: "AccessDeniedException",
      message:
        "Neither the global service principal states.amazonaws.com, nor the regional one is authorized to assume the provided role.",
    };
    const other = "arn:aws:iam::000000000000:role/Nobody";
    await expect(
      rig.client.send(
        new CreateStateMachineCommand({ name: "x", definition: JSON.stringify(passing), roleArn: other }),
      ),
    ).rejects.toMatchObject(refused);
    await expect(
      rig.client.send(new UpdateStateMachineCommand({ stateMachineArn, roleArn: other })),
    ).rejects.toMatchObject(refused);
  });

  test("creating the same one again gives it, another of its name is refused", async () => {
    const create = (definition: string) =>
      rig.client.send(new CreateStateMachineCommand({ name: "first", definition, roleArn }));
    const first = await create(JSON.stringify(passing));
    expect((await create(JSON.stringify(passing))).stateMachineArn).toBe(first.stateMachineArn);
    await expect(create(JSON.stringify(resting))).rejects.toMatchObject({
      name: "StateMachineAlreadyExists",
    });
  });

  test("an update is for executions to come; those that run keep their definition", async () => {
    const stateMachineArn = await rig.createMachine(resting);
    const { executionArn } = await rig.client.send(new StartExecutionCommand({ stateMachineArn }));
    await rig.client.send(
      new UpdateStateMachineCommand({ stateMachineArn, definition: JSON.stringify(passing) }),
    );
    const { definition } = await rig.client.send(
      new DescribeStateMachineForExecutionCommand({ executionArn }),
    );
    expect(JSON.parse(definition ?? "")).toEqual(resting);
    const next = await rig.client.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await rig.ended(String(next.executionArn))).toMatchObject({ status: "SUCCEEDED" });
  });

  test("an update of nothing, and a role that is none, are refused", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    await expect(rig.client.send(new UpdateStateMachineCommand({ stateMachineArn }))).rejects.toMatchObject({
      name: "MissingRequiredParameter",
      message:
        "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified",
    });
    const definition = JSON.stringify(passing);
    await expect(
      rig.client.send(new CreateStateMachineCommand({ name: "x", definition, roleArn: "nonsense" })),
    ).rejects.toMatchObject({ name: "InvalidArn" });
  });

  test("show their definition and who uses its variables only where they are asked for", async () => {
    const assigning = machineOf("Count", {
      Count: { Type: "Pass", Assign: { n: 1 }, Next: "Use" },
      Use: { Type: "Pass", Output: "{% $n + $sum([1, 2]) %}", End: true },
    });
    const executionArn = await rig.start(assigning);
    const describe = (includedData: "ALL_DATA" | "METADATA_ONLY") =>
      rig.client.send(new DescribeStateMachineForExecutionCommand({ executionArn, includedData }));
    const hidden = await describe("METADATA_ONLY");
    expect(hidden.definition).toBe("{}");
    expect(hidden).not.toHaveProperty("variableReferences");
    expect(await describe("ALL_DATA")).toMatchObject({
      definition: JSON.stringify(assigning),
      variableReferences: { Use: ["n"] },
    });
    const { stateMachineArn } = await rig.client.send(new DescribeExecutionCommand({ executionArn }));
    expect(await rig.client.send(new DescribeStateMachineCommand({ stateMachineArn }))).toMatchObject({
      variableReferences: { Use: ["n"] },
    });
  });

  test("of type EXPRESS are refused", async () => {
    const command = new CreateStateMachineCommand({
      name: "express",
      definition: JSON.stringify(passing),
      roleArn,
      type: "EXPRESS",
    });
    await expect(rig.client.send(command)).rejects.toMatchObject({ name: "StateMachineTypeNotSupported" });
  });
});

describe("StartExecution", () => {
  test("with the name and input of a running execution gives that one", async () => {
    const stateMachineArn = await rig.createMachine(resting);
    const start = (input: string) =>
      rig.client.send(new StartExecutionCommand({ stateMachineArn, name: "weekly", input }));
    const [first, second] = await Promise.all([start('{"a":1}'), start('{ "a": 1 }')]);
    expect(second.executionArn).toBe(first.executionArn);
    expect(second.startDate).toEqual(first.startDate);
    await expect(start('{"a":2}')).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  test("with the name of an execution that ended is refused, also right after its end", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    const start = () => rig.engine.startExecution({ stateMachineArn, name: "weekly", input: "{}" });
    const { executionArn } = await start();
    await expect(start()).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
    await rig.ended(executionArn);
    await expect(start()).rejects.toMatchObject({ code: "ExecutionAlreadyExists" });
  });

  test("refuses names that hold what they must not, input that is not JSON, and unknown machines", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    const start = (more: object) => rig.client.send(new StartExecutionCommand({ stateMachineArn, ...more }));
    for (const name of ["a b", "a:b", "a/b", "tab\t"]) {
      await expect(start({ name })).rejects.toMatchObject({ name: "InvalidName" });
    }
    for (const [input, problem] of [
      ["", "Invalid execution input."],
      ["{'a': 1}", "Unexpected character (''' (code 39)): was expecting double-quote to start field name"],
    ] as const) {
      await expect(start({ input })).rejects.toMatchObject({
        name: "InvalidExecutionInput",
        message: `Invalid State Machine Execution Input: '${problem}'`,
      });
    }
    await expect(start({ stateMachineArn: "arn:nonsense" })).rejects.toMatchObject({ name: "InvalidArn" });
    await expect(start({ stateMachineArn: "nonsense" })).rejects.toMatchObject({
      name: "InvalidArn",
      message: "Invalid Arn: 'Invalid ARN prefix: nonsense'",
    });
    await expect(start({ stateMachineArn: `${stateMachineArn}x` })).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
    });
  });
});

describe("executions", () => {
  test("are listed newest first, page by page, by status", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    for (const name of ["one", "two", "three"]) {
      const { executionArn } = await rig.engine.startExecution({ stateMachineArn, name });
      await rig.ended(executionArn);
    }
    const names: (string | undefined)[] = [];
    const pages = paginateListExecutions({ client: rig.client, pageSize: 2 }, { stateMachineArn });
    for await (const { executions } of pages) names.push(executions?.map(({ name }) => name).join());
    expect(names).toEqual(["three,two", "one"]);
    const running = await rig.client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" }),
    );
    expect(running.executions).toEqual([]);
  });

  test("that wait to be redriven can be asked for, and never are there", async () => {
    const stateMachineArn = await rig.createMachine(passing);
    const command = new ListExecutionsCommand({ stateMachineArn, statusFilter: "PENDING_REDRIVE" });
    expect((await rig.client.send(command)).executions).toEqual([]);
  });

  test("are stopped with an error and a cause", async () => {
    const executionArn = await rig.start(resting);
    await rig.event(({ type }) => type === "WaitStateEntered");
    await rig.client.send(new StopExecutionCommand({ executionArn, error: "E", cause: "C" }));
    expect(await rig.ended(executionArn)).toMatchObject({ status: "ABORTED", error: "E", cause: "C" });
    const last = (await rig.history(executionArn)).at(-1);
    expect(last).toMatchObject({
      type: "ExecutionAborted",
      executionAbortedEventDetails: { error: "E", cause: "C" },
    });
    await rig.client.send(new StopExecutionCommand({ executionArn }));
    expect(await rig.ended(executionArn)).toMatchObject({ error: "E" });
  });

  test("show their history in both directions, page by page, with data or without", async () => {
    const { arn: executionArn } = await rig.run(passing, { secret: 1 });
    const read = (more: object) => rig.client.send(new GetExecutionHistoryCommand({ executionArn, ...more }));
    const newest = await read({ reverseOrder: true, maxResults: 3 });
    expect(newest.events?.map(({ id }) => id)).toEqual([4, 3, 2]);
    const rest = await read({ reverseOrder: true, maxResults: 3, nextToken: newest.nextToken });
    expect(rest.events?.map(({ id }) => id)).toEqual([1]);
    expect(rest.nextToken).toBeUndefined();
    const { events } = await read({ includeExecutionData: false });
    expect(JSON.stringify(events)).not.toContain("secret");
    expect(events?.[1]?.stateEnteredEventDetails).toEqual({ name: "Only" });
    await expect(read({ nextToken: "made up" })).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("that are not there are said so", async () => {
    const executionArn = "arn:aws:states:us-east-1:000000000000:execution:none:none";
    await expect(rig.client.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject({
      name: "ExecutionDoesNotExist",
    });
  });

  test("leave the memory of the engine when they end, and are still described after a restart", async () => {
    const { arn: executionArn } = await rig.run(passing, { a: 1 });
    await rig.killAndReopen();
    expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: "SUCCEEDED",
      input: '{"a":1}',
      output: '{"a":1}',
      redriveStatus: "NOT_REDRIVABLE",
    });
  });
});

test("an action that is not supported is refused by name, never ignored", async () => {
  await expect(rig.client.send(new ListActivitiesCommand({}))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("ListActivities"),
  });
});

test("a request with a member that is not supported is refused", async () => {
  const stateMachineArn = await rig.createMachine(passing);
  await expect(
    rig.client.send(new ListExecutionsCommand({ stateMachineArn, redriveFilter: "REDRIVEN" })),
  ).rejects.toMatchObject({ name: "ValidationException" });
});
