import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type Bundles, keptBundles } from "../../lib/kept-bundles.ts";

let root: string;
let times: number;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "kept-bundles-"));
  times = 0;
  mkdirSync(join(root, "tasks/grading"), { recursive: true });
  writeFileSync(join(root, "tasks/grading/grade.ts"), "one");
  writeFileSync(join(root, "tsconfig.json"), "{}");
});

afterEach(() => rmSync(root, { recursive: true }));

const kept = () => join(root, "cache/bundles");

/** The text of the bundle, which says how many times bundles were made. */
const textOf = (bundles: Bundles): string =>
  Buffer.from(bundles.get("grade")?.get("index.js") ?? "").toString();

const make = async (): Promise<Bundles> => {
  times += 1;
  return new Map([["grade", new Map([["index.js", Buffer.from(`made ${times}`)]])]]);
};

const bundles = async (maker = make): Promise<string> =>
  textOf(
    await keptBundles({ sources: [join(root, "tasks"), join(root, "tsconfig.json")], folder: kept() }, maker),
  );

test("bundles of the same sources are made once", async () => {
  expect(await bundles()).toBe("made 1");
  expect(await bundles()).toBe("made 1");
});

test.each([
  ["tasks/grading/grade.ts", "a changed file"],
  ["tasks/grading/new.ts", "a new file"],
  ["tsconfig.json", "a changed setting"],
])("%s as %s makes them anew, and the earlier ones go", async (path) => {
  await bundles();
  writeFileSync(join(root, path), "two");
  expect(await bundles()).toBe("made 2");
  expect(await bundles()).toBe("made 2");
  expect(readdirSync(kept())).toHaveLength(1);
});

test("what changes while they are made is not taken for what they were made from", async () => {
  await bundles(async () => {
    const made = await make();
    writeFileSync(join(root, "tasks/grading/grade.ts"), "two");
    return made;
  });
  expect(await bundles()).toBe("made 2");
});

test("two at once may both make them, and both have them", async () => {
  expect((await Promise.all([bundles(), bundles()])).toSorted()).toEqual(["made 1", "made 2"]);
  expect(await bundles()).toMatch(/^made [12]$/);
  expect(times).toBe(2);
  expect(readdirSync(kept())).toHaveLength(1);
});

test("where nothing can be kept they are made each time", async () => {
  writeFileSync(join(root, "cache"), "a file, not a folder");
  expect(await bundles()).toBe("made 1");
  expect(await bundles()).toBe("made 2");
  expect(existsSync(kept())).toBe(false);
});

test("where a source can't be read they are made each time", async () => {
  rmSync(join(root, "tsconfig.json"));
  expect(await bundles()).toBe("made 1");
  expect(await bundles()).toBe("made 2");
});
