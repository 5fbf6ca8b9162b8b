import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";

/** Node starts slowly on a busy machine. */
jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trainer-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: string[]) =>
  new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(program, args, { cwd: folder, timeout: 30_000 }, (error, out, err) =>
      done({ code: error ? Number(error.code ?? -1) : 0, out, err }),
    );
  });

test("bin/trainer runs from any folder, through symbolic links", async () => {
  symlinkSync(resolve("bin/trainer"), join(folder, "first"));
  symlinkSync("first", join(folder, "second"));
  const { code, out } = await run(join(folder, "second"), "--help");
  expect(code).toBe(0);
  expect(out).toContain("Usage: trainer");
});

test("the exit code is the command's", async () => {
  expect((await run(resolve("bin/trainer"), "mark")).code).toBe(2);
  const { code, err } = await run(resolve("bin/trainer"), "publish", "no-such-course");
  expect({ code, err }).toEqual({
    code: 1,
    err: "no-such-course is not a folder. Give the course's folder, the one with course.yaml in it.\n",
  });
});

test("a closed pipe ends it without an error message", async () => {
  const { err } = await run("bash", "-c", `"${resolve("bin/trainer")}" --help | true`);
  expect(err).toBe("");
});

test("results that can't be written fail it, with a sentence", async () => {
  const { code, err } = await run(
    "bash",
    "-c",
    `"${resolve("bin/trainer")}" --help 1<"${resolve("package.json")}"`,
  );
  expect(code).toBe(1);
  expect(err).toMatch(/^The result can't be written to the standard output: .*EBADF.*\n$/);
});

test("without the dependencies it says how to install them", async () => {
  mkdirSync(join(folder, "bin"));
  copyFileSync("bin/trainer", join(folder, "bin/trainer"));
  const { code, err } = await run(join(folder, "bin/trainer"), "--help");
  expect(code).toBe(1);
  expect(err).toMatch(/^Test Time's dependencies are not installed\. Install them: cd '.*' && npm ci\n$/);
});
