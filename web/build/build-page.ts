import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type BuildOptions, build, type OutputFile, type Plugin } from "esbuild";
import * as z from "zod";
import { escapeHtml } from "../../course/mail/html.ts";
import { type Language, wordsOf } from "../../course/words/words.ts";
import { isSentMark, keyName } from "../student/first-names.ts";
import type { KeptPage } from "../student/offline/page-keeper.ts";
import { floorTargets, floorWords } from "./browser-floor.ts";

const webFolder = resolve(import.meta.dirname, "..");

/** A file of a page as a web server serves it. */
export interface PageFile {
  /** Without a slash at its beginning: `index.html`, `main-4F2C01AB.js`. */
  readonly path: string;
  readonly contentType: string;
  readonly cacheControl: string;
  readonly body: Uint8Array;
}

/** A page's folder below web/ holds `index.html`, `main.tsx`, `page.css` and `icon.svg`. */
export type PageName = "student" | "console";

export interface PageWords {
  /** Of the words in the page's scripts. */
  readonly language: Language;
  /** What `index.html` says in the place of each `%name%`. */
  readonly texts: Readonly<Record<string, string>>;
}

/**
 * Service workers, each served as `worker.js`: under a new path it would be a second worker beside the one browsers have.
 */
const workers: Readonly<Partial<Record<PageName, string>>> = { student: "offline/worker.ts" };

/** The name holds the content's hash, so the file never changes. */
const forEver = "public, max-age=31536000, immutable";
/** Asked for again at each visit, so that a changed page is seen at once. */
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

const bundle = async (page: PageName, what: BuildOptions): Promise<OutputFile[]> => {
  const { outputFiles = [] } = await build({
    absWorkingDir: join(webFolder, page),
    outdir: "out",
    bundle: true,
    write: false,
    target: ["es2022", ...floorTargets],
    minify: true,
    legalComments: "none",
    // Escaped, a letter of Polish would take six bytes in the place of two.
    charset: "utf8",
    logLevel: "silent",
    ...what,
  });
  return outputFiles;
};

/**
 * Sources read the English words; those of the page's language have the same shape. They are typeset as a whole file: a space
 * that does not break is a space to a script, too. A script holds all that is used of a module, so the words that the first
 * visit needs are a module of their own, of the same file.
 */
const inLanguage = (language: Language): Plugin => ({
  name: "words",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/words\/en\.ts$/ }, ({ path, resolveDir, importer }) => ({
      path: resolve(resolveDir, path, "..", `${language}.ts`),
      suffix: importer.endsWith("/first-words.ts") ? "?first" : "",
    }));
    onLoad({ filter: /\/words\/[a-z]+\.ts$/ }, ({ path }) => ({
      contents: wordsOf({ language }).typeset(readFileSync(path, "utf8")),
      loader: "ts",
    }));
  },
});

const scriptAndStyle = ({ language }: PageWords): BuildOptions => ({
  entryPoints: ["main.tsx", "page.css"],
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  // What a script imports only when it is needed is a script of its own, and what both need a third.
  splitting: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  plugins: [inLanguage(language)],
});

/** What runs before a page, and tells browsers that are too old. */
const firstScripts: Readonly<Record<PageName, string>> = {
  student: "before-paint.ts",
  console: "../shared/floor.ts",
};

/** Refused by esbuild when it holds syntax that older browsers don't read. */
const floorScript = (page: PageName): BuildOptions => ({
  entryPoints: { floor: firstScripts[page] },
  entryNames: "[name]-[hash]",
  format: "iife",
  target: "es5",
  define: { keyName: JSON.stringify(keyName), isSentMark: JSON.stringify(isSentMark) },
});

const hashed = (path: string, body: Uint8Array): PageFile => ({
  path,
  contentType: contentTypeOf(path),
  cacheControl: forEver,
  body,
});

const hashOf = (body: Uint8Array): string => createHash("sha256").update(body).digest("hex");

/** An image beside the page, named by its content as esbuild names the others. */
const iconOf = (page: PageName): PageFile => {
  const body = readFileSync(join(webFolder, page, "icon.svg"));
  return hashed(`icon-${hashOf(body).slice(0, 8)}.svg`, body);
};

/** A file that must keep its name, such as `index.html`. */
export const namedFile = (path: string, text: string, contentType = contentTypeOf(path)): PageFile => ({
  path,
  contentType,
  cacheControl: askAgain,
  body: new TextEncoder().encode(text),
});

