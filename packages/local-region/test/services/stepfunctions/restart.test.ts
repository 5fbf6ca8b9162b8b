import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { openDatabase } from "../../../src/services/stepfunctions/journal/database.ts";
import { machineOf, queueUrl, Rig } from "./support/rig.ts";

let rig: Rig;
beforeEach(async () => {
  rig = await Rig.start();
});
afterEach(() => rig.stop());

const ask = (more: object) =>
  machineOf("Ask", {
    Ask: {
      Type: "Task",
      Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
      Arguments: { QueueUrl: queueUrl, MessageBody: { token: "{% $states.context.Task.Token %}" } },
      End: true,
      ...more,
    },
  });

const submitted = async (more: object) => {
  const arn = await rig.start(ask(more));
  const taskToken = await rig.queues.token(0);
  await rig.event(({ type }) => type === "TaskSubmitted");
  return { arn, taskToken };
};

test("a task that was submitted goes on waiting for the same token, and nothing is sent again", async () => {
  const { arn, taskToken } = await submitted({});
  await rig.killAndReopen();
  await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED", output: "1" });
  expect(rig.queues.sent).toHaveLength(1);
});

test("a timeout counts from before the restart, a heartbeat anew after it", async () => {
  const { arn } = await submitted({ TimeoutSeconds: 100, HeartbeatSeconds: 60 });
  rig.clock.moveTo(rig.clock.now() + 50_000);
  await rig.killAndReopen();
  rig.clock.moveTo(rig.clock.now() + 40_000);
  expect((await rig.types(arn)).at(-1)).toBe("TaskSubmitted");
  rig.clock.moveTo(rig.clock.now() + 11_000);
  expect(await rig.ended(arn)).toMatchObject({ error: "States.Timeout" });
});

test("a Wait ends at the instant it was entered with, also when that passed meanwhile", async () => {
  const arn = await rig.start(machineOf("Rest", { Rest: { Type: "Wait", Seconds: 60, End: true } }));
  await rig.event(({ type }) => type === "WaitStateEntered");
  rig.engine.abandon();
  rig.clock.moveTo(rig.clock.now() + 61_000);
  await rig.open();
  expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED" });
});

test("while the region stops, answers are sent back and not refused for good", async () => {
  const { taskToken } = await submitted({});
  rig.engine.close();
  const answer = new SendTaskSuccessCommand({ taskToken, output: "1" });
  const client = rig.newClient(1);
  await expect(client.send(answer)).rejects.toMatchObject({ name: "ServiceUnavailable" });
  client.destroy();
  await rig.open();
});

test("a machine keeps its definition and running executions theirs", async () => {
  const { arn } = await submitted({});
  await rig.engine.createOrUpdateStateMachine({
    name: "machine-1",
    arn: "arn:aws:states:us-east-1:000000000000:stateMachine:machine-1",
    definition: JSON.stringify(machineOf("Other", { Other: { Type: "Succeed" } })),
    roleArn: "arn:aws:iam::000000000000:role/Runner",
  });
  await rig.killAndReopen();
  const taskToken = await rig.queues.token(0);
  await rig.client.send(new SendTaskSuccessCommand({ taskToken, output: "1" }));
  expect(await rig.ended(arn)).toMatchObject({ status: "SUCCEEDED", output: "1" });
});

test("a journal from before redrives is brought up to date, and keeps what it holds", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const file = join(folder, "executions.db");
  const older = openDatabase(file);
  older.exec("DROP TABLE highest_ids; DROP INDEX executions_ended");
  older.exec("DROP TABLE machine_versions; DROP TABLE machine_aliases");
  older.exec("ALTER TABLE machines DROP COLUMN last_version");
  for (const column of ["redrive_count", "redriven_at", "map_redrive", "version_arn", "alias_arn"]) {
    older.exec(`ALTER TABLE executions DROP COLUMN ${column}`);
  }
  for (const column of ["redrive_count", "redriven_at"]) {
    older.exec(`ALTER TABLE map_runs DROP COLUMN ${column}`);
  }
  older.exec("INSERT INTO secrets VALUES ('kept', 'yes'); PRAGMA user_version = 1");
  older.close();
  const newer = openDatabase(file);
  expect(newer.prepare("SELECT value FROM secrets").get()).toMatchObject({ value: "yes" });
  expect(newer.prepare("SELECT redrive_count, map_redrive FROM executions").all()).toEqual([]);
  newer.close();
  rmSync(folder, { recursive: true });
});

test("a journal of a newer version is refused with its version", () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  const file = join(folder, "executions.db");
  const database = new DatabaseSync(file);
  database.exec("PRAGMA user_version = 7");
  database.close();
  expect(() => openDatabase(file)).toThrow(/has version 7, and this program writes version 4/);
  rmSync(folder, { recursive: true });
});
