import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { planKills } from "../../../tools/soak/kill-plan.ts";
import { soak } from "../../../tools/soak/soak.ts";
import { writeSoakCourse } from "../../../tools/soak/soak-class.ts";
import { assemblyInParts } from "../../support/assembly-of.ts";

jest.setTimeout(180_000);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soak-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

test("a class that is graded in three parts lives through five kills -9 with nothing lost and nothing doubled", async () => {
  const assembly = await assemblyInParts(writeSoakCourse(join(folder, "course"), 1, 1).folder, 12);
  const options = { students: 30, kills: 5, seed: 1, folder: join(folder, "week"), assembly };
  const result = await soak({ ...options, log: () => undefined });
  expect(result).toMatchObject({ kills: 5, lost: [], doubled: [], failed: 0, runs: 1, parts: 3 });
  expect(result.graded + result.missing).toBe(30);
  expect(result.receipts).toBeGreaterThanOrEqual(result.graded);
});

test("the same seed plans the same kills, another seed others", () => {
  expect(planKills(1, 100, 500)).toEqual(planKills(1, 100, 500));
  expect(planKills(2, 100, 500)).not.toEqual(planKills(1, 100, 500));
});

test("a plan kills while the class submits, while the run is under way, and while the region starts", () => {
  const kills = planKills(1, 100, 500);
  expect(kills.filter(({ phase }) => phase === "submitting")).toHaveLength(30);
  expect(kills.filter(({ phase }) => phase === "running")).toHaveLength(70);
  expect(kills.filter(({ after }) => after === 0).length).toBeGreaterThan(0);
});

test("the same seed makes the same class", () => {
  const students = (name: string, seed: number) =>
    writeSoakCourse(join(folder, name), 50, seed).students.map(({ attempts }) => attempts);
  expect(students("one", 1)).toEqual(students("same", 1));
  expect(students("other", 2)).not.toEqual(students("one", 1));
});