/**
 * Fills in `index.html`: the first view, the names of the other files for `%main.js%`, `%page.css%` and the like, and each text
 * for its name.
 */
const indexOf = (page: PageName, { firstView, files }: Built, { language, texts }: PageWords): PageFile => {
  const html = readFileSync(join(webFolder, page, "index.html"), "utf8").replace(
    "%firstView%",
    () => firstView,
  );
  const filled = html.replace(/%([A-Za-z]+)(\.[a-z]+)?%/g, (placeholder, name: string, ending?: string) => {
    const file = files.find(
      ({ path }) => ending !== undefined && path.startsWith(`${name}-`) && path.endsWith(ending),
    );
    const text = ending === undefined ? texts[name] : file?.path;
    if (text !== undefined) return escapeHtml(text);
    throw new Error(`web/${page}/index.html asks for ${placeholder}, which the page does not have.`);
  });
  return namedFile("index.html", filled.replace('lang="en"', `lang="${language}"`));
};

/** The worker's script, which holds the names of the page's files and their version. */
const workerOf = async (
  page: PageName,
  index: PageFile,
  files: readonly PageFile[],
): Promise<readonly PageFile[]> => {
  const source = workers[page];
  if (source === undefined) return [];
  const html = new TextDecoder().decode(index.body);
  const keptPage: KeptPage = {
    version: hashOf(index.body).slice(0, 16),
    files: files.map(({ path }) => `/${path}`),
    named: files.flatMap(({ path }) => (html.includes(path) ? [`/${path}`] : [])),
  };
  const [script] = await bundle(page, {
    entryPoints: { worker: source },
    // Not every browser takes a module for a service worker.
    format: "iife",
    define: { keptPage: JSON.stringify(keptPage) },
  });
  return script ? [namedFile("worker.js", script.text)] : [];
};

const english: PageWords = { language: "en", texts: { floor: floorWords } };

/** Makes the static files of a page. */
export type BuildPage = (page: PageName, words?: PageWords) => Promise<PageFile[]>;

/**
 * What makes the static files of a page: script and style bundled, minified and named by their content, the `index.html` that
 * names them, and the worker that keeps them all on a device. The same sources give the same files, so each page is bundled
 * once in each language: sources must stay as they are while it is in use.
 */
export const pageBuilder = (): BuildPage => {
  const bundled = new Map<string, Promise<Built>>();
  return async (page, words = english) => {
    const key = `${page} ${words.language}`;
    const bundles = bundled.get(key) ?? bundlesOf(page, words);
    bundled.set(key, bundles);
    const built = await bundles;
    const index = indexOf(page, built, words);
    return [...built.files, index, ...(await workerOf(page, index, built.files))];
  };
};

/** What a page is in a language, for whatever course. */
interface Built {
  /** All that are named by their content. */
  readonly files: readonly PageFile[];
  /** What is drawn before any script has loaded; "": nothing. */
  readonly firstView: string;
}

const bundlesOf = async (page: PageName, words: PageWords): Promise<Built> => {
  const [firstView, ...bundles] = await Promise.all([
    firstViewOf(page, words),
    bundle(page, scriptAndStyle(words)),
    bundle(page, floorScript(page)),
  ]);
  const files = bundles.flat().map(({ path, contents }) => hashed(basename(path), contents));
  return { firstView, files: [...files, iconOf(page)] };
};

/** Modules that draw a page's first view, as `html`. */
const firstViews: Readonly<Partial<Record<PageName, string>>> = { student: "first-view.tsx" };

/** Drawn by the page's own components, bundled for Node in the page's language. */
const firstViewOf = async (page: PageName, words: PageWords): Promise<string> => {
  const source = firstViews[page];
  if (source === undefined) return "";
  const [script] = await bundle(page, {
    ...scriptAndStyle(words),
    entryPoints: [source],
    splitting: false,
    // Loaded after the sign-in only.
    external: ["./views/views.tsx"],
  });
  const drawn: unknown = await import(`data:text/javascript,${encodeURIComponent(script?.text ?? "")}`);
  return firstViewSchema.parse(drawn).html;
};

const firstViewSchema = z.object({ html: z.string() });

/** For all of this process. */
export const buildPage = pageBuilder();
