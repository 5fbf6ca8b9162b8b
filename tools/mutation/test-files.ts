import { posix } from "node:path";

/** What a module imports by a relative path, types too. */
const importsOf = (source: string): readonly string[] =>
  Array.from(source.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g), ([, path = ""]) => path);

/** Whether a test file has no hooks and no mocks, so that its tests can run again and again. */
export const isPure = (source: string): boolean => {
  const [, names = ""] = /import \{([^}]*)\} from "@jest\/globals"/.exec(source) ?? [];
  return names.split(",").every((name) => ["describe", "expect", "test"].includes(name.trim()));
};

/**
 * The modules that need this one, and how many imports lie between, nearest first.
 *
 * @param roots where to look for them: these modules, and all that they need
 * @param readFile the text of a module by its path, or undefined where there is none
 */
export const distancesTo = (
  target: string,
  roots: readonly string[],
  readFile: (path: string) => string | undefined,
): ReadonlyMap<string, number> => {
  const importers = new Map<string, Set<string>>();
  const open = [...roots];
  const seen = new Set(open);
  for (let path = open.pop(); path !== undefined; path = open.pop())
    for (const relative of importsOf(readFile(path) ?? "")) {
      const imported = posix.join(posix.dirname(path), relative);
      importers.set(imported, (importers.get(imported) ?? new Set()).add(path));
      if (!seen.has(imported)) open.push(imported);
      seen.add(imported);
    }

  const distances = new Map([[target, 0]]);
  for (const [path, distance] of distances)
    for (const importer of importers.get(path) ?? [])
      if (!distances.has(importer)) distances.set(importer, distance + 1);
  return distances;
};

const sharedFolders = (file: string, test: string): number => {
  const folders = posix.dirname(test).split("/").slice(1);
  const others = posix.dirname(file).split("/");
  const differs = folders.findIndex((folder, depth) => folder !== others[depth]);
  return differs === -1 ? folders.length : differs;
};

/** The tests that need a module: those in its own folder of `test/` first, then those with the fewest imports between. */
export const nearestTests = (
  file: string,
  tests: readonly string[],
  distances: ReadonlyMap<string, number>,
): readonly string[] =>
  tests
    .flatMap((test) => {
      const distance = distances.get(test);
      return distance === undefined ? [] : [{ test, distance, shared: sharedFolders(file, test) }];
    })
    .sort((a, b) => b.shared - a.shared || a.distance - b.distance)
    .map(({ test }) => test);
