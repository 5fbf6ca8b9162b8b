import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { startScriptedApi } from "./scripted-api.ts";
import { newStudent } from "./student.ts";

/** Programs that write down how they were called, then are themselves. */
const watchPrograms = (folder: string, calls: string, names: readonly string[]): void => {
  mkdirSync(folder);
  for (const name of names) {
    const real = execFileSync("sh", ["-c", `command -v ${name}`], { encoding: "utf8" }).trim();
    const lines = ["#!/bin/sh", `{ echo "${name} $*"; env; } >>"${calls}"`, `exec "${real}" "$@"`, ""];
    writeFileSync(join(folder, name), lines.join("\n"));
    chmodSync(join(folder, name), 0o755);
  }
};

test("the student's client puts the key on no command line and into no environment, where others could read it", async () => {
  const api = await startScriptedApi(new Date("2026-11-21T18:30:00Z"));
  const student = newStudent();
  const { PATH } = process.env;
  try {
    student.configure(api.url, "adam", "adam.the-secret-itself");
    api.on("POST /api/v1/tests", { body: { code: 200, body: [], open: [] } });
    const calls = join(student.home, "calls.txt");
    watchPrograms(join(student.home, "bin"), calls, ["curl", "jq"]);
    process.env.PATH = `${join(student.home, "bin")}:${PATH}`;
    expect(await student.run(["list"])).toMatchObject({ code: 0 });
    expect(api.seen).toHaveLength(1);
    expect(readFileSync(calls, "utf8")).toMatch(/^curl /m);
    expect(readFileSync(calls, "utf8")).not.toContain("the-secret-itself");
  } finally {
    process.env.PATH = PATH;
    student.remove();
    await api.stop();
  }
});
