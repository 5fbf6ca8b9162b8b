import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { KeptPorts } from "../../src/data-folder/kept-ports.ts";

let data: string;
let lines: string[];
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "ports-"));
  lines = [];
});
afterEach(() => rmSync(data, { recursive: true }));

/** A machine on which the next free port is `free`, and these are taken. */
const openOn =
  (free: number, taken: readonly number[] = []) =>
  async (port: number): Promise<{ readonly port: number }> => {
    if (taken.includes(port)) throw new Error("EADDRINUSE");
    return { port: port === 0 ? free : port };
  };
const start = (wanted: number, free: number, taken?: readonly number[]) =>
  new KeptPorts(data, (line) => lines.push(line)).open("AWS endpoint", wanted, openOn(free, taken));

test("a region gets the port again that its data folder had before", async () => {
  expect(await start(0, 40_001)).toEqual({ port: 40_001 });
  expect(await start(0, 40_002)).toEqual({ port: 40_001 });
  expect(lines).toEqual([]);
});

test("if that port is taken, it says which one it has now, and keeps that", async () => {
  await start(0, 40_001);
  expect(await start(0, 40_002, [40_001])).toEqual({ port: 40_002 });
  expect(lines).toEqual([
    "Port 40001, which the AWS endpoint had before, is taken: it is at port 40002 now.",
  ]);
  expect(await start(0, 40_003)).toEqual({ port: 40_002 });
});

test("a port that was asked for is opened or refused, whatever was kept", async () => {
  await start(0, 40_001);
  expect(await start(5_000, 40_002)).toEqual({ port: 5_000 });
  await expect(start(5_000, 40_002, [5_000])).rejects.toThrow("EADDRINUSE");
});

test("a damaged file counts as none", async () => {
  writeFileSync(join(data, "ports.json"), "{");
  expect(await start(0, 40_001)).toEqual({ port: 40_001 });
});
