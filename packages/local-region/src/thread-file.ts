import { extname } from "node:path";

/**
 * Address of the module that a thread runs, for `new Worker`.
 *
 * @param name path from the caller's module, without extension. The extension is the caller's: TypeScript in the
 *   repository, JavaScript in the built package.
 * @param caller `import.meta.url`.
 */
export const threadFile = (name: string, caller: string): URL => new URL(`${name}${extname(caller)}`, caller);
