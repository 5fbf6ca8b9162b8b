import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { expect, test } from "@jest/globals";
import { Clock } from "../../../src/clock.ts";
import { openObjectStore } from "../../../src/services/s3/object-store.ts";

const owner = { kind: "owner" } as const;

test("every object whose put was answered is there after a kill -9", async () => {
  const folder = mkdtempSync(join(tmpdir(), "s3-kill-"));
  const dataFile = join(folder, "objects.db");
  const script = join(import.meta.dirname, "write-until-killed.ts");
  const child = spawn(process.execPath, [script, dataFile], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const answered: string[] = [];
  for await (const key of createInterface({ input: child.stdout })) {
    answered.push(key);
    if (answered.length === 400) child.kill("SIGKILL");
  }
  await exited;
  const store = openObjectStore({ dataFile, clock: new Clock() });
  for (const key of answered) {
    expect(await text(await store.objects.get("course", key, owner))).toBe(`body of ${key}`);
  }
  store.close();
  rmSync(folder, { recursive: true });
}, 30_000);
