import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import { openDatabase } from "../../../src/services/stepfunctions/journal/database.ts";
import { ExecutionsTable } from "../../../src/services/stepfunctions/journal/executions.ts";
import { Journal } from "../../../src/services/stepfunctions/journal/journal.ts";
import { MapRunsTable } from "../../../src/services/stepfunctions/journal/map-runs.ts";
import { OldHistory } from "../../../src/services/stepfunctions/journal/old-history.ts";
import { machineOf, Rig } from "./support/rig.ts";

const day = 86_400_000;

describe("in the journal", () => {
  let folder: string;
  let database: DatabaseSync;
  let journal: Journal;
  const clock = new Clock(new Date("2026-11-23T22:00:00Z"));

  const open = (): void => {
    database = openDatabase(join(folder, "executions.db"));
    journal = new Journal(database, { onCommit: () => undefined, log: () => undefined });
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "history-"));
    open();
    database.exec("INSERT INTO definitions VALUES (1, '{}')");
  });
  afterEach(() => {
    if (database.isOpen) database.close();
    rmSync(folder, { recursive: true });
  });

  /** An execution with so many events, that ended so many days ago; undefined: that runs. */
  const add = (id: number, events: number, endedDaysAgo: number | undefined, mapRunId?: number): void => {
    const execution = {
      id,
      arn: `arn:${id}`,
      name: `${id}`,
      machineArn: "m",
      definitionId: 1,
      roleArn: "r",
      input: "{}",
      startedAt: 0,
      redriveCount: 0,
      ...(mapRunId === undefined ? {} : { mapRunId, itemIndex: id, itemCount: 1 }),
    };
    const executions = new ExecutionsTable(database);
    executions.insert(execution);
    database.exec(`INSERT INTO notes VALUES (${id}, 'n', 'v')`);
    const event = database.prepare("INSERT INTO events VALUES (?, ?, 0, 0, 'T', '{}', '', NULL)");
    for (let e = 1; e <= events; e += 1) event.run(id, e);
    if (endedDaysAgo === undefined) return;
    executions.end(id, { status: "SUCCEEDED" }, clock.now() - endedDaysAgo * day);
  };
  const addMapRun = (id: number, executionId: number): void =>
    new MapRunsTable(database).insert({
      id,
      arn: `arn:run:${id}`,
      executionId,
      stateName: "M",
      childMachineArn: "m/M",
      startedAt: 0,
      maxConcurrency: 0,
      toleratedCount: undefined,
      toleratedPercentage: undefined,
      redriveCount: 0,
      redrivenAt: undefined,
    });

  const idsIn = (table: string, column = "id"): unknown[] =>
    database
      .prepare(`SELECT DISTINCT ${column} AS id FROM ${table} ORDER BY 1`)
      .all()
      .map(({ id }) => id);
  const left = () => ({
    executions: idsIn("executions"),
    events: idsIn("events", "execution_id"),
    notes: idsIn("notes", "execution_id"),
    mapRuns: idsIn("map_runs"),
  });

  /** An old one with a Map run whose 250 children have Map runs of their own in part, one of 89 days, and one that runs. */
  const fill = (): void => {
    database.exec("BEGIN");
    add(1, 2_500, 91);
    addMapRun(1, 1);
    for (let id = 10; id < 260; id += 1) add(id, 3, id < 15 ? 95 : 91, 1);
    addMapRun(2, 20);
    for (let id = 300; id < 420; id += 1) add(id, 1, 91, 2);
    add(2, 2, 89);
    add(3, 2, undefined);
    addMapRun(3, 3);
    add(4, 2, 200, 3);
    database.exec("COMMIT");
  };
  const kept = { executions: [2, 3, 4], events: [2, 3, 4], notes: [2, 3, 4], mapRuns: [3] };

  test("what ended more than 90 days ago goes with all that belongs to it, what runs stays with its children", async () => {
    fill();
    const history = new OldHistory(database, journal, clock);
    await history.keepRemoving();
    expect(left()).toEqual(kept);
    history.close();
  });

  test("it goes piece by piece, and after a kill in between the next start goes on", async () => {
    fill();
    const before = left();
    const killed = new OldHistory(database, journal, clock);
    killed.keepRemoving().catch(() => undefined);
    while (JSON.stringify(left()) === JSON.stringify(before)) await nextTurn();
    expect(left().executions).toEqual(expect.arrayContaining([1, 2, 3, 4, 259]));
    killed.close();
    journal.abandon();
    database.close();
    open();
    const history = new OldHistory(database, journal, clock);
    await history.keepRemoving();
    expect(left()).toEqual(kept);
    history.close();
  });

  test("an id is never given again", async () => {
    fill();
    const highest = () => [new ExecutionsTable(database).highestId(), new MapRunsTable(database).highestId()];
    expect(highest()).toEqual([419, 3]);
    const history = new OldHistory(database, journal, clock);
    await history.keepRemoving();
    history.close();
    expect(highest()).toEqual([419, 3]);
  });
});

test("a name is free again 90 days after its execution ended, and one that runs is there with its history", async () => {
  const rig = await Rig.start();
  const waiting = await rig.start(
    machineOf("Rest", { Rest: { Type: "Wait", Seconds: 200 * 86_400, End: true } }),
  );
  const stateMachineArn = await rig.createMachine(machineOf("Pass", { Pass: { Type: "Pass", End: true } }));
  const start = () => rig.client.send(new StartExecutionCommand({ stateMachineArn, name: "weekly" }));
  const { executionArn = "" } = await start();
  await rig.ended(executionArn);
  rig.clock.moveTo(rig.clock.now() + 90 * day - 60_000);
  await expect(start()).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  rig.clock.moveTo(rig.clock.now() + 120_000);
  const describeIt = () => rig.client.send(new DescribeExecutionCommand({ executionArn }));
  while (await describeIt().then(Boolean, () => false)) await nextTurn();
  await expect(describeIt()).rejects.toMatchObject({ name: "ExecutionDoesNotExist" });
  expect((await start()).executionArn).toBe(executionArn);
  expect((await rig.types(waiting)).at(-1)).toBe("WaitStateEntered");
  await rig.stop();
});
