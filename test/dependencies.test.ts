import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import * as z from "zod";

const root = join(import.meta.dirname, "..");
const textOf = (name: string): string => readFileSync(join(root, name), "utf8");

const versions = z.record(z.string(), z.string());
const packageSchema = z.looseObject({
  dependencies: versions,
  devDependencies: versions,
  optionalDependencies: versions,
  allowScripts: z.record(z.string(), z.boolean()),
});
const own = packageSchema.parse(JSON.parse(textOf("package.json")));

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      /** It is in the tarball of another package, which is held. */
      inBundle: z.boolean().optional(),
      /** npm notes no hash of what it did not look at, for another system. */
      optional: z.boolean().optional(),
    }),
  ),
});

test("no dependency is held at another version than its dependents ask for, nor under another name", () => {
  expect(own).not.toHaveProperty("overrides");
  const all = Object.values({
    ...own.dependencies,
    ...own.devDependencies,
    ...own.optionalDependencies,
  });
  expect(all).toEqual(all.map(() => expect.stringMatching(/^\d+\.\d+\.\d+$/)));
});

test("no package is bound to one address: each comes from the registry that npm is set to, held by its hash", () => {
  const { packages } = lockSchema.parse(JSON.parse(textOf("package-lock.json")));
  const bound = Object.values(packages).flatMap(({ resolved, link }) => (link ? [] : (resolved ?? [])));
  expect(bound).toEqual([]);
  const ofNode = Object.keys(own.optionalDependencies).map((name) => `node_modules/${name}`);
  const unheld = Object.entries(packages).filter(
    ([path, { integrity, link, inBundle, optional }]) =>
      path.includes("node_modules/") &&
      integrity === undefined &&
      !(link || inBundle || (optional && !ofNode.includes(path))),
  );
  expect(unheld).toEqual([]);
});

test("no package may run a script while it is installed", () => {
  expect(new Set(Object.values(own.allowScripts))).toEqual(new Set([false]));
});
