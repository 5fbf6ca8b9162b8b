import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { ChangeFeed } from "../../src/console/change-feed.ts";
import { consoleListener } from "../../src/console/console.ts";
import { Gatekeeper } from "../../src/console/gatekeeper.ts";
import { CostBook } from "../../src/costs/cost-book.ts";
import { noUnits } from "../../src/costs/cost-lines.ts";
import { AwsError, type AwsRequest, type AwsService } from "../../src/ports.ts";

let folder: string;
let server: Server;
let port: number;
let changes: ChangeFeed;
let asked: AwsRequest[];
let faults: string[];

const states: AwsService = async (request) => {
  asked.push(request);
  return { status: 200, body: JSON.stringify({ executions: [] }) };
};

const objects: AwsService = async (request) => {
  asked.push(request);
  if (request.path === "/course/broken") throw new Error("the disk is gone");
  if (request.path === "/course/none") throw new AwsError("NoSuchKey", "There is no such key.", 404);
  return { status: 200, headers: { "content-type": "text/html", etag: '"1"' }, body: "<script>1</script>" };
};

const listen = (target: Server): Promise<number> =>
  new Promise((resolve) => {
    target.listen(0, "127.0.0.1", () => {
      const address = target.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });

const index = new TextEncoder().encode("<!doctype html><title>Console</title>");

const open = async (token?: string): Promise<void> => {
  server = createServer((request, response) => listener(request, response));
  port = await listen(server);
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  const listener = consoleListener({
    files: [{ path: "index.html", contentType: "text/html", cacheControl: "no-cache", body: index }],
    gatekeeper: new Gatekeeper({ hosts, ...(token === undefined ? {} : { token }) }),
    states,
    objects,
    mails: {
      page: async () => ({ mails: [], total: 0 }),
      get: async () => undefined,
    },
    changes,
    costs: new CostBook({ folder, used: () => noUnits, log: () => undefined }),
    stackName: "Course",
    outputs: { BucketName: "course" },
    now: () => 5,
    log: (line) => faults.push(line),
  });
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "console-"));
  changes = new ChangeFeed({ now: () => 5, pauseMs: 1 });
  asked = [];
  faults = [];
});

afterEach(async () => {
  changes.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const own = { "x-region-console": "1" };

const call = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, {
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
    ...init,
  });

/** A request under a `Host` that fetch does not let one choose. */
const statusAs = (host: string, path: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port, path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject).end();
  });

