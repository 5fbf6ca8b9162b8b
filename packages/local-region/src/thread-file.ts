import { extname } from "node:path";

/**
 * Address of the module that a thread runs, for `new Worker`.
 *
 * @param name path from the caller's module, without extension: that is the caller's own, TypeScript in the repository and
 *   JavaScript in the built package.
 * @param caller `import.meta.url`.
 */
export const threadFile = (name: string, caller: string): URL => new URL(`${name}${extname(caller)}`, caller);
