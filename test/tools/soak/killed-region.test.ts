import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { RegionNews } from "../../../bin/region/parent.ts";
import { KilledRegion } from "../../../tools/soak/killed-region.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "killed-region-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A region in which nothing works but what `body` does. */
const regionThat = (body: string): KilledRegion => {
  const program = join(folder, "region.ts");
  writeFileSync(program, body);
  const startsAtMs = Date.parse("2026-11-17T20:00:00Z");
  const options = { course: folder, assembly: folder, data: folder, startsAtMs, kills: [], program };
  return new KilledRegion({ ...options, log: () => undefined });
};

const news: RegionNews = {
  news: "ready",
  api: "http://127.0.0.1:1",
  aws: "http://127.0.0.1:2",
  inbox: "http://127.0.0.1:3",
  owner: { accessKeyId: "owner", secretAccessKey: "secret" },
  outputs: {},
};
const ready = `process.send(${JSON.stringify(news)});`;

test("a region that was ready and ends by itself is reported with its exit code and its last output", async () => {
  const region = regionThat(
    `${ready} process.on("message", () => { throw new Error("the disk is full"); });`,
  );
  await region.address();
  await expect(region.died).rejects.toThrow(
    /^The region ended by itself with exit code 1\..*the disk is full/s,
  );
  await expect(region.address()).rejects.toThrow("the disk is full");
  await region.end();
});

test("the signal that ended a region from outside is reported too", async () => {
  const region = regionThat(`process.kill(process.pid, "SIGTERM"); setInterval(() => undefined, 1000);`);
  await expect(region.address()).rejects.toThrow("ended by itself with SIGTERM");
  await region.end();
});

test("a region starts no earlier than the one that was killed may have come", async () => {
  writeFileSync(join(folder, "clock.json"), '{"reached":"2026-11-19T08:00:00.000Z"}');
  const region = regionThat("throw new Error(process.argv.join(' '));");
  await expect(region.died).rejects.toThrow("--now 2026-11-19T08:00:00.");
  await region.end();
});
