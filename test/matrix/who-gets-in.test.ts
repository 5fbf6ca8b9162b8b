import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type RawReply, rawCall } from "local-region/testing";
import { studentLimit } from "../../tasks/api/rate-limit.ts";
import { expectGuarded, expectRefusal } from "./support/expect-refusal.ts";
import { callsAs, callsWithoutKey, GuardedClass, words } from "./support/guarded-class.ts";

jest.setTimeout(240_000);

const everybody = ["ann", "bob", "rita", "rob", "ron", "loopy"];

let guarded: GuardedClass;
/** By the caller's name in the matrix; undefined: the header is not sent. */
let keys: Readonly<Record<string, string | undefined>>;

beforeAll(async () => {
  guarded = await GuardedClass.begin(everybody);
  const ann = guarded.week.keyOf("ann");
  const secret = ann.slice("ann.".length);
  keys = {
    "no key": undefined,
    "an empty key": "",
    "a malformed key": "let me in",
    "a key of a path": `../students/ann.${secret}`,
    "a key that is endless": `ann.${"A".repeat(4_000)}`,
    "a key of nobody": `nobody.${secret}`,
    "a wrong secret": `ann.${secret.slice(1)}A`,
    "the stored hash as secret": `ann.${createHash("sha256").update(secret).digest("hex")}`,
    "another student's secret": `ann.${guarded.week.keyOf("bob").slice("bob.".length)}`,
    "a revoked key": guarded.week.keyOf("rita"),
    "a key rotated away": guarded.week.keyOf("rob"),
    "the key of a removed student": guarded.week.keyOf("ron"),
    "the right key": ann,
  };
  await guarded.revoke("rita");
  await guarded.rotate("rob");
  await guarded.publishWith(everybody.filter((id) => id !== "ron"));
});

afterAll(() => guarded.end());

const unknownKey =
  "This call needs your API key in the header x-api-key, and a key that is valid. Ask your trainer for one.";
const notYou = "Your key is not accepted here. Ask your trainer for a new one.";

const callNames = Object.keys(callsAs("ann"));

const send = (caller: string, call: string, studentId: string): Promise<RawReply> =>
  guarded.call(keys[caller], callsAs(studentId)[call] ?? { path: "" });

test("The matrix holds every call of the API", () => {
  const calls = [...guarded.week.region.plan.apis.values()].flatMap(({ methods, paths }) =>
    methods.map(({ httpMethod, resourceId }) => `${httpMethod} ${paths.get(resourceId)}`),
  );
  expect(calls.sort()).toEqual([...callNames, ...callsWithoutKey].sort());
});

describe.each(callNames)("%s", (call) => {
  test.each([
    ["no key", 401, unknownKey],
    ["an empty key", 401, unknownKey],
    ["a malformed key", 401, unknownKey],
    ["a key of a path", 401, unknownKey],
    ["a key that is endless", 401, unknownKey],
    ["a key of nobody", 401, unknownKey],
    ["a wrong secret", 401, unknownKey],
    ["the stored hash as secret", 401, unknownKey],
    ["another student's secret", 401, unknownKey],
    ["a revoked key", 401, unknownKey],
    ["a key rotated away", 401, unknownKey],
    ["the key of a removed student", 403, notYou],
  ])("with %s is a %d, in the same words and form", async (caller, code, body) => {
    const before = await guarded.stored();
    const reply = await send(caller, call, "ann");
    expectRefusal(reply, code);
    expect(JSON.parse(reply.text)).toMatchObject({ code, body });
    expect(await guarded.stored()).toEqual(before);
  });

  test("with the right key is a 200 with code and body", async () => {
    const reply = await send("the right key", call, "ann");
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({ code: 200, body: expect.anything() });
    expectGuarded(reply.headers);
  });
});

