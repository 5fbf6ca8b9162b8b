import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

/**
 * In the repository the package is its TypeScript source; Node takes no types off below `node_modules`, so the tarball is the build.
 * `published` puts what `publishConfig` says into package.json before npm packs it, as pnpm does by itself; `source` puts the
 * repository's back afterwards.
 */

const manifest = join(import.meta.dirname, "../package.json");
/** There only while npm packs, or since it was killed at that. */
const source = join(import.meta.dirname, "../package.source.json");

const manifestSchema = z.looseObject({ publishConfig: z.looseObject({}) });

const publish = (): void => {
  const text = readFileSync(existsSync(source) ? source : manifest, "utf8");
  writeFileSync(source, text);
  const { publishConfig, scripts: _, ...fields } = manifestSchema.parse(JSON.parse(text));
  writeFileSync(manifest, `${JSON.stringify({ ...fields, ...publishConfig }, null, 2)}\n`);
};

if (process.argv[2] === "published") publish();
else renameSync(source, manifest);
