import { once } from "node:events";
import { describe, expect, test } from "@jest/globals";
import { durationText, progressNumbers } from "../../trainer/commands/progress.ts";
import { table } from "../../trainer/commands/table.ts";
import { screen } from "./support/screen.ts";

describe("colours", () => {
  test("are for a terminal", () => {
    expect(screen({ isTTY: true }).terminal.paint("bad", "failed")).toBe("\u001b[31mfailed\u001b[39m");
  });

  test.each([
    ["a pipe", { isTTY: false }],
    ["NO_COLOR", { isTTY: true, env: { TERM: "xterm", NO_COLOR: "1" } }],
    ["a terminal that knows none", { isTTY: true, env: { TERM: "dumb" } }],
  ])("are left out for %s", (_, options) => {
    expect(screen(options).terminal.paint("bad", "failed")).toBe("failed");
  });

  test("take no room in a table", () => {
    const { paint } = screen({ isTTY: true }).terminal;
    const lines = table([
      [paint("bad", "a"), "1"],
      ["abc", "2"],
    ]);
    expect(lines).toEqual(["\u001b[31ma\u001b[39m    1", "abc  2"]);
  });
});

describe("a progress bar", () => {
  test("shows after a second how many are done, and makes room for notes", async () => {
    const { terminal, written, stderr } = screen({ isTTY: true });
    const progress = terminal.progress("Uploading", "students");
    progress.at(40, 100, "1 failed");
    expect(written.err).toBe("");
    await once(stderr, "data");
    expect(written.err).toContain("Uploading █");
    expect(written.err).toContain("40 of 100 students · 1 failed");
    terminal.note("A word.");
    progress.end();
    const lastLine = written.err.slice(written.err.lastIndexOf("A word.\n"));
    expect(lastLine).toContain("40 of 100 students");
    expect(written.out).toBe("");
  });

  test("is not shown in a pipe, nor for what is over at once", () => {
    const piped = screen({ isTTY: false });
    const atOnce = screen({ isTTY: true });
    for (const { terminal, written } of [piped, atOnce]) {
      const progress = terminal.progress("Uploading", "students");
      progress.at(100, 100);
      progress.end();
      expect(written.err).toBe("");
    }
    expect(piped.terminal.isWatched).toBe(false);
  });

  const numbers = { unit: "students", since: { done: 0, atMs: 0 } };

  test.each([
    [{ done: 0, total: 1000, atMs: 5_000 }, "0 of 1000 students"],
    [{ done: 400, total: 1000, atMs: 10_000 }, "400 of 1000 students · 40 a second · 15 s left"],
    [{ done: 2, total: 10, atMs: 60_000 }, "2 of 10 students · 2 a minute · 4 min left"],
    [{ done: 10, total: 10, atMs: 1_000 }, "10 of 10 students · 10 a second"],
  ])("tells rate and time left: %j", (at, text) => {
    expect(progressNumbers({ ...numbers, ...at, nowMs: at.atMs })).toBe(text);
  });

  test("shows the rate of what it has seen itself, and the time left between two reports", () => {
    const text = progressNumbers({
      ...numbers,
      since: { done: 900, atMs: 0 },
      done: 950,
      total: 1000,
      atMs: 10_000,
      nowMs: 14_000,
    });
    expect(text).toBe("950 of 1000 students · 5 a second · 6 s left");
  });
});

test.each([
  [-5, "0 s"],
  [1, "1 s"],
  [59_001, "1 min"],
  [3_605_000, "1 h"],
  [3_665_000, "1 h 1 min"],
  [7 * 86_400_000, "7 d"],
])("%d ms is %s", (ms, text) => {
  expect(durationText(ms)).toBe(text);
});

test("nobody answers at a pipe", async () => {
  expect(await screen({ isTTY: false }).terminal.ask("Sure? ")).toBeNull();
});