test("A second key beside the right one is refused, and is not let in alone by it afterwards", async () => {
  const right = guarded.week.keyOf("ann");
  const list = callsAs("ann")["POST /v1/tests"] ?? { path: "" };
  const statusWith = async (...both: string[]): Promise<number> =>
    (await guarded.call(undefined, { ...list, headers: { "x-api-key": both } })).status;
  const fresh = ["junk-1", "junk-2"] as const;
  expect(await statusWith(fresh[0], right)).toBe(401);
  expect([await statusWith(right), await statusWith(right, fresh[1])]).toEqual([200, 400]);
  for (const junk of fresh) expect(await statusWith(junk)).toBe(401);
});

describe("With the right key", () => {
  test.each(["POST /v1/tests", "POST /v1/test"])("%s for another student is a 403", async (call) => {
    const before = await guarded.stored();
    const [known, unknown] = [
      await send("the right key", call, "bob"),
      await send("the right key", call, "xyz"),
    ];
    expectRefusal(known, 403);
    expect(known.text.replaceAll("bob", "xyz")).toBe(unknown.text);
    expect(await guarded.stored()).toEqual(before);
  });

  test.each(["GET /v1/test", "GET /v1/score"])(
    "%s knows the student by the key alone, whoever the query names",
    async (call) => {
      const own = await send("the right key", call, "ann");
      expect((await send("the right key", call, "bob")).text).toBe(own.text);
    },
  );

  test("the questions come without a hint of the right answers", async () => {
    const { text } = await send("the right key", "GET /v1/test", "ann");
    expect(JSON.parse(text)).toEqual({
      code: 200,
      title: "A guarded test",
      attemptsAllowed: null,
      deadline: expect.any(String),
      body: [
        {
          questionId: "q1",
          question: `Is this the ${words.question}?`,
          answers: [
            { answerId: words.rightAnswer, answerBody: "yes it is" },
            { answerId: words.wrongAnswer, answerBody: "no it is not" },
          ],
        },
      ],
    });
  });

  test.each(["GET", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "LOCK"])(
    "%s at an address that does not know it is a 404",
    async (method) => {
      expectRefusal(await guarded.call(keys["the right key"], { method, path: "/v1/tests" }), 404);
    },
  );

  test("HEAD is a 404 without a body", async () => {
    const reply = await guarded.call(keys["the right key"], { method: "HEAD", path: "/v1/test" });
    expect([reply.status, reply.text]).toEqual([404, ""]);
  });
});

