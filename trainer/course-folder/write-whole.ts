import { renameSync, writeFileSync } from "node:fs";

/** Whoever reads the file meets the old one or the new one, never a part. */
export const writeWhole = (path: string, content: string | Uint8Array): void => {
  const draft = `${path}.new`;
  writeFileSync(draft, content);
  renameSync(draft, path);
};
