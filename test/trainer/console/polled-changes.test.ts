import { SFNClient } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import { toInstant } from "../../../course/ids.ts";
import { isObject } from "../../../course/unknown-value.ts";
import type { Change, StopWatching } from "../../../trainer/console/change-feed.ts";
import { PolledChanges } from "../../../trainer/console/polled-changes.ts";
import { SeenExecutions } from "../../../trainer/console/seen-executions.ts";
import { type CourseCloud, owner, startCourseCloud, stateMachineArn } from "../support/course-cloud.ts";

const arnOf = (name: string): string => `${stateMachineArn.replace(":stateMachine:", ":execution:")}:${name}`;
const noticesMachine = `${stateMachineArn}-notices`;
const objects = [{ kind: "objects" }, { kind: "mails" }];

let cloud: CourseCloud;
let client: SFNClient;
let polled: PolledChanges;
let stop: StopWatching;
/** What was told since the last look. */
let told: Change[];
let isLost: boolean;
let realMs: number;
/** The services' time, when they say it. */
let serviceMs: number;
let executions: { readonly name: string; readonly status: string }[];
let notices: { readonly name: string; readonly status: string }[];
/** Ends the wait under way, once it has begun. */
let waits: PromiseWithResolvers<(ms: number) => void>;

/** The next look, after so many milliseconds. */
const look = async (afterMs = 2_000): Promise<readonly Change[]> => {
  told = [];
  const endWait = await waits.promise;
  waits = Promise.withResolvers();
  endWait(afterMs);
  await waits.promise;
  return told;
};

beforeEach(async () => {
  cloud = await startCourseCloud();
  client = new SFNClient({ endpoint: cloud.aws, region: "us-east-1", credentials: owner, maxAttempts: 1 });
  [executions, notices, told, isLost, realMs, serviceMs] = [[], [], [], false, 1_000_000, 5_000_000];
  waits = Promise.withResolvers();
  cloud.script.ListExecutions = (input) => {
    const asked = isObject(input) && input.stateMachineArn === noticesMachine ? notices : executions;
    if (asked === executions) expect(input).toEqual({ stateMachineArn, maxResults: 100 });
    return {
      executions: asked.map((each) => ({
        ...each,
        executionArn: arnOf(each.name),
        stateMachineArn,
        startDate: 1,
      })),
    };
  };
  polled = new PolledChanges({
    stepFunctions: client,
    stateMachineArn,
    noticesStateMachineArn: noticesMachine,
    seen: new SeenExecutions(),
    serviceTime: async () => toInstant(new Date(serviceMs)),
    wait: (ms, signal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      expect(ms).toBe(2_000);
      signal.addEventListener("abort", () => resolve());
      waits.resolve((afterMs) => {
        realMs += afterMs;
        resolve();
      });
      return promise;
    },
    realMs: () => realMs,
  });
});

afterEach(async () => {
  stop?.();
  client.destroy();
  await cloud.stop();
});

const watch = async (): Promise<void> => {
  stop = await polled.watch(
    (change) => told.push(change),
    () => {
      isLost = true;
      waits.resolve(() => undefined);
    },
  );
};

test("nothing is told while nothing changes, but for objects now and then", async () => {
  executions = [{ name: "old", status: "SUCCEEDED" }];
  await watch();
  expect(await look()).toEqual([]);
  expect(await look(12_999)).toEqual([]);
  expect(await look(1)).toEqual(objects);
  expect(await look()).toEqual([]);
});

test("a run is told from its start to its end, and what it may have written", async () => {
  await watch();
  await look(15_000);
  executions = [{ name: "new", status: "RUNNING" }];
  const run = [{ kind: "execution", executionArn: arnOf("new") }, { kind: "executions" }];
  expect(await look()).toEqual(run);
  expect(await look()).toEqual([...run, ...objects]);
  expect(await look()).toEqual(run);
  executions = [{ name: "new", status: "FAILED" }];
  expect(await look()).toEqual([...run, ...objects]);
  expect(await look()).toEqual([]);
});

test("notices that wait for their times are told now and then, and make nothing else be asked more often", async () => {
  await watch();
  notices = [{ name: "day", status: "RUNNING" }];
  const day = [{ kind: "execution", executionArn: arnOf("day") }];
  expect(await look(4_000)).toEqual([]);
  expect(await look(11_000)).toEqual([...day, ...objects]);
  expect(await look(4_000)).toEqual([]);
  notices = [{ name: "day", status: "SUCCEEDED" }];
  expect(await look(11_000)).toEqual([...day, ...objects]);
  expect(await look(15_000)).toEqual(objects);
});

test("after many calls as many seconds pass before they are asked for again", async () => {
  await watch();
  for (let call = 0; call < 60; call += 1) polled.noteCall("ListObjectsV2");
  expect(await look(59_999)).toEqual([]);
  expect(await look(1)).toEqual(objects);
  expect(await look(15_000)).toEqual(objects);
});

test("a run that was started here is looked for at once", async () => {
  await watch();
  await waits.promise;
  waits = Promise.withResolvers();
  executions = [{ name: "by-hand", status: "RUNNING" }];
  polled.noteCall("StartExecution");
  await waits.promise;
  expect(told).toContainEqual({ kind: "execution", executionArn: arnOf("by-hand") });
});

test("the time is the services', though this machine's clock is wrong, and theirs may jump", async () => {
  await watch();
  expect(polled.now()).toBe(5_000_000);
  realMs += 500;
  expect(polled.now()).toBe(5_000_500);
  serviceMs = 9_000_000;
  await look(15_000);
  expect(polled.now()).toBe(9_000_000);
});

test("a profile that may not list runs is told of objects all the same, and loses no connection", async () => {
  cloud.script.ListExecutions = () => {
    throw new AwsError("AccessDeniedException", "You may not perform states:ListExecutions.", 400);
  };
  await watch();
  expect(await look()).toEqual([]);
  expect(await look(13_000)).toEqual(objects);
  expect(isLost).toBe(false);
});

test("services that can't be reached are lost, and watched again when they are asked for", async () => {
  await watch();
  await waits.promise;
  const list = cloud.script.ListExecutions;
  cloud.script.ListExecutions = () => {
    throw new TypeError("The test ends the connection.");
  };
  await look().catch(() => undefined);
  expect(isLost).toBe(true);
  cloud.script.ListExecutions = list ?? (() => undefined);
  await watch();
});
