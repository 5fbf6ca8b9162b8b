import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { build, type OutputFile } from "esbuild";
import { type Bundles, keptBundles } from "./kept-bundles.ts";
import { type TaskName, taskEntries } from "./task-entries.ts";
import { withoutUnusedParts } from "./unused-parts.ts";

const projectRoot = resolve(import.meta.dirname, "..");

/** Says what the code beside it is, since a folder above may say that its files are ES modules. On Lambda there is none above. */
const packageFile = Buffer.from(JSON.stringify({ type: "commonjs" }));

const filesByName = (files: readonly OutputFile[]): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ...files.map(({ path, contents }) => [basename(path), contents] as const),
    ["package.json", packageFile],
  ]);

/**
 * Bundles entry points into one `index.js` each, with the AWS SDK inside: the version that was tested is the version
 * that runs, and Lambda starts faster from one small file. All entries go through one call of esbuild, since nearly all
 * that it reads is the same for each.
 *
 * They are CommonJS: an ES module that imports one of Node's own gets all of its exports at once, and for some of those of
 * `node:http` Node loads its whole `fetch`. That took a tenth of a function's start, and the other modules together up to a tenth more.
 *
 * @param entries - entry paths from the project's root, by name
 * @returns what belongs into the deployment package of each name: its files by their names
 */
export const bundle = async <Name extends string>(
  entries: Readonly<Record<Name, string>>,
): Promise<Bundles> => {
  const names: string[] = Object.keys(entries);
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: Object.entries<string>(entries).map(([name, path]) => ({ in: path, out: `${name}/index` })),
    outdir: "bundles",
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "cjs",
    supported: { "dynamic-import": false },
    mainFields: ["module", "main"],
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    plugins: [withoutUnusedParts],
    logLevel: "silent",
  });
  return new Map(
    names.map((name) => {
      const files = outputFiles.filter(({ path }) => basename(dirname(path)) === name);
      return [name, filesByName(files)];
    }),
  );
};

/**
 * All that bundles of tasks are made from (`test/import-rules.test.ts` holds it), how they are made, and which packages are installed. Code
 * in node_modules that was changed by hand is not seen.
 */
const sources = [
  ...["adapters", "course", "lib", "tasks"],
  ...["package.json", "tsconfig.json", "node_modules/.package-lock.json"],
];

/** The latest are kept for as long as their sources are the same: to bundle takes longer than all else of a synthesis. */
export const allTaskBundles = (): Promise<Bundles> => {
  const settings = {
    sources: sources.map((source) => join(projectRoot, source)),
    folder: join(projectRoot, "node_modules/.cache/task-bundles"),
  };
  return keptBundles(settings, () => bundle(taskEntries));
};

let taskBundles: Bundles | undefined;

/** Bundles all tasks, before constructs ask for them: a construct can't wait. */
export const bundleTasks = async (): Promise<void> => {
  taskBundles ??= await allTaskBundles();
};

/** Writes the deployment package of a task into `folder`. @throws {Error} before the tasks are bundled. */
export const writeTaskBundle = (task: TaskName, folder: string): void => {
  const files = taskBundles?.get(task);
  if (!files) throw new Error(`The function ${task} is not bundled yet: await bundleTasks() first.`);
  mkdirSync(folder, { recursive: true });
  for (const [name, contents] of files) writeFileSync(join(folder, name), contents);
};
