import { createHash } from "node:crypto";
import { pictureKind } from "../text/pictures.ts";
import { legalName } from "./write/names.ts";

/** A student's phone loads it over its own connection. */
const mostBytes = 1024 * 1024;

/** The pictures of an import. Each has one name, made of its name in the file, and of its content where two have the same. */
export class PictureShelf {
  readonly #byName = new Map<string, string>();

  put(
    bytes: Uint8Array,
    written: string,
    alt: string,
  ): { readonly name: string } | { readonly fault: string } {
    const kind = pictureKind(bytes);
    if ("fault" in kind) return { fault: kind.fault };
    if (bytes.length > mostBytes)
      return { fault: `has ${Math.ceil(bytes.length / 1024)} KiB; 1024 are taken at most` };
    const hash = createHash("sha256").update(bytes).digest("hex");
    const base = legalName(written.replace(/\.\w{1,5}$/, "")) || legalName(alt) || "picture";
    const plain = `${base}.${kind.ending}`;
    const holder = this.#byName.get(plain) ?? hash;
    const name = holder === hash ? plain : `${base}-${hash.slice(0, 8)}.${kind.ending}`;
    this.#byName.set(name, hash);
    return { name };
  }
}
