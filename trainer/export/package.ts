import { zipSync } from "fflate";

/** The earliest time that a ZIP can hold; packages of the same questions are the same bytes. */
const earliest = new Date(1980, 0, 1);

/** A ZIP package with these files, in this order. */
export const packageOf = (
  files: readonly (readonly [path: string, content: Uint8Array | string])[],
): Uint8Array =>
  zipSync(
    Object.fromEntries(
      files.map(([path, content]) => [
        path,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ]),
    ),
    { mtime: earliest },
  );
