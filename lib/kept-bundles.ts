import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Each bundle's files by their names, by the bundle's name. */
export type Bundles = ReadonlyMap<string, ReadonlyMap<string, Uint8Array>>;

export interface KeptBundlesSettings {
  /** Everything that bundles are made from: files, and folders with all that is in them. */
  readonly sources: readonly string[];
  /** Where the latest bundles are kept. It may be removed at any time. */
  readonly folder: string;
}

const filesBelow = (path: string): string[] =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();

const hashOf = (sources: readonly string[]): string => {
  const hash = createHash("sha256");
  for (const file of sources.flatMap(filesBelow)) {
    const content = readFileSync(file);
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest("hex");
};

const read = (folder: string): Bundles =>
  new Map(
    readdirSync(folder).map((name) => [
      name,
      new Map(readdirSync(join(folder, name)).map((file) => [file, readFileSync(join(folder, name, file))])),
    ]),
  );

const write = (folder: string, bundles: Bundles): void => {
  for (const [name, files] of bundles) {
    mkdirSync(join(folder, name));
    for (const [file, content] of files) writeFileSync(join(folder, name, file), content);
  }
};

/** Other processes may read and write there at the same time: a folder has its name only while it is whole. */
const keep = (folder: string, hash: string, bundles: Bundles): void => {
  mkdirSync(folder, { recursive: true });
  const made = mkdtempSync(join(folder, "new-"));
  try {
    write(made, bundles);
    renameSync(made, join(folder, hash));
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  for (const other of readdirSync(folder).filter((name) => name !== hash)) {
    const gone = mkdtempSync(join(folder, "gone-"));
    renameSync(join(folder, other), join(gone, other));
    rmSync(gone, { recursive: true });
  }
};

/** Kept bundles save time only: where they can't be read or written, it goes on without. */
const ifPossible = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    return undefined;
  }
};

/** The bundles that were made from the same sources before, if they are kept; otherwise what `make` gives, which is kept. */
export const keptBundles = async (
  { sources, folder }: KeptBundlesSettings,
  make: () => Promise<Bundles>,
): Promise<Bundles> => {
  const hash = ifPossible(() => hashOf(sources));
  if (hash === undefined) return make();
  const kept = ifPossible(() => read(join(folder, hash)));
  if (kept) return kept;
  const bundles = await make();
  ifPossible(() => {
    // Who edits while bundles are made would find the old ones kept for the new sources.
    if (hashOf(sources) === hash) keep(folder, hash, bundles);
  });
  return bundles;
};
