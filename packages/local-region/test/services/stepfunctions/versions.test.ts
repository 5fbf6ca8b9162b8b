/** Longer than most: versions and aliases are tried one after the other on the same engine. */

import {
  CreateStateMachineAliasCommand,
  CreateStateMachineCommand,
  DeleteStateMachineAliasCommand,
  DeleteStateMachineCommand,
  DeleteStateMachineVersionCommand,
  DescribeExecutionCommand,
  DescribeStateMachineAliasCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  ListExecutionsCommand,
  ListStateMachineAliasesCommand,
  ListStateMachineVersionsCommand,
  PublishStateMachineVersionCommand,
  type RoutingConfigurationListItem,
  StartExecutionCommand,
  UpdateStateMachineAliasCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { machineOf, Rig, roleArn } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const saying = (word: string): string =>
  JSON.stringify(machineOf("Only", { Only: { Type: "Pass", Output: word, End: true } }));

const machineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:greeter";
const aliasArn = `${machineArn}:live`;

/** A machine with the versions 1, 2, ... that say these words. */
const greeter = async (...words: readonly string[]): Promise<void> => {
  const [first = "", ...later] = words;
  await rig.client.send(
    new CreateStateMachineCommand({ name: "greeter", definition: saying(first), roleArn, publish: true }),
  );
  for (const word of later) {
    const update = { stateMachineArn: machineArn, definition: saying(word), publish: true };
    await rig.client.send(new UpdateStateMachineCommand(update));
  }
};

const versionArns = async (): Promise<(string | undefined)[]> => {
  const command = new ListStateMachineVersionsCommand({ stateMachineArn: machineArn });
  const { stateMachineVersions = [] } = await rig.client.send(command);
  return stateMachineVersions.map(({ stateMachineVersionArn }) => stateMachineVersionArn);
};

const route = (version: number, weight: number): RoutingConfigurationListItem => ({
  stateMachineVersionArn: `${machineArn}:${version}`,
  weight,
});

const alias = (...routingConfiguration: RoutingConfigurationListItem[]) =>
  rig.client.send(new CreateStateMachineAliasCommand({ name: "live", routingConfiguration }));

/** Starts an execution and waits for its end. */
const started = async (stateMachineArn: string) => {
  const { executionArn } = await rig.client.send(new StartExecutionCommand({ stateMachineArn }));
  return await rig.ended(executionArn ?? "");
};

describe("a version", () => {
  test("is the machine as it was when it was published", async () => {
    await greeter("hello", "good day");
    await rig.client.send(
      new UpdateStateMachineCommand({ stateMachineArn: machineArn, definition: saying("bye") }),
    );
    const describe = (arn: string) =>
      rig.client.send(new DescribeStateMachineCommand({ stateMachineArn: arn }));
    expect(await describe(`${machineArn}:1`)).toMatchObject({
      stateMachineArn: `${machineArn}:1`,
      name: "greeter",
      definition: saying("hello"),
    });
    expect((await describe(machineArn)).definition).toBe(saying("bye"));
    expect((await started(`${machineArn}:2`)).output).toBe('"good day"');
    expect((await started(machineArn)).output).toBe('"bye"');
  });

  test("is shown by its executions, and they by it", async () => {
    await greeter("hello", "good day");
    const { executionArn, ...execution } = await started(`${machineArn}:1`);
    await started(machineArn);
    expect(execution).toMatchObject({
      stateMachineArn: machineArn,
      stateMachineVersionArn: `${machineArn}:1`,
    });
    expect(execution).not.toHaveProperty("stateMachineAliasArn");
    const { executions = [] } = await rig.client.send(
      new ListExecutionsCommand({ stateMachineArn: `${machineArn}:1` }),
    );
    expect(executions.map((one) => [one.executionArn, one.stateMachineVersionArn])).toEqual([
      [executionArn, `${machineArn}:1`],
    ]);
    const forExecution = await rig.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
    expect(forExecution.definition).toBe(saying("hello"));
    expect(forExecution).not.toHaveProperty("revisionId");
  });

  test("is published once for each revision, with a number that is never given again", async () => {
    await greeter("hello");
    const publish = (more: object = {}) =>
      rig.client.send(new PublishStateMachineVersionCommand({ stateMachineArn: machineArn, ...more }));
    expect((await publish()).stateMachineVersionArn).toBe(`${machineArn}:1`);
    await rig.client.send(
      new DeleteStateMachineVersionCommand({ stateMachineVersionArn: `${machineArn}:1` }),
    );
    expect(await versionArns()).toEqual([]);
    expect((await publish({ revisionId: "INITIAL" })).stateMachineVersionArn).toBe(`${machineArn}:2`);
    await expect(publish({ revisionId: "other" })).rejects.toMatchObject({
      name: "ConflictException",
      message:
        "Failed to publish the State Machine version for revision other. The current State Machine revision is INITIAL.",
    });
  });

  test("can't be changed, nor described without being published", async () => {
    await greeter("hello");
    const stateMachineArn = `${machineArn}:1`;
    const update = new UpdateStateMachineCommand({ stateMachineArn, definition: saying("bye") });
    await expect(rig.client.send(update)).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
      message: `State Machine Does Not Exist: '${stateMachineArn}'`,
    });
    const described = { stateMachineArn: machineArn, definition: saying("bye"), versionDescription: "x" };
    await expect(rig.client.send(new UpdateStateMachineCommand(described))).rejects.toMatchObject({
      name: "ValidationException",
      message: "Version description can only be set when publish is true",
    });
  });

  test("is listed newest first, in pages", async () => {
    await greeter("hello", "good day", "good night");
    const list = (nextToken?: string) =>
      rig.client.send(
        new ListStateMachineVersionsCommand({
          stateMachineArn: machineArn,
          maxResults: 2,
          ...(nextToken === undefined ? {} : { nextToken }),
        }),
      );
    const first = await list();
    const second = await list(first.nextToken);
    const numbers = [first, second].map(({ stateMachineVersions = [] }) =>
      stateMachineVersions.map(({ stateMachineVersionArn }) => stateMachineVersionArn?.split(":").at(-1)),
    );
    expect(numbers).toEqual([["3", "2"], ["1"]]);
    expect(second.nextToken).toBeUndefined();
  });
});

