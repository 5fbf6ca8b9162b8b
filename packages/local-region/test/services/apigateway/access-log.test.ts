import { afterEach, expect, test } from "@jest/globals";
import { answered, type Door, openDoor, plannedApi, sendRaw } from "./door.ts";

const format = JSON.stringify({
  time: "$context.requestTime",
  call: "$context.httpMethod $context.path",
  status: "$context.status",
  student: "$context.authorizer.studentId",
  error: "$context.error.responseType",
  authorizerMs: "$context.authorizer.integrationLatency",
  ms: "$context.responseLatency",
  bytes: "$context.responseLength",
  unknown: "$context.wafResponseCode",
});

const verdict = (Effect: string) =>
  answered({
    principalId: "ann",
    policyDocument: { Version: "2012-10-17", Statement: [{ Action: "*", Effect, Resource: "*" }] },
    context: { studentId: "ann" },
  });

let door: Door | undefined;
afterEach(async () => {
  await door?.close();
  door?.clock.stop();
});

/** The lines that some requests leave, read as JSON. */
const linesOf = async (effect: string, ...requests: readonly string[]): Promise<unknown[]> => {
  const lines: string[] = [];
  const stage = {
    name: "api",
    deploymentId: "d",
    variables: {},
    throttle: undefined,
    accessLogFormat: format,
  };
  door = await openDoor(
    { authorize: () => verdict(effect), closed: () => answered({ statusCode: 200, body: "łódź" }) },
    plannedApi({ stages: [stage] }),
    undefined,
    (line) => lines.push(line),
  );
  for (const request of requests) {
    await sendRaw(
      door,
      `${request} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: ann.secret\r\nConnection: close\r\n\r\n`,
    );
  }
  return lines.map((line): unknown => JSON.parse(line));
};

const number = expect.stringMatching(/^\d+$/);

test("a request leaves a line in the stage's format, with what the authorizer said", async () => {
  expect(await linesOf("Allow", "GET /api/v1/tests?q=secret")).toEqual([
    {
      time: "23/Nov/2026:21:59:59 +0000",
      call: "GET /api/v1/tests",
      status: "200",
      student: "ann",
      error: "-",
      authorizerMs: number,
      ms: number,
      bytes: "7",
      unknown: "-",
    },
  ]);
});

test("a call that the gateway refused says why, and whose it was", async () => {
  expect(await linesOf("Deny", "GET /api/v1/tests")).toMatchObject([
    { status: "403", student: "ann", error: "ACCESS_DENIED", authorizerMs: number },
  ]);
});

test("a path can't break out of its place in the line", async () => {
  expect(await linesOf("Allow", 'GET /api/"},{"status":"200')).toMatchObject([
    { call: 'GET /api/"},{"status":"200', status: "403", student: "-", authorizerMs: "-" },
  ]);
});
