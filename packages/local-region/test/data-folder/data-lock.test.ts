import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { lockDataFolder } from "../../src/data-folder/data-lock.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lock-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

test("a folder is locked for one region at a time, in one process as well", () => {
  const lock = lockDataFolder(folder);
  expect(() => lockDataFolder(folder)).toThrow(
    `Another region is running in ${folder} (process ${process.pid}).`,
  );
  lock.release();
  lockDataFolder(folder).release();
});

test("a lock file that can't be used is named, and is no other region", () => {
  const file = join(folder, "region.lock");
  writeFileSync(file, "garbage ".repeat(1000));
  expect(() => lockDataFolder(folder)).toThrow(`${file} can't be used: it is no SQLite database.`);
  rmSync(file);
  mkdirSync(file);
  expect(() => lockDataFolder(folder)).toThrow(`${file} can't be used: it is a folder.`);
});

test("the lock of a process that was killed is free", async () => {
  const module = resolve("packages/local-region/src/data-folder/data-lock.ts");
  const code = `import { lockDataFolder } from ${JSON.stringify(module)};
    lockDataFolder(${JSON.stringify(folder)});
    console.log("locked");
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
  await once(child.stdout, "data");
  expect(() => lockDataFolder(folder)).toThrow(`(process ${child.pid})`);
  child.kill("SIGKILL");
  await once(child, "close");
  lockDataFolder(folder).release();
});
