import { zipSync } from "fflate";
import { mostPackageFiles } from "../foreign/package.ts";
import { TrainerError } from "../trainer-error.ts";

/** The earliest time that a ZIP can hold; packages of the same questions are the same bytes. */
const earliest = new Date(1980, 0, 1);

/**
 * A ZIP package with these files, in this order.
 *
 * @throws TrainerError for more files than an import reads, so that no package goes out that does not come in.
 */
export const packageOf = (
  files: readonly (readonly [path: string, content: Uint8Array | string])[],
): Uint8Array => {
  if (files.length > mostPackageFiles)
    throw new TrainerError(
      `The package would hold ${files.length} files, as each question is one; imports read at most ${mostPackageFiles}. Name a subject or a test behind the course's folder, and write one package for each.`,
    );
  return zipSync(
    Object.fromEntries(
      files.map(([path, content]) => [
        path,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      ]),
    ),
    { mtime: earliest },
  );
};
