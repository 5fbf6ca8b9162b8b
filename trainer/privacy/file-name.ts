import { createHash } from "node:crypto";

/** File systems take names of 255 bytes. */
const longestName = 200;

/** One name for each of S3's characters that some file system refuses or reads as something else. */
const escapeName = (name: string): string => {
  if (name === "") return "%";
  const dots = /^\.+$/.test(name);
  return [...Buffer.from(name)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const isPlain = /[A-Za-z0-9._-]/.test(character) && !dots;
      return isPlain ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
};

const shorten = (name: string): string => {
  if (name.length <= longestName) return name;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 32);
  return `${name.slice(0, longestName - hash.length - 1)}%${hash}`;
};

/**
 * The path, below some folder, of the file that an object is kept in. Whatever the key holds, the path stays below that
 * folder: every part is a plain name, never empty, `.` or `..`; other characters are percent-encoded.
 */
export const filePathOf = (key: string): string => key.split("/").map(escapeName).map(shorten).join("/");
