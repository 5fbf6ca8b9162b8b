import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { parseRegionOptions } from "../../../bin/region/options.ts";

/** Synthesis bundles every function. */
jest.setTimeout(60_000);

let folder: string;
/** Those whose output is still open to somebody. */
let children: Set<ChildProcess>;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "command-"));
  children = new Set();
});

afterEach(() => {
  jest.restoreAllMocks();
  for (const { pid, stdout, stderr } of children) {
    if (pid !== undefined) killGroup(pid);
    stdout?.destroy();
    stderr?.destroy();
  }
  rmSync(folder, { recursive: true });
});

/** npm can't hand SIGKILL on: what it started goes with it only as a member of its group. */
const killGroup = (pid: number): void => {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    // The group may have ended by itself. Node's errors are of another realm than the test's.
    if (!(typeof error === "object" && error !== null && "code" in error && error.code === "ESRCH"))
      throw error;
  }
};

interface Running {
  readonly child: ChildProcess;
  /** All it has said so far. */
  said(): string;
  /** Resolves when it says that; rejects when it ends before. */
  says(words: string): Promise<void>;
  /** Exit code. */
  readonly ended: Promise<number>;
}

const run = (...args: string[]): Running => start(process.execPath, resolve("bin/region.ts"), ...args);

const npmStart = (...args: string[]): Running => start("npm", "start", "--", ...args);

const start = (program: string, ...args: string[]): Running => {
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], detached: true });
  children.add(child);
  child.once("close", () => children.delete(child));
  let text = "";
  let wake = (): void => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      wake();
    });
  }
  const ended = once(child, "close").then(([code]) => Number(code ?? -1));
  const says = async (words: string): Promise<void> => {
    let isOver = false;
    void ended.then(() => {
      isOver = true;
      wake();
    });
    while (!text.includes(words)) {
      if (isOver) throw new Error(`ended without saying "${words}": ${text}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { child, said: () => text, says, ended };
};

test.each([
  [["--port", "70000"], "A port is a number from 0"],
  [["--now", "tomorrow"], "An instant is such as 2026-11-17T20:00:00+01:00"],
  [["--now", "-8d"], "+8d is eight days after the data folder's last time"],
  [["--host", "0.0.0.0"], "One address of this machine"],
  [
    ["--console-token", "a-token-of-mine-that-ps-shows"],
    "Everybody on this machine can read a command line.",
  ],
  [["--name", "http://class.example:4040"], "A name without a port"],
  [["--nonsense"], "unknown option '--nonsense'"],
  [["course"], "too many arguments"],
])("the command line %j is refused in words", (args, words) => {
  let said = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
  jest.spyOn(process, "exit").mockImplementation((code) => {
    throw new Error(`ended with ${code}`);
  });
  expect(() => parseRegionOptions(args)).toThrow("ended with 1");
  expect(said).toContain(words);
});

test("a refused command line ends the command with 1", async () => {
  const running = run("--nonsense");
  expect(await running.ended).toBe(1);
  expect(running.said()).toContain("unknown option '--nonsense'");
});

test("a course that can't be read ends it in words, and nothing is left running or ready", async () => {
  const data = join(folder, "data");
  const running = run("--course", join(folder, "nowhere"), "--data", data);
  expect(await running.ended).toBe(1);
  expect(running.said()).toContain("course.yaml");
  expect(running.said()).not.toMatch(/^ +at /m);
  expect(existsSync(join(data, "ready.json"))).toBe(false);
});

test("it serves and says where when it is ready, only then, and SIGTERM ends it with 0", async () => {
  const data = join(folder, "data");
  const readyFile = join(data, "ready.json");
  const running = npmStart("--data", data, "--port", "0", "--now", "2026-11-17T20:00:00+01:00");
  await running.says("Synthesizing");
  expect(existsSync(readyFile)).toBe(false);
  await running.says("Ctrl-C ends it.");
  expect(statSync(readyFile).mode & 0o777).toBe(0o600);
  const kept = readdirSync(data, { recursive: true, encoding: "utf8" });
  expect(kept.filter((name) => (statSync(join(data, name)).mode & 0o077) !== 0)).toEqual([]);
  const ready = JSON.parse(readFileSync(readyFile, "utf8"));
  expect(ready).toEqual({
    api: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    aws: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    inbox: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    console: `${ready.api}/console/`,
    accessKeyId: expect.stringMatching(/^AKIA[0-9A-F]{16}$/),
    secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
    pid: expect.any(Number),
  });
  for (const url of Object.values(ready).slice(0, 4)) expect(running.said()).toContain(url);
  expect(running.said()).toContain(`export AWS_SECRET_ACCESS_KEY=${ready.secretAccessKey}\n`);
  const answer = await fetch(`${ready.api}/api/v1/tests`, { method: "POST" });
  const refusal = { code: 401, body: expect.any(String), reason: "no-valid-key" };
  expect([answer.status, await answer.json()]).toEqual([401, refusal]);
  expect(answer.headers.get("date")).toContain("17 Nov 2026");
  expect(await (await fetch(ready.console)).text()).toContain("<title>Test Time console</title>");

  const second = run("--data", data, "--port", "0");
  expect(await second.ended).toBe(1);
  expect(second.said()).toContain("Another region is running");
  expect(existsSync(readyFile)).toBe(true);

  running.child.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect(existsSync(readyFile)).toBe(false);
  await expect(fetch(ready.api)).rejects.toThrow();
});

test("SIGINT while it starts ends it with 0 and leaves nothing ready", async () => {
  const data = join(folder, "data");
  const running = run("--data", data, "--port", "0");
  await running.says("Synthesizing");
  running.child.kill("SIGINT");
  expect(await running.ended).toBe(0);
  expect(existsSync(join(data, "ready.json"))).toBe(false);
});

test("a clock that would go back is refused before anything is synthesized", async () => {
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(join(data, "clock.json"), '{"reached":"9000-01-01T00:00:00.000Z"}');
  for (const now of [[], ["--now", "8999-12-31"]]) {
    const running = run("--data", data, "--course", join(folder, "nowhere"), ...now);
    expect(await running.ended).toBe(1);
    expect(running.said()).toContain(`The clock of ${data} stood at 9000-01-01T00:00:00.000Z`);
    expect(running.said()).not.toContain("Synthesizing");
  }
});

test("a stale ready.json of a region that was killed is gone at once", async () => {
  const data = join(folder, "data");
  mkdirSync(data);
  writeFileSync(join(data, "ready.json"), "{}");
  expect(await run("--data", data, "--course", join(folder, "nowhere")).ended).toBe(1);
  expect(existsSync(join(data, "ready.json"))).toBe(false);
});
