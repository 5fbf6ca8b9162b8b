import { renameSync, writeFileSync } from "node:fs";

/**
 * Replaces a small file as a whole: a kill leaves the old text or the new one.
 *
 * @param flush whether the text must be on the disk, safe from a power cut, when this returns.
 */
export const replaceFile = (file: string, text: string, { flush }: { readonly flush: boolean }): void => {
  writeFileSync(`${file}.new`, text, { flush, mode: 0o600 });
  renameSync(`${file}.new`, file);
};
