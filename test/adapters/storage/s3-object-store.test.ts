import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "@jest/globals";
import { NotFoundError } from "../../../adapters/errors.ts";
import { S3ObjectStore } from "../../../adapters/storage/s3-object-store.ts";
import { type Reply, type SeenRequest, startHttpService } from "../../tasks/support/http-service.ts";

const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const storeOn = async (answer: (request: SeenRequest) => Reply | undefined) => {
  const service = await startHttpService(answer);
  const client = new S3Client({
    endpoint: service.endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
  closers.push(async () => {
    client.destroy();
    await service.stop();
  });
  return { store: new S3ObjectStore(client, "bucket"), requests: service.requests };
};

const error = (status: number, code: string): Reply => ({
  status,
  headers: { "content-type": "application/xml" },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>m</Message></Error>`,
});

const page = (keys: string[], next?: string): Reply => ({
  status: 200,
  headers: { "content-type": "application/xml" },
  body:
    `<?xml version="1.0"?><ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>` +
    keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("") +
    `${next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`}</ListBucketResult>`,
});

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

const failed = (): never => {
  throw new Error("There is no stream.");
};

describe("reading an object", () => {
  test("gives text and version", async () => {
    const { store } = await storeOn(({ path }) =>
      path === "/bucket/a/b.json" ? { status: 200, headers: { etag: '"e1"' }, body: "żółw" } : undefined,
    );
    expect(await store.get("a/b.json")).toEqual({ text: "żółw", etag: '"e1"' });
  });

  test("that is not there gives null", async () => {
    const { store } = await storeOn(() => error(404, "NoSuchKey"));
    expect(await store.get("a.json")).toBeNull();
  });

  test("that S3 forbids, but lists as not there, gives null", async () => {
    const { store, requests } = await storeOn(({ query }) =>
      query.has("list-type") ? page([]) : error(403, "AccessDenied"),
    );
    expect(await store.get("a.json")).toBeNull();
    expect(requests.map(({ query }) => query.get("prefix"))).toEqual([null, "a.json"]);
  });

  test("that S3 forbids is no missing object when it is there, or when nobody may list it", async () => {
    const { store } = await storeOn(({ query }) =>
      query.get("prefix") === "there.json" ? page(["there.json"]) : error(403, "AccessDenied"),
    );
    await expect(store.get("there.json")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(store.get("other.json")).rejects.toMatchObject({ name: "AccessDenied" });
  });

  test("passes on every other failure", async () => {
    const { store } = await storeOn(({ query }) =>
      query.has("list-type") ? error(503, "SlowDown") : error(403, "AccessDenied"),
    );
    await expect(store.get("a.json")).rejects.toMatchObject({ name: "SlowDown" });
    const broken = await storeOn(() => error(500, "InternalError"));
    await expect(broken.store.get("a.json")).rejects.toMatchObject({ name: "InternalError" });
  });

  test("gives its lines, which U+2028 does not break", async () => {
    const { store } = await storeOn(() => ({ status: 200, body: '{"n":"a\u2028b"}\r\n\n{"n":2}' }));
    expect(await collect(store.lines("x.jsonl"))).toEqual(['{"n":"a\u2028b"}', "", '{"n":2}']);
  });

  test("by lines throws NotFoundError when it is not there", async () => {
    const { store } = await storeOn(() => error(404, "NoSuchKey"));
    await expect(collect(store.lines("x.jsonl"))).rejects.toThrow(NotFoundError);
  });

  test("as a stream tells its length first", async () => {
    const { store } = await storeOn(({ path }) =>
      path === "/bucket/a.csv" ? { status: 200, headers: {}, body: "żółw" } : error(404, "NoSuchKey"),
    );
    const stored = await store.open("a.csv");
    expect(stored?.bytes).toBe(7);
    expect(Buffer.concat(await collect(stored?.chunks ?? failed())).toString()).toBe("żółw");
    expect(await store.open("b.csv")).toBeNull();
  });
});

describe("writing an object", () => {
  test("new asks S3 for no object of that name", async () => {
    const { store, requests } = await storeOn(() => ({ status: 200, headers: { etag: '"e"' } }));
    expect(await store.create("a.json", "{}")).toBe(true);
    expect(requests[0]).toMatchObject({
      method: "PUT",
      path: "/bucket/a.json",
      headers: { "if-none-match": "*", "content-type": "application/json" },
    });
  });

  test("over a version asks S3 for that version", async () => {
    const { store, requests } = await storeOn(() => ({ status: 200, headers: { etag: '"e2"' } }));
    expect(await store.replace("a.json", "{}", '"e1"')).toBe(true);
    expect(requests[0]?.headers["if-match"]).toBe('"e1"');
  });

  test("is false when the condition fails", async () => {
    const { store } = await storeOn(() => error(412, "PreconditionFailed"));
    expect(await store.create("a.json", "{}")).toBe(false);
    expect(await store.replace("a.json", "{}", '"e1"')).toBe(false);
  });

  test("over an object that was deleted is false", async () => {
    const { store } = await storeOn(() => error(404, "NoSuchKey"));
    expect(await store.replace("a.json", "{}", '"e1"')).toBe(false);
  });

  test("tries again when writers race", async () => {
    let calls = 0;
    const { store } = await storeOn(() => {
      calls += 1;
      return calls < 3 ? error(409, "ConditionalRequestConflict") : { status: 200, headers: { etag: '"e"' } };
    });
    expect(await store.create("a.json", "{}")).toBe(true);
    expect(calls).toBe(3);
  });

  test("gives up on a race that does not end, with a transient error", async () => {
    const { store } = await storeOn(() => error(409, "ConditionalRequestConflict"));
    await expect(store.create("a.json", "{}")).rejects.toMatchObject({ name: "TransientError" });
  });

  test("without a condition sets none", async () => {
    const { store, requests } = await storeOn(() => ({ status: 200 }));
    await store.put("g.csv", new TextEncoder().encode("a,b"));
    expect(requests[0]?.headers).toMatchObject({ "content-type": "text/csv; charset=utf-8" });
    expect(requests[0]?.headers).not.toHaveProperty("if-none-match");
  });
});

describe("a listing", () => {
  test("goes through all pages", async () => {
    const { store, requests } = await storeOn(({ query }) =>
      query.get("continuation-token") === "more" ? page(["p/c"]) : page(["p/a", "p/b"], "more"),
    );
    expect(await collect(store.list("p/"))).toEqual(["p/a", "p/b", "p/c"]);
    expect(requests.map(({ query }) => query.get("prefix"))).toEqual(["p/", "p/"]);
  });

  test("may be empty", async () => {
    const { store } = await storeOn(() => page([]));
    expect(await collect(store.list("p/"))).toEqual([]);
  });
});
