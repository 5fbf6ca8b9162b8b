import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { writeAssembly } from "./fixture-assembly.ts";
import { type News, newsSchema, type Order } from "./support/steering.ts";

/** Threads start slowly on a busy machine. */
jest.setTimeout(120_000);

const monday = Date.parse("2026-11-23T22:00:00Z");

let folder: string;
let child: ChildProcess;
let said: string[];
let news: News[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "full-disk-"));
  said = [];
  news = [];
});

afterEach(() => {
  child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const start = (): void => {
  const assembly = writeAssembly(join(folder, "assembly"), {});
  const script = join(import.meta.dirname, "support/steered-region.ts");
  child = spawn(process.execPath, [script, assembly, join(folder, "data"), "2026-11-17T19:00:00Z"], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  for (const input of [child.stdout, child.stderr]) {
    if (!input) continue;
    createInterface({ input }).on("line", (line) => {
      said.push(line);
      child.emit("output");
    });
  }
  child.on("message", (message) => {
    news.push(newsSchema.parse(message));
    child.emit("output");
  });
  child.once("exit", () => child.emit("output"));
};

/** Resolves with what `find` finds in the output, once it does; rejects when the region ends before. */
const until = async <T>(find: () => T | undefined): Promise<T> => {
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`The region ended: ${said.join("\n")}`);
    }
    await once(child, "output");
  }
};

const line = (words: string) => until(() => said.find((one) => one.includes(words)));

/**
 * No file may grow: for the region that is a full disk, without one and without root. Linux's prlimit does it to a process that
 * runs. Output is a pipe, which has no size.
 */
const limitFiles = (bytes: "1:unlimited" | "unlimited"): void => {
  execFileSync("prlimit", [`--pid=${child.pid}`, `--fsize=${bytes}`]);
};

const order = (what: Order): void => {
  child.send(what);
};

test("a region outlives a full disk at the deadline, takes nothing meanwhile, and starts the run when there is room", async () => {
  start();
  const { api } = await until(() => news.find((one) => one.news === "ready"));
  limitFiles("1:unlimited");
  order({ moveTo: monday });
  await line("could not be delivered, and is tried again until it is");
  const refused = await fetch(`${api}/live/things`, { method: "POST", body: "posted" });
  expect(refused.status).toBeGreaterThanOrEqual(500);
  await line("Lines of the log");
  limitFiles("unlimited");
  await line("could not be delivered at first, and is now");
  const end = await until(() =>
    news.find((one) => one.news === "event" && /^Execution(?!Started)/.test(one.type)),
  );
  expect(end).toMatchObject({ type: "ExecutionSucceeded" });
  const taken = await fetch(`${api}/live/things`, { method: "POST", body: "posted" });
  expect(taken.status).toBe(200);
});
