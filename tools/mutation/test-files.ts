import { posix } from "node:path";

/** What a module imports by a relative path, types too. */
const importsOf = (source: string): readonly string[] =>
  Array.from(source.matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g), ([, path = ""]) => path);

/**
 * Whether a test file has no hooks and no mocks, so that its tests can run again and again. It may leave its tests to a module
 * beside it; should that need more, it fails to load.
 */
export const isPure = (source: string): boolean => {
  const [, names = ""] = /import \{([^}]*)\} from "@jest\/globals"/.exec(source) ?? [];
  return names.split(",").every((name) => ["", "describe", "expect", "test"].includes(name.trim()));
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

/** How deep the folder is that has both a module and, in `test/`, a test of it; 0: the test is about other modules first. */
const commonDepth = (file: string, test: string): number => {
  const folder = posix.relative("test", posix.dirname(test));
  return `${posix.dirname(file)}/`.startsWith(`${folder}/`) ? folder.split("/").length : 0;
};

/** The tests that need a module: those of its own folder first, then those with the fewest imports between. */
export const nearestTests = (
  file: string,
  tests: readonly string[],
  distances: ReadonlyMap<string, number>,
): readonly string[] =>
  tests
    .flatMap((test) => {
      const distance = distances.get(test);
      return distance === undefined ? [] : [{ test, distance, depth: commonDepth(file, test) }];
    })
    .sort((a, b) => b.depth - a.depth || a.distance - b.distance)
    .map(({ test }) => test);
