import { afterEach, expect, test } from "@jest/globals";
import { type Answerer, answered, type Door, failed, openDoor } from "./door.ts";

let door: Door | undefined;

afterEach(async () => {
  await door?.close();
  door?.clock.stop();
  door = undefined;
});

const verdict = (Effect: string, Resource: string, context = {}) =>
  answered({
    principalId: "student",
    policyDocument: {
      Version: "2012-10-17",
      Statement: [{ Action: "execute-api:Invoke", Effect, Resource }],
    },
    context,
  });

const wholeStage = "arn:aws:execute-api:us-east-1:000000000000:abcdefghij/api/*";

const open = async (authorize: Answerer): Promise<Door> => {
  door = await openDoor({ authorize, closed: () => answered({ statusCode: 200, body: "in" }) });
  return door;
};

const get = async ({ url }: Door, key?: string): Promise<[number, unknown]> => {
  const response = await fetch(`${url}/api/v1/tests`, {
    headers: key === undefined ? {} : { "X-Api-Key": key },
  });
  const text = await response.text();
  return [response.status, text.startsWith("{") ? JSON.parse(text) : text];
};

const calls = (opened: Door, functionArn: string) =>
  opened.events.filter((called) => called.functionArn === functionArn).map(({ event }) => event);

test("an allowed caller comes in, and the function learns the authorizer's context as text", async () => {
  const opened = await open(() => verdict("Allow", wholeStage, { studentId: "s1", revision: 3, ok: true }));
  expect(await get(opened, "s1.secret")).toEqual([200, "in"]);
  expect(calls(opened, "authorize")).toMatchObject([
    {
      type: "REQUEST",
      methodArn: "arn:aws:execute-api:us-east-1:000000000000:abcdefghij/api/GET/v1/tests",
      headers: { "X-Api-Key": "s1.secret" },
      requestContext: { resourcePath: "/v1/tests" },
    },
  ]);
  expect(calls(opened, "closed")).toMatchObject([
    {
      requestContext: { authorizer: { principalId: "student", studentId: "s1", revision: "3", ok: "true" } },
    },
  ]);
});

test("without the identity source the caller is unauthorized and the authorizer is not asked", async () => {
  const opened = await open(() => verdict("Allow", wholeStage));
  expect(await get(opened)).toEqual([401, { message: "Unauthorized" }]);
  expect(await get(opened, "")).toEqual([401, { message: "Unauthorized" }]);
  expect(opened.events).toEqual([]);
});

test("an authorizer that throws Unauthorized refuses with 401, any other failure is a 500", async () => {
  const opened = await open((event) =>
    JSON.stringify(event).includes("wrong")
      ? failed("Error", "Unauthorized")
      : failed("TypeError", "x is not"),
  );
  expect(await get(opened, "wrong")).toEqual([401, { message: "Unauthorized" }]);
  expect(await get(opened, "other")).toEqual([500, { message: null }]);
});

test("a policy that denies, or does not allow this method, is a 403", async () => {
  const opened = await open((event) =>
    JSON.stringify(event).includes("denied")
      ? verdict("Deny", wholeStage)
      : verdict("Allow", wholeStage.replace("*", "POST/*")),
  );
  expect(await get(opened, "denied")).toEqual([
    403,
    { message: "User is not authorized to access this resource with an explicit deny" },
  ]);
  expect(await get(opened, "elsewhere")).toEqual([
    403,
    { message: "User is not authorized to access this resource" },
  ]);
});

test.each<[string, Parameters<typeof answered>[0]]>([
  ["no object", null],
  ["no principal", { policyDocument: { Statement: [] } }],
  ["a policy that is none", { principalId: "p", policyDocument: { Statement: [{ Effect: "Maybe" }] } }],
  [
    "a context with lists in it",
    { principalId: "p", policyDocument: { Statement: [] }, context: { a: [1] } },
  ],
])("an authorizer that answers with %s is a 500", async (_, payload) => {
  expect(await get(await open(() => answered(payload)), "key")).toEqual([500, { message: null }]);
});

test("a verdict is kept for the time to live on the region's clock, for this identity only", async () => {
  const opened = await open(() => verdict("Allow", wholeStage));
  await get(opened, "one");
  await get(opened, "one");
  expect(calls(opened, "authorize")).toHaveLength(1);
  await get(opened, "two");
  expect(calls(opened, "authorize")).toHaveLength(2);
  opened.clock.moveTo(opened.clock.now() + 61_000);
  await get(opened, "one");
  expect(calls(opened, "authorize")).toHaveLength(3);
});

test("a failure is not kept", async () => {
  let isUp = false;
  const opened = await open(() => (isUp ? verdict("Allow", wholeStage) : failed("Error", "Unauthorized")));
  expect((await get(opened, "key"))[0]).toBe(401);
  isUp = true;
  expect((await get(opened, "key"))[0]).toBe(200);
});
