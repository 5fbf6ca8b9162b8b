import { registerHooks } from "node:module";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = new URL("../../../", import.meta.url).href;

/** Tests with what supports them, and tasks, which read their settings as they load. */
const ofOneTestFile = /^(tasks|test|packages\/[^/]+\/test)\/(?!support\/runner\/)/;

/** The query that tells the modules of one test file from another's; it is on the way from parent to child. */
const ownerOf = (url: string | undefined): string => (url?.startsWith(root) ? new URL(url).search : "");

registerHooks({
  resolve: (specifier, context, next) => {
    const owner = ownerOf(context.parentURL);
    if (owner === "") return next(specifier, context);
    if (specifier === "@jest/globals")
      return {
        url: new URL(`globals.ts${owner}`, import.meta.url).href,
        format: "module-typescript",
        shortCircuit: true,
      };
    const resolved = next(specifier, context);
    const isOwn = resolved.url.startsWith(root) && ofOneTestFile.test(resolved.url.slice(root.length));
    return isOwn ? { ...resolved, url: `${resolved.url}${owner}` } : resolved;
  },
});

const timesImported = new Map<string, number>();

/**
 * Loads a test file, each time anew, and with it the modules that are of one test file: their state and their hooks are
 * its own. All other modules are loaded once for all test files of a process.
 */
export const importTestFile = async (path: string): Promise<void> => {
  const times = timesImported.get(path) ?? 0;
  timesImported.set(path, times + 1);
  const url = pathToFileURL(path);
  // The same in each run, so that Node finds what it has compiled before.
  url.search = `of=${relative(fileURLToPath(root), path)}${times === 0 ? "" : `,${times}`}`;
  await import(url.href);
};
