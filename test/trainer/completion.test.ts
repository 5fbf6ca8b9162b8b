import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { trainer } from "./support/course-cloud.ts";

const run = promisify(execFile);

/** What bash offers after the words `trainer ...words`, the last being under the cursor. */
const offered = async (...words: string[]): Promise<string[]> => {
  const { out } = await trainer("completion");
  const script = `${out}
COMP_WORDS=(bin/trainer "$@"); COMP_CWORD=$#
_trainer_complete
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run("bash", ["--norc", "-uec", script, "bash", ...words], { timeout: 10_000 });
  return stdout.split("\n").filter((line) => line !== "");
};

test("bash completes the commands", async () => {
  expect(await offered("gr")).toEqual(["grade", "gradebook"]);
  expect(await offered("")).toEqual(expect.arrayContaining(["init", "check", "publish", "status", "help"]));
  expect(await offered("help", "gr")).toEqual(["grade", "gradebook"]);
});

test("bash completes each command's own options", async () => {
  expect(await offered("gradebook", "--c")).toEqual(["--course", "--csv"]);
  expect(await offered("check", "--")).toEqual(["--json", "--help"]);
});

test("bash completes the commands of a command, and their options", async () => {
  expect(await offered("students", "im")).toEqual(["import"]);
  expect(await offered("students", "import", "--d")).toEqual(["--domain", "--dry-run"]);
});

test("bash completes everything else as file names", async () => {
  expect(await offered("publish", "exam")).toEqual([]);
  expect((await trainer("completion")).out).toContain("complete -o default -F _trainer_complete trainer");
});
