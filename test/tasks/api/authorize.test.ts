import { createHash } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { authorize } from "../../../tasks/api/authorize.ts";
import { authorizerEvent } from "../support/api-event.ts";
import { instant, profile, studentId } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

const secret = "Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmE";
const apiKey = {
  sha256: createHash("sha256").update(secret).digest("hex"),
  madeAt: instant("2026-11-17T19:00:00.000Z"),
};

const storeWith = (...ids: string[]) => {
  const store = new MemoryStore();
  for (const id of ids) store.set(keys.profile(studentId(id)), profile(id, { apiKey }));
  return store;
};

const call = (key: string, store: MemoryStore, header = "x-api-key") =>
  authorize(authorizerEvent({ [header]: [key] }), store);

describe("the right key", () => {
  test("allows the whole stage and tells who calls", async () => {
    expect(await call(`ann.${secret}`, storeWith("ann"))).toEqual({
      principalId: "ann",
      context: { studentId: "ann" },
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          {
            Action: "execute-api:Invoke",
            Effect: "Allow",
            Resource: "arn:aws:execute-api:us-east-1:000000000000:api1/api/*",
          },
        ],
      },
    });
  });

  test("is found under any spelling of the header's name", async () => {
    expect(await call(`ann.${secret}`, storeWith("ann"), "X-Api-Key")).toMatchObject({ principalId: "ann" });
  });

  test("is split at its last dot, as ids may hold dots", async () => {
    expect(await call(`ann.b.c.${secret}`, storeWith("ann.b.c"))).toMatchObject({ principalId: "ann.b.c" });
  });

  test("of a student off the list is refused by a policy, for 403", async () => {
    const store = new MemoryStore({
      [keys.profile(studentId("ann"))]: profile("ann", { apiKey, onList: false }),
    });
    const { policyDocument } = await call(`ann.${secret}`, store);
    expect(policyDocument.Statement).toMatchObject([{ Effect: "Deny" }]);
  });
});

describe("a key is unauthorized when", () => {
  test.each([
    ["it is empty", ""],
    ["it has no dot", secret],
    ["it has no student", `.${secret}`],
    ["it has no secret", "ann."],
    ["its student is unknown", `bob.${secret}`],
    ["its secret is wrong", "ann.AAAA"],
    ["its secret is the stored hash", `ann.${apiKey.sha256}`],
    ["its student is a path", `../students/ann.${secret}`],
    ["its student holds a control character", `ann\u0000.${secret}`],
    ["it is endless", `ann.${"A".repeat(100_000)}`],
  ])("%s", async (_, key) => {
    await expect(call(key, storeWith("ann"))).rejects.toThrow(/^Unauthorized$/);
  });

  test("the header is missing", async () => {
    await expect(authorize(authorizerEvent({}), storeWith("ann"))).rejects.toThrow(/^Unauthorized$/);
  });

  test.each([
    ["beside another", { "x-api-key": [`ann.${secret}`, "junk"] }],
    ["behind another", { "x-api-key": ["junk", `ann.${secret}`] }],
    ["under two spellings of the header", { "x-api-key": ["junk"], "X-API-Key": [`ann.${secret}`] }],
    ["beside itself", { "x-api-key": [`ann.${secret}`, `ann.${secret}`] }],
  ])("it comes %s", async (_, headers) => {
    await expect(authorize(authorizerEvent(headers), storeWith("ann"))).rejects.toThrow(/^Unauthorized$/);
  });

  test("it was revoked", async () => {
    const store = new MemoryStore({ [keys.profile(studentId("ann"))]: profile("ann", { apiKey: null }) });
    await expect(call(`ann.${secret}`, store)).rejects.toThrow(/^Unauthorized$/);
  });

  test("it is malformed, without a look into the bucket", async () => {
    const store = storeWith("ann");
    await expect(call("../x.y", store)).rejects.toThrow(/^Unauthorized$/);
    expect(store.calls).toEqual([]);
  });
});
