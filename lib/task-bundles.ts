import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { buildSync, type OutputFile } from "esbuild";
import { type TaskName, taskEntries } from "./task-entries.ts";

const projectRoot = resolve(import.meta.dirname, "..");

/** Some libraries are CommonJS and call `require` for Node's own modules, which ESM does not have. */
const requireForCommonJs =
  'import{createRequire as nodeCreateRequire}from"node:module";const require=nodeCreateRequire(import.meta.url);';

/**
 * Bundles entry points into one `index.mjs` each, with the AWS SDK inside: the version that was tested is the version
 * that runs, and Lambda starts faster from one small file. All entries go through one call of esbuild, since nearly all
 * that it reads is the same for each.
 *
 * @param entries - entry paths from the project's root, by name
 * @returns what belongs into the deployment package of each name
 */
export const bundle = <Name extends string>(
  entries: Readonly<Record<Name, string>>,
): ReadonlyMap<string, OutputFile[]> => {
  const names: string[] = Object.keys(entries);
  const { outputFiles } = buildSync({
    absWorkingDir: projectRoot,
    entryPoints: Object.entries<string>(entries).map(([name, path]) => ({ in: path, out: `${name}/index` })),
    outdir: "bundles",
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: requireForCommonJs },
    minify: true,
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "silent",
  });
  return new Map(
    names.map((name) => [name, outputFiles.filter((file) => basename(dirname(file.path)) === name)]),
  );
};

let taskBundles: ReadonlyMap<string, OutputFile[]> | undefined;

/** Writes the deployment package of a task into `folder`; all tasks are bundled when the first is asked for. */
export const writeTaskBundle = (task: TaskName, folder: string): void => {
  taskBundles ??= bundle(taskEntries);
  mkdirSync(folder, { recursive: true });
  for (const file of taskBundles.get(task) ?? []) {
    writeFileSync(join(folder, basename(file.path)), file.contents);
  }
};
