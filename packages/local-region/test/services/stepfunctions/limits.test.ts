import {
  CreateStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { machineOf, Rig, roleArn } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const passing = machineOf("Only", { Only: { Type: "Pass", End: true } });

/** As AWS words it: see getmoto/moto#6438 for the name of an execution. */
const tooLong = (member: string, limit: number) => ({
  name: "ValidationException",
  message: expect.stringMatching(
    new RegExp(
      `^1 validation error detected: Value '[^]*' at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}$`,
    ),
  ),
});

test("names of machines and executions have at most 80 characters, and one at least", async () => {
  const create = (name: string) =>
    rig.client.send(new CreateStateMachineCommand({ name, definition: JSON.stringify(passing), roleArn }));
  await expect(create("x".repeat(81))).rejects.toMatchObject(tooLong("name", 80));
  const { stateMachineArn } = await create("x".repeat(80));
  const start = (name: string) => rig.client.send(new StartExecutionCommand({ stateMachineArn, name }));
  await expect(start("x".repeat(81))).rejects.toMatchObject(tooLong("name", 80));
  await expect(start("")).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining("Member must have length greater than or equal to 1"),
  });
  await expect(start("x".repeat(80))).resolves.toHaveProperty("executionArn");
});

test("an input has at most 256 KiB, counted as UTF-8", async () => {
  const stateMachineArn = await rig.createMachine(passing);
  const start = (input: string) => rig.client.send(new StartExecutionCommand({ stateMachineArn, input }));
  const largest = JSON.stringify("x".repeat(256 * 1024 - 2));
  await expect(start(largest)).resolves.toHaveProperty("executionArn");
  await expect(start(`${largest} `)).rejects.toMatchObject(tooLong("input", 262_144));
  await expect(start(JSON.stringify("ż".repeat(131_072)))).rejects.toMatchObject(tooLong("input", 262_144));
});

test("a task's answer has at most 256 KiB", async () => {
  const output = JSON.stringify("x".repeat(256 * 1024));
  await expect(
    rig.client.send(new SendTaskSuccessCommand({ taskToken: "token", output })),
  ).rejects.toMatchObject(tooLong("output", 262_144));
});

test("a definition has at most 1 MiB", async () => {
  const stateMachineArn = await rig.createMachine(passing);
  const commented = (bytes: number): string => {
    const empty = JSON.stringify({ ...Object(passing), Comment: "" });
    return JSON.stringify({ ...Object(passing), Comment: "x".repeat(bytes - empty.length) });
  };
  const update = (definition: string) =>
    rig.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
  await expect(update(commented(1_048_576))).resolves.toHaveProperty("revisionId");
  await expect(update(commented(1_048_577))).rejects.toMatchObject(tooLong("definition", 1_048_576));
});

test("a nextToken has at most 1,024 characters, in ListExecutions 3,096", async () => {
  const { arn: executionArn, stateMachineArn } = await rig.run(passing);
  const read = (nextToken: string) =>
    rig.client.send(new GetExecutionHistoryCommand({ executionArn, nextToken }));
  const list = (nextToken: string) =>
    rig.client.send(new ListExecutionsCommand({ stateMachineArn, nextToken }));
  await expect(read("x".repeat(1025))).rejects.toMatchObject(tooLong("nextToken", 1024));
  await expect(read("x".repeat(1024))).rejects.toMatchObject({ name: "InvalidToken" });
  await expect(list("x".repeat(3097))).rejects.toMatchObject(tooLong("nextToken", 3096));
  await expect(list("x".repeat(3096))).rejects.toMatchObject({ name: "InvalidToken" });
});