describe("an alias", () => {
  test("starts the version that it leads to", async () => {
    await greeter("hello", "good day");
    await alias(route(1, 100));
    const execution = await started(aliasArn);
    expect(execution).toMatchObject({
      stateMachineArn: machineArn,
      stateMachineVersionArn: `${machineArn}:1`,
      stateMachineAliasArn: aliasArn,
      output: '"hello"',
    });
    await rig.client.send(
      new UpdateStateMachineAliasCommand({
        stateMachineAliasArn: aliasArn,
        routingConfiguration: [route(2, 100), route(1, 0)],
      }),
    );
    expect((await started(aliasArn)).output).toBe('"good day"');
    const { executions } = await rig.client.send(new ListExecutionsCommand({ stateMachineArn: aliasArn }));
    expect(executions).toHaveLength(2);
  });

  test("shares the executions out by its weights", async () => {
    await greeter("hello", "good day");
    await alias(route(1, 50), route(2, 50));
    const outputs = new Set<string | undefined>();
    for (let tries = 0; outputs.size < 2 && tries < 64; tries += 1)
      outputs.add((await started(aliasArn)).output);
    expect(outputs).toEqual(new Set(['"hello"', '"good day"']));
  });

  test("is described, listed, made twice alike, and deleted", async () => {
    await greeter("hello", "good day");
    const made = await alias(route(1, 100));
    expect(await alias(route(1, 100))).toMatchObject({ creationDate: made.creationDate });
    await expect(alias(route(2, 100))).rejects.toMatchObject({
      name: "ConflictException",
      message:
        "Failed to create alias because an alias with the same name and a different routing configuration already exists.",
    });
    const stateMachineAliasArn = aliasArn;
    await rig.client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "new" }));
    expect(
      await rig.client.send(new DescribeStateMachineAliasCommand({ stateMachineAliasArn })),
    ).toMatchObject({ name: "live", description: "new", routingConfiguration: [route(1, 100)] });
    const listed = async (stateMachineArn: string) =>
      (await rig.client.send(new ListStateMachineAliasesCommand({ stateMachineArn }))).stateMachineAliases;
    expect(await listed(machineArn)).toMatchObject([{ stateMachineAliasArn }]);
    expect(await listed(`${machineArn}:2`)).toEqual([]);
    for (let times = 0; times < 2; times += 1) {
      await rig.client.send(new DeleteStateMachineAliasCommand({ stateMachineAliasArn }));
    }
    expect(await listed(machineArn)).toEqual([]);
    await expect(
      rig.client.send(new UpdateStateMachineAliasCommand({ stateMachineAliasArn, description: "x" })),
    ).rejects.toMatchObject({ name: "ResourceNotFound" });
  });

  test.each<[string, RoutingConfigurationListItem[], string]>([
    [
      "a machine that is not published",
      [{ stateMachineVersionArn: machineArn, weight: 100 }],
      `Routing configuration must contain state machine version ARNs. Received: [${machineArn}]`,
    ],
    [
      "the same version twice",
      [route(1, 50), route(1, 50)],
      `Routing configuration must contain distinct state machine version ARNs. Received: [${machineArn}:1, ${machineArn}:1]`,
    ],
    [
      "weights that are not 100 together",
      [route(1, 70), route(2, 29)],
      "Sum of routing configuration weights must equal 100. Received: [70, 29]",
    ],
    [
      "a weight of more than 100",
      [route(1, 101)],
      "1 validation error detected: Value '101' at 'routingConfiguration.1.member.weight' failed to satisfy constraint: Member must have value less than or equal to 100",
    ],
    ["a version that is not there", [route(3, 100)], "Request references a resource that does not exist."],
  ])("is refused to %s", async (_, routing, message) => {
    await greeter("hello", "good day");
    await expect(alias(...routing)).rejects.toMatchObject({ message });
  });

  test("is refused by a name that would be a version's", async () => {
    await greeter("hello");
    const command = new CreateStateMachineAliasCommand({
      name: "123",
      routingConfiguration: [route(1, 100)],
    });
    await expect(rig.client.send(command)).rejects.toMatchObject({
      name: "ValidationException",
      message: String.raw`1 validation error detected: Value '123' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$`,
    });
  });
});

describe("a version that an alias leads to", () => {
  test("is not deleted, unless with its machine", async () => {
    await greeter("hello");
    await alias(route(1, 100));
    const stateMachineVersionArn = `${machineArn}:1`;
    await expect(
      rig.client.send(new DeleteStateMachineVersionCommand({ stateMachineVersionArn })),
    ).rejects.toMatchObject({
      name: "ConflictException",
      message:
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]",
    });
    await rig.client.send(new DeleteStateMachineCommand({ stateMachineArn: machineArn }));
    expect(await versionArns()).toEqual([]);
    await expect(
      rig.client.send(new StartExecutionCommand({ stateMachineArn: aliasArn })),
    ).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
  });

  test("is there after a restart, as are the alias and the execution it started", async () => {
    await greeter("hello", "good day");
    await alias(route(1, 100));
    const { executionArn } = await started(aliasArn);
    await rig.killAndReopen();
    expect(await versionArns()).toEqual([`${machineArn}:2`, `${machineArn}:1`]);
    expect((await started(aliasArn)).output).toBe('"hello"');
    expect(await rig.client.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      stateMachineVersionArn: `${machineArn}:1`,
      stateMachineAliasArn: aliasArn,
    });
  });
});
