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

/**
 * Lambda gives a function its credentials in environment variables. The other providers of the chain (profiles, SSO, web
 * identity, instance metadata) are 130 kB.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
const credentials = {
  file: /@aws-sdk\/credential-provider-node\/dist-es\/index\.js$/,
  instead: 'export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";',
} as const;

const text = /^const (_\w+) = ("[^"\\\n]*");$/gm;

/**
 * An AWS client describes all its shapes in one file, with keys such as `{[_hH]: …}` for `const _hH = "httpHeader"`. esbuild keeps
 * a computed key, as it may do something, and so it keeps the shapes of all calls: 54 kB of S3. With the words for the
 * keys it keeps the shapes of the calls that are made.
 */
export const withPlainKeys = (source: string): string => {
  const words = new Map(Array.from(source.matchAll(text), ([, name = "", word = ""]) => [name, word]));
  return source.replace(/\[(_\w+)\]: /g, (key, name: string) =>
    words.has(name) ? `${words.get(name)}: ` : key,
  );
};

/** Leaves out what esbuild alone can't. */
export const withoutUnusedParts: Plugin = {
  name: "without-unused-parts",
  setup: ({ onLoad }) => {
    const rewrite = (filter: RegExp, rewritten: (path: string, source: string) => string): void =>
      onLoad({ filter }, ({ path }) => ({
        contents: rewritten(path, readFileSync(path, "utf8")),
        resolveDir: dirname(path),
      }));
    for (const part of unusedParts) rewrite(part, withoutCode);
    rewrite(credentials.file, () => credentials.instead);
    rewrite(/@aws-sdk\/client-\w+\/dist-es\/schemas\/schemas_0\.js$/, (_, source) => withPlainKeys(source));
  },
};
