import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as z from "zod";

const root = join(import.meta.dirname, "..");
const textOf = (name: string): string => readFileSync(join(root, name), "utf8");

const versions = z.record(z.string(), z.string());
const packageSchema = z.looseObject({ dependencies: versions, devDependencies: versions });
const own = packageSchema.parse(JSON.parse(textOf("package.json")));

const lockSchema = z.object({
  packages: z.record(z.string(), z.object({ resolved: z.string().optional() })),
});

test("no dependency is held at another version than its dependents ask for, nor under another name", () => {
  expect(own).not.toHaveProperty("overrides");
  const all = Object.values({ ...own.dependencies, ...own.devDependencies });
  expect(all).toEqual(all.map(() => expect.stringMatching(/^\d+\.\d+\.\d+$/)));
});

test("every package comes from npm's own registry", () => {
  const { packages } = lockSchema.parse(JSON.parse(textOf("package-lock.json")));
  const places = Object.values(packages).flatMap(({ resolved }) => resolved ?? []);
  expect(places.filter((place) => !place.startsWith("https://registry.npmjs.org/"))).toEqual([]);
});