describe("The address of a calendar", () => {
  const change = async (method: string): Promise<{ readonly address?: string }> =>
    JSON.parse((await send("the right key", `${method} /v1/calendar`, "ann")).text).body;
  const open = (url: string, key?: string): Promise<RawReply> =>
    guarded.call(key, { method: "GET", path: new URL(url).pathname.replace(/^\/api/, "") });

  test("lets in without a key whoever has it, to the student's own deadlines and nothing else", async () => {
    const { address = "" } = await change("POST");
    expect(address.startsWith(`${guarded.week.region.outputs.PageUrl}/api/v1/calendar/ann/`)).toBe(true);
    const reply = await open(address);
    expect([reply.status, reply.headers["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
    expect(reply.text.match(/^DTSTART:.*\r$/gm)).toEqual(
      ["20261116T220000Z", "20261123T220000Z", "20261124T190000Z"].map((at) => `DTSTART:${at}\r`),
    );
    for (const word of [...Object.values(words), "sealed", "bob"]) expect(reply.text).not.toContain(word);
    const secret = address.split("/").at(-1) ?? "";
    expectRefusal(await guarded.call(`ann.${secret}`, callsAs("ann")["POST /v1/tests"] ?? { path: "" }), 401);
    const stored = await Promise.all((await guarded.stored()).map((key) => guarded.week.bucket.get(key)));
    expect(stored.filter((object) => object?.text.includes(secret))).toEqual([]);
  });

  test("ends when the next is made and when it is turned off, and then tells no more than one of nobody", async () => {
    const [{ address: first = "" }, { address: second = "" }] = [await change("POST"), await change("POST")];
    const [old, present] = [await open(first), await open(second)];
    expectRefusal(old, 404);
    expect(present.status).toBe(200);
    expect(await change("DELETE")).toEqual({ calendar: "off" });
    const [off, others, nobodys, keyed] = [
      await open(second),
      await open(second.replace("/ann/", "/bob/")),
      await open(second.replace("/ann/", "/nobody/")),
      await open(second, keys["the right key"]),
    ];
    for (const { status, text } of [off, others, nobodys, keyed])
      expect([status, text]).toEqual([404, old.text]);
  });
});

describe("A page of another origin", () => {
  const headers = { origin: "https://elsewhere.example", "access-control-request-method": "POST" };

  test.each(["/v1/tests", "/v1/test"])("is refused its preflight at %s", async (path) => {
    expectRefusal(await guarded.call(undefined, { method: "OPTIONS", path, headers }), 403);
  });

  test("gets no answer, even with the right key", async () => {
    const call = callsAs("ann")["GET /v1/test"] ?? { path: "" };
    expectRefusal(await guarded.call(keys["the right key"], { ...call, headers }), 403);
  });
});

describe("The gateway remembers a key for 60 seconds, so that", () => {
  const list = callsAs("bob")["POST /v1/tests"] ?? { path: "" };
  const pass = (seconds: number): void =>
    guarded.week.clock.moveTo(guarded.week.clock.now() + seconds * 1000);
  const status = async (key: string): Promise<number> => (await guarded.call(key, list)).status;

  test("a rotated key ends, and the new one works at once", async () => {
    const old = guarded.week.keyOf("bob");
    expect(await status(old)).toBe(200);
    const fresh = await guarded.rotate("bob");
    expect(await status(fresh)).toBe(200);
    pass(60);
    expect([await status(old), await status(fresh)]).toEqual([401, 200]);
  });

  test("a revoked key ends", async () => {
    const key = await guarded.rotate("bob");
    expect(await status(key)).toBe(200);
    await guarded.revoke("bob");
    pass(60);
    expect(await status(key)).toBe(401);
  });

  test("a removed student is out at once all the same: the functions ask again", async () => {
    const key = await guarded.rotate("bob");
    expect(await status(key)).toBe(200);
    await guarded.publishWith(everybody.filter((id) => id !== "bob"));
    const calls = await Promise.all(Object.values(callsAs("bob")).map((call) => guarded.call(key, call)));
    for (const reply of calls) expectRefusal(reply, 403);
  });
});

test("a student who hammers the API is held back with 429, and nobody else is", async () => {
  const { region, clock } = guarded.week;
  const listTests = region.plan.functions.find(({ logicalId }) => logicalId.includes("ListTests"));
  const environments = region.functions.concurrencyOf(listTests?.name ?? "");
  const startedMs = clock.now();
  const hammer = {
    path: "/api/v1/tests",
    headers: { "x-api-key": guarded.week.keyOf("loopy") },
    body: JSON.stringify({ studentId: "loopy" }),
  };
  const hammering = Array.from({ length: 2 * environments * studentLimit.burst }, () =>
    rawCall(region.api, hammer),
  );
  const others = callNames.map((call) => send("the right key", call, "ann"));
  expect((await Promise.all(others)).map(({ status }) => status)).toEqual(callNames.map(() => 200));

  const replies = await Promise.all(hammering);
  const refused = replies.filter(({ status }) => status !== 200);
  const seconds = (clock.now() - startedMs) / 1000;
  const most = environments * (studentLimit.burst + Math.ceil(seconds * studentLimit.perSecond));
  expect(replies.length - refused.length).toBeLessThanOrEqual(most);
  expect(refused.length).toBeGreaterThan(0);
  for (const reply of refused) {
    expectRefusal(reply, 429);
    expect(reply.headers["retry-after"]).toMatch(/^[1-9]\d*$/);
  }
});