describe("A console on the loopback address", () => {
  beforeEach(() => open());

  test("serves its page with a policy that allows its own files only", async () => {
    const answer = await call("/console/");
    expect(await answer.text()).toContain("<title>Console</title>");
    expect(answer.headers.get("content-security-policy")).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  test("calls Step Functions as the owner, in the API's own words", async () => {
    const body = JSON.stringify({ stateMachineArn: "arn" });
    const answer = await call("/console/api/states/ListExecutions", { method: "POST", headers: own, body });
    expect(await answer.json()).toEqual({ executions: [] });
    expect(
      asked.map(({ principal, headers, body: sent }) => [principal.kind, headers["x-amz-target"], `${sent}`]),
    ).toEqual([["owner", "AWSStepFunctions.ListExecutions", body]]);
  });

  test.each(["StopExecution", "DeleteStateMachine", "SendTaskSuccess", "toString"])(
    "does not call %s",
    async (action) => {
      const answer = await call(`/console/api/states/${action}`, {
        method: "POST",
        headers: own,
        body: "{}",
      });
      expect([answer.status, asked]).toEqual([404, []]);
    },
  );

  test("gives stored objects out as text that no browser runs", async () => {
    const answer = await call("/console/api/objects/course/a%20b?list-type=2");
    expect(asked.map(({ method, path, query }) => [method, path, `${query}`])).toEqual([
      ["GET", "/course/a%20b", "list-type=2"],
    ]);
    expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("answers a refusal as the service words it, and a fault without its inner reason", async () => {
    const refused = await call("/console/api/objects/course/none");
    expect([refused.status, await refused.json()]).toEqual([
      404,
      { error: "NoSuchKey", message: "There is no such key." },
    ]);
    const broken = await call("/console/api/objects/course/broken");
    expect([broken.status, await broken.text()]).toEqual([500, expect.not.stringContaining("disk")]);
    expect(faults).toEqual([expect.stringContaining("the disk is gone")]);
  });

  test("says what it runs and what its clock shows", async () => {
    const answer = await call("/console/api/region");
    expect(await answer.json()).toMatchObject({
      stackName: "Course",
      outputs: { BucketName: "course" },
      now: 5,
    });
  });

  test.each(["/console/nothing.js", "/console/..%2fready.json", "/console/api/unknown"])(
    "has nothing at %s",
    async (path) => {
      expect((await call(path)).status).toBe(404);
    },
  );

  test("answers under its own names only, so that no foreign name can be bound to its address", async () => {
    expect(await statusAs(`localhost:${port}`, "/console/api/region")).toBe(200);
    expect(await statusAs(`evil.example:${port}`, "/console/api/region")).toBe(421);
    expect(await statusAs("127.0.0.1", "/console/")).toBe(421);
  });

  test("starts nothing for a page of another site", async () => {
    const post = (headers: Record<string, string>) =>
      call("/console/api/states/StartExecution", { method: "POST", headers, body: "{}" });
    expect((await post({})).status).toBe(403);
    expect((await post({ ...own, origin: "http://evil.example" })).status).toBe(403);
    expect((await post({ ...own, "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(asked).toEqual([]);
    expect((await post({ ...own, origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  test("refuses a request that is larger than any of its own", async () => {
    const body = "x".repeat(600 * 1024);
    const answer = await call("/console/api/states/StartExecution", { method: "POST", headers: own, body });
    expect([answer.status, asked]).toEqual([413, []]);
  });

  test("knows no cost of an execution that it never saw", async () => {
    expect((await call("/console/api/costs?executionArn=none")).status).toBe(404);
  });

  test("tells at once what time it is, and then what has changed, many changes in one message", async () => {
    const answer = await call("/console/api/changes");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const told = async (words: string): Promise<void> => {
      while (!text.includes(words)) {
        const { value, done } = (await reader?.read()) ?? { value: "", done: true };
        if (done) throw new Error(`The stream ended without ${words}: ${text}`);
        text += value;
      }
    };
    await told('"now":5');
    changes.executionChanged("arn:one");
    changes.executionChanged("arn:two");
    changes.executionChanged("arn:one");
    await changes.watched(objects, "objects")({ ...put, method: "PUT" });
    await told('"executions":["arn:one","arn:two"],"hasMoreExecutions":false,"hasNewObjects":true');
    await reader?.cancel();
  });
});

const put: AwsRequest = {
  method: "PUT",
  path: "/course/key",
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.alloc(0),
  principal: { kind: "owner" },
};

describe("A console with a token", () => {
  const token = "a token of the trainer's";

  beforeEach(() => open(token));

  const show = (shown: string, headers: Record<string, string> = {}): Promise<Response> =>
    call("/console/", { method: "POST", headers, body: new URLSearchParams({ token: shown }) });

  test("lets nobody in without it, and asks each page load for it", async () => {
    const page = await call("/console/");
    expect([page.status, await page.text()]).toEqual([401, expect.stringContaining('<form method="post">')]);
    const body = "{}";
    const answer = await call("/console/api/states/StartExecution", { method: "POST", headers: own, body });
    expect([answer.status, await answer.text()]).toEqual([401, expect.stringContaining("Reload the page")]);
    expect(asked).toEqual([]);
  });

  test("never takes it from an address, which a browser would keep in its history", async () => {
    const answer = await call(`/console/?token=${encodeURIComponent(token)}`);
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([401, null]);
    expect(await answer.text()).not.toContain(token);
  });

  test("takes it from its form and keeps it in a cookie that no script and no other site can use", async () => {
    const welcome = await show(`${token} `);
    expect([welcome.status, welcome.headers.get("location")]).toEqual([303, "/console/"]);
    const [cookie = "", ...attributes] = (welcome.headers.get("set-cookie") ?? "").split("; ");
    expect(attributes).toEqual(["Path=/console", "HttpOnly", "SameSite=Strict"]);
    expect(cookie).not.toContain(token);
    expect((await call("/console/", { headers: { cookie } })).status).toBe(200);
    expect((await show(token, { cookie })).status).toBe(303);
  });

  test("says that another is not the token, and takes none from another site's form", async () => {
    const wrong = await show("wrong");
    expect([wrong.status, await wrong.text()]).toEqual([401, expect.stringContaining("not the token")]);
    const foreign = await show(token, { origin: "http://evil.example" });
    expect([foreign.status, foreign.headers.get("set-cookie")]).toEqual([403, null]);
  });
});
