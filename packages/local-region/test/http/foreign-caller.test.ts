import { globSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { describe, expect, test } from "@jest/globals";
import { rejectForeign } from "../../src/http/foreign-caller.ts";
import { bucketHosts, ownHosts } from "../../src/http/own-hosts.ts";

const hosts = ownHosts({ address: "127.0.0.1" });

const statusOf = (headers: Record<string, string>, method = "GET", takesVisitors = false) =>
  rejectForeign({ method, headers: { host: "127.0.0.1:4040", ...headers } }, { hosts, takesVisitors })
    ?.status;

describe("A port of this machine lets in", () => {
  test.each<[string, Record<string, string>]>([
    ["a program", {}],
    ["its own page", { origin: "http://127.0.0.1:4040", "sec-fetch-site": "same-origin" }],
    ["its own page behind a proxy with TLS", { origin: "https://127.0.0.1:4040" }],
    ["an address that was typed", { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" }],
  ])("%s", (_, headers) => {
    expect(statusOf(headers, "POST")).toBeUndefined();
  });
});

describe("A port of this machine refuses", () => {
  test.each<[string, Record<string, string>]>([
    ["a page of another site", { origin: "https://evil.example" }],
    ["a page of another port", { origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site" }],
    ["a page under another of its names", { origin: "http://localhost:4040" }],
    ["a page without an origin, as in a sandbox", { origin: "null" }],
    ["an image of another site's page", { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["a form of another port's page", { "sec-fetch-site": "same-site", "sec-fetch-mode": "navigate" }],
  ])("%s", (_, headers) => {
    expect([statusOf(headers), statusOf(headers, "POST", true)]).toEqual([403, 403]);
  });

  test.each([
    "evil.example:4040",
    "127.0.0.1.evil.example",
    "localhost.",
    "",
    "localhost:4040:1",
    "10.0.0.7",
  ])("the name %j", (host) => expect(statusOf({ host })).toBe(421));
});

test("a link on another site's page leads to a page for visitors, not into a frame, and to no other port", () => {
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
  const framed = { ...link, "sec-fetch-dest": "iframe" };
  const read = { ...link, "sec-fetch-mode": "cors" };
  expect(statusOf(link, "GET", true)).toBeUndefined();
  expect([statusOf(framed, "GET", true), statusOf(read, "GET", true), statusOf(link)]).toEqual([
    403, 403, 403,
  ]);
});

test("a port that others reach has the machine's names, those given, and any IP address, but no other name", () => {
  const open = ownHosts({ address: "192.168.1.5", names: ["Class.example"] });
  const names = ["192.168.1.5:4040", "10.0.2.2:80", "[fe80::1]:4040", "localhost:4040", "class.example:4040"];
  expect([...names, hostname().toLowerCase(), "evil.example"].map((host) => open.has(host))).toEqual([
    ...names.map(() => true),
    true,
    false,
  ]);
});

test("a bucket's name may stand before localhost only", () => {
  expect(
    ["my.course.localhost:4566", "course.s3.localhost", "127.0.0.1", "course.localhost.evil.example"].map(
      (host) => bucketHosts.has(host),
    ),
  ).toEqual([true, true, true, false]);
});

test("every port of the region is opened as a door, which refuses such callers", () => {
  const listening = globSync("packages/local-region/src/**/*.ts").filter((file) =>
    /\bcreateServer\b|\.listen\(/.test(readFileSync(file, "utf8")),
  );
  expect(listening).toEqual(["packages/local-region/src/http/door.ts"]);
});
