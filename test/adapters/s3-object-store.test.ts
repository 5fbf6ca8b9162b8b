import { S3Client } from "@aws-sdk/client-s3";
import { afterEach, describe, expect, test } from "@jest/globals";
import type { Caller } from "../../adapters/aws/caller.ts";
import { SdkS3 } from "../../adapters/aws/sdk-s3.ts";
import { SignedS3 } from "../../adapters/aws/signed-s3.ts";
import { NotFoundError } from "../../adapters/errors.ts";
import type { S3Calls } from "../../adapters/s3-calls.ts";
import { S3LongObjectStore } from "../../adapters/s3-long-object-store.ts";
import { S3ObjectStore } from "../../adapters/s3-object-store.ts";
import { type Reply, type SeenRequest, startHttpService } from "../tasks/support/http-service.ts";

const closers: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const signedS3 = (caller: Caller): SignedS3 => {
  const calls = new SignedS3("bucket", caller);
  closers.push(() => calls.destroy());
  return calls;
};

const sdkS3 = (caller: Caller & { readonly endpoint: string }): S3Calls => {
  const client = new S3Client({ ...caller, maxAttempts: 1 });
  closers.push(() => client.destroy());
  return new SdkS3(client, "bucket");
};

const serviceFor = async (answer: (request: SeenRequest) => Reply | undefined) => {
  const { endpoint, requests, stop } = await startHttpService(answer);
  closers.push(stop);
  const credentials = { accessKeyId: "id", secretAccessKey: "secret" };
  return { caller: { endpoint, region: "us-east-1", credentials }, requests };
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

describe.each([
  ["a function", signedS3],
  ["a person", sdkS3],
])("in the hands of %s,", (_, callsFor) => {
  const storeOn = async (answer: (request: SeenRequest) => Reply | undefined) => {
    const { caller, requests } = await serviceFor(answer);
    return { store: new S3ObjectStore(callsFor(caller)), requests };
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
        return calls < 3
          ? error(409, "ConditionalRequestConflict")
          : { status: 200, headers: { etag: '"e"' } };
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
});

describe("a function", () => {
  const storeOn = async (answer: (request: SeenRequest) => Reply | undefined) => {
    const { caller, requests } = await serviceFor(answer);
    return { store: new S3LongObjectStore(signedS3(caller)), requests };
  };

  test("calls again when S3 fails for now, three times in all", async () => {
    let calls = 0;
    const { store } = await storeOn(() => {
      calls += 1;
      return calls < 3 ? error(503, "SlowDown") : { status: 200, body: "{}" };
    });
    expect(await store.get("a.json")).toMatchObject({ text: "{}" });
    const { store: down, requests } = await storeOn(() => "destroy");
    await expect(down.get("a.json")).rejects.toMatchObject({ name: "TimeoutError" });
    expect(requests).toHaveLength(3);
  });

  test("does not call again when S3 refuses", async () => {
    const { store, requests } = await storeOn(() => error(400, "InvalidRequest"));
    await expect(store.put("a.json", "{}")).rejects.toMatchObject({ name: "InvalidRequest", message: "m" });
    expect(requests).toHaveLength(1);
  });

  test("names a failure by its status when the answer has no code", async () => {
    const { store } = await storeOn(() => ({ status: 403, body: "<html>" }));
    await expect(store.put("a.json", "")).rejects.toMatchObject({ name: "Http403" });
  });

  test("reads keys as XML writes them", async () => {
    const { store } = await storeOn(() => page(["p/a&amp;b&lt;c&#x17c;&#382;&apos;"]));
    expect(await collect(store.list("p/"))).toEqual(["p/a&b<cżž'"]);
  });

  test("signs a key with characters that an address has in another form", async () => {
    const { store, requests } = await storeOn(() => ({ status: 200 }));
    await store.put("a b/ż+(1)'.json", "ż");
    expect(requests[0]).toMatchObject({
      path: "/bucket/a b/ż+(1)'.json",
      headers: {
        "content-length": "2",
        authorization: expect.stringContaining("/us-east-1/s3/aws4_request"),
      },
      body: "ż",
    });
  });

  const long = async function* () {
    for (let chunk = 0; chunk < 9; chunk += 1) yield new Uint8Array(1024 * 1024).fill(97 + chunk);
  };

  test("writes a long object in parts, in their order", async () => {
    const { store, requests } = await storeOn(({ method, query }) => {
      if (query.has("uploads")) return { status: 200, body: "<R><UploadId>u1</UploadId></R>" };
      if (method === "PUT") return { status: 200, headers: { etag: `"e${query.get("partNumber")}"` } };
      return { status: 200, body: "<CompleteMultipartUploadResult/>" };
    });
    await store.write("g.csv", long());
    expect(requests.map(({ method, query }) => `${method} ${query}`)).toEqual([
      "POST uploads=",
      "PUT partNumber=1&uploadId=u1",
      "PUT partNumber=2&uploadId=u1",
      "POST uploadId=u1",
    ]);
    expect(requests[0]?.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect([requests[1]?.body.length, requests[2]?.body]).toEqual([8 * 1024 * 1024, "i".repeat(1024 * 1024)]);
    expect(requests[3]?.body.match(/<Part>.*<\/Part>/)?.[0]).toBe(
      '<Part><PartNumber>1</PartNumber><ETag>"e1"</ETag></Part><Part><PartNumber>2</PartNumber><ETag>"e2"</ETag></Part>',
    );
  });

  test("sees that a long object was not put together, though the answer began as a success", async () => {
    const { store } = await storeOn(({ query }) =>
      query.has("uploads")
        ? { status: 200, body: "<R><UploadId>u1</UploadId></R>" }
        : { status: 200, headers: { etag: '"e"' }, body: "<Error><Code>InternalError</Code></Error>" },
    );
    await expect(store.write("g.csv", long())).rejects.toMatchObject({
      name: "InternalError",
      $metadata: { httpStatusCode: 500 },
    });
  });
});
