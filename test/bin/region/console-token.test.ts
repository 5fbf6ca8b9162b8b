import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { consoleTokenFor } from "../../../bin/region/console-token.ts";

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "token-"));
});
afterEach(() => rmSync(data, { recursive: true }));

test.each(["127.0.0.1", "127.0.0.2", "::1"])("no token is asked for at %s", (host) => {
  expect(consoleTokenFor({ host, data })).toBeUndefined();
});

test("where others reach the console, a token is made, kept for this user alone, and the same after a restart", () => {
  const token = consoleTokenFor({ host: "192.168.1.5", data });
  expect(token).toMatch(/^[0-9a-f]{32}$/);
  expect(statSync(join(data, "console-token")).mode & 0o777).toBe(0o600);
  expect(consoleTokenFor({ host: "192.168.1.5", data })).toBe(token);
});

test("a trainer's own token comes from a file, which must hold one", () => {
  const consoleTokenFile = join(data, "mine");
  expect(() => consoleTokenFor({ host: "::1", data, consoleTokenFile })).toThrow(
    `can't be read from ${data}`,
  );
  writeFileSync(consoleTokenFile, "short\n");
  expect(() => consoleTokenFor({ host: "::1", data, consoleTokenFile })).toThrow("at least 16 characters");
  writeFileSync(consoleTokenFile, "a-token-of-the-trainer\n");
  expect(consoleTokenFor({ host: "::1", data, consoleTokenFile })).toBe("a-token-of-the-trainer");
});
