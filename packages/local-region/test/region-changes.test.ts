import { expect, test } from "@jest/globals";
import type { AwsService } from "../src/ports.ts";
import { type RegionChange, RegionChanges } from "../src/region-changes.ts";
import type { ExecutionEvent } from "../src/services/stepfunctions/engine.ts";

const answering =
  (status: number): AwsService =>
  async () => ({ status });

const call = (services: ReadonlyMap<string, AwsService>, name: string, method: string) =>
  services.get(name)?.({
    method,
    path: "/",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    principal: { kind: "owner" },
  });

const watched = (status: number) => {
  const services = new Map(["s3", "ses", "email", "sqs"].map((name) => [name, answering(status)]));
  const changes = new RegionChanges();
  changes.watch(services);
  const told: RegionChange[] = [];
  return { services, changes, told, stop: changes.subscribe((change) => told.push(change)) };
};

test("calls that write objects or send mail are told, those that read are not", async () => {
  const { services, told } = watched(200);
  for (const method of ["GET", "HEAD", "PUT"]) await call(services, "s3", method);
  for (const name of ["ses", "email", "sqs"]) await call(services, name, "POST");
  expect(told).toEqual([{ kind: "objects" }, { kind: "mails" }, { kind: "mails" }]);
});

test("a call that was refused changes nothing", async () => {
  const { services, told } = watched(403);
  expect(await call(services, "s3", "PUT")).toEqual({ status: 403 });
  expect(told).toEqual([]);
});

test("each event of an execution is told, until nobody wants to know", () => {
  const { changes, told, stop } = watched(200);
  const events: ((event: ExecutionEvent) => void)[] = [];
  changes.follow({
    onEvent: (listener) => {
      events.push(listener);
      return () => undefined;
    },
  });
  const event = {
    executionArn: "arn:x",
    id: 1,
    previousEventId: 0,
    timestamp: 1,
    type: "ExecutionStarted" as const,
  };
  for (const tell of events) tell(event);
  stop();
  for (const tell of events) tell(event);
  expect(told).toEqual([{ kind: "execution", executionArn: "arn:x" }]);
});
