import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { build, type OutputFile } from "esbuild";

const webFolder = resolve(import.meta.dirname, "..");

/** A file of a page as a web server gives it out. */
export interface PageFile {
  /** Without a slash at its beginning: `index.html`, `main-4F2C01AB.js`. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: Uint8Array;
}

/** A page's folder below web/ holds `index.html`, `main.tsx` and `page.css`, and perhaps `icon.svg`. */
export type PageName = "student" | "console";

/** The name holds the content's hash: what is there once never changes. */
const forEver = "public, max-age=31536000, immutable";
/** Asked for again at each visit; a changed page is seen at once. */
const askAgain = "no-cache";

const contentTypes: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".html": "text/html; charset=utf-8",
};

const contentTypeOf = (path: string): string => {
  const ending = /\.[a-z]+$/.exec(path)?.[0] ?? "";
  const type = contentTypes[ending];
  if (type) return type;
  throw new Error(`${path}: no content type is known for files that end in "${ending}".`);
};

const bundle = async (page: PageName): Promise<OutputFile[]> => {
  const { outputFiles } = await build({
    absWorkingDir: join(webFolder, page),
    entryPoints: ["main.tsx", "page.css"],
    outdir: "out",
    entryNames: "[name]-[hash]",
    bundle: true,
    write: false,
    format: "esm",
    target: ["es2022", "chrome109", "firefox115", "safari16"],
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles;
};

const hashed = (path: string, body: Uint8Array): PageFile => ({
  path,
  contentType: contentTypeOf(path),
  cacheControl: forEver,
  body,
});

/** An image beside the page, named by its content as esbuild names the others. */
const iconOf = (page: PageName): PageFile => {
  const body = readFileSync(join(webFolder, page, "icon.svg"));
  return hashed(`icon-${createHash("sha256").update(body).digest("hex").slice(0, 8)}.svg`, body);
};

/** A file that must keep its name, such as `index.html`. */
export const namedFile = (path: string, text: string, contentType = contentTypeOf(path)): PageFile => ({
  path,
  contentType,
  cacheControl: askAgain,
  body: new TextEncoder().encode(text),
});

/** Puts the names of the other files where `index.html` has `%main.js%`, `%page.css%` and `%icon.svg%`. */
const indexOf = (page: PageName, files: readonly PageFile[]): PageFile => {
  const html = readFileSync(join(webFolder, page, "index.html"), "utf8");
  const filled = html.replace(/%([a-z]+)(\.[a-z]+)%/g, (placeholder, name: string, ending: string) => {
    const file = files.find(({ path }) => path.startsWith(`${name}-`) && path.endsWith(ending));
    if (file) return file.path;
    throw new Error(`web/${page}/index.html asks for ${placeholder}, which the page does not have.`);
  });
  return namedFile("index.html", filled);
};

/**
 * Makes the static files of a page: script and style bundled, minified and named by their content, and the `index.html`
 * that names them. The same sources give the same files.
 */
export const buildPage = async (page: PageName): Promise<PageFile[]> => {
  const bundled = (await bundle(page)).map(({ path, contents }) => hashed(basename(path), contents));
  const files = [...bundled, iconOf(page)];
  return [...files, indexOf(page, files)];
};
