import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname } from "node:path";

/**
 * Address of the module that a thread runs, for `new Worker`.
 *
 * @param name path from the caller's module, without extension. The extension is the caller's: TypeScript in the
 *   repository, JavaScript in the built package.
 * @param caller `import.meta.url`.
 */
export const threadFile = (name: string, caller: string): URL => new URL(`${name}${extname(caller)}`, caller);

/**
 * As `threadFile`, for threads of which there are many: as JavaScript in the address itself, once the types are stripped here. A thread
 * that strips the types of its own module takes twice as long to start, and 5 MB more.
 *
 * The module may import Node's own modules and types only.
 */
export const threadScript = (name: string, caller: string): URL => {
  const file = threadFile(name, caller);
  if (extname(file.pathname) !== ".ts") return file;
  const script = stripTypeScriptTypes(readFileSync(file, "utf8"));
  return new URL(`data:text/javascript,${encodeURIComponent(`${script}\n//# sourceURL=${file}`)}`);
};
