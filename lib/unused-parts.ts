import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import type { Plugin } from "esbuild";

/**
 * The exports of a module, each a function that throws. @throws {Error} when there is none: the library has changed, and must be
 * looked at anew.
 */
export const withoutCode = (path: string, source: string): string => {
  const names = Array.from(source.matchAll(/^export (?:const|function) (\w+)/gm), ([, name = ""]) => name);
  if (names.length === 0) throw new Error(`${path} exports nothing that could be left out.`);
  const leftOut = `() => { throw new Error("Left out of the bundle: ${basename(path)}"); }`;
  return names.map((name) => `export const ${name} = ${leftOut};`).join("\n");
};

/** What is left out of bundles. If it is called all the same, it throws; so each says why it can't be. */
const unusedParts: readonly RegExp[] = [
  // Types of attachments by the ending of their names. The mailer names the type of each. 76 kB.
  /nodemailer\/dist\/esm\/mime-funcs\/mime-types\.js$/,
  // JSON Schema is made of schemas by the region and for the API's description, by no function. 14 kB.
  /zod\/v4\/core\/(to-json-schema|json-schema-processors)\.js$/,
];

/** Leaves out what esbuild alone can't. */
export const withoutUnusedParts: Plugin = {
  name: "without-unused-parts",
  setup: ({ onLoad }) => {
    for (const filter of unusedParts) {
      onLoad({ filter }, ({ path }) => ({
        contents: withoutCode(path, readFileSync(path, "utf8")),
        resolveDir: dirname(path),
      }));
    }
  },
};
