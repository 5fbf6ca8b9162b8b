import { createHash } from "node:crypto";
import { legalName } from "./write/names.ts";

/** A student's phone loads it over its own connection. */
const mostBytes = 1024 * 1024;

/** Pictures by their first bytes. Source: en.wikipedia.org/wiki/List_of_file_signatures */
const kinds: readonly (readonly [begins: RegExp, ending: string])[] = [
  [/^\x89PNG/, "png"],
  [/^\xff\xd8\xff/, "jpg"],
  [/^GIF8[79]a/, "gif"],
  [/^RIFF[\s\S]{4}WEBP/, "webp"],
  [/^[\s\S]{4}ftypavif/, "avif"],
];

/** The pictures of an import. Each has one name, made of its name in the file, and of its content where two have the same. */
export class PictureShelf {
  readonly #byName = new Map<string, string>();

  put(
    bytes: Uint8Array,
    written: string,
    alt: string,
  ): { readonly name: string } | { readonly fault: string } {
    const start = Buffer.from(bytes.subarray(0, 300)).toString("latin1");
    const ending = kinds.find(([begins]) => begins.test(start))?.[1];
    if (ending === undefined) {
      return { fault: /<svg|<\?xml/i.test(start) ? "is an SVG, which can hold scripts" : "is no picture" };
    }
    if (bytes.length > mostBytes)
      return { fault: `has ${Math.ceil(bytes.length / 1024)} KiB; 1024 are taken at most` };
    const hash = createHash("sha256").update(bytes).digest("hex");
    const base = legalName(written.replace(/\.\w{1,5}$/, "")) || legalName(alt) || "picture";
    const plain = `${base}.${ending}`;
    const holder = this.#byName.get(plain) ?? hash;
    const name = holder === hash ? plain : `${base}-${hash.slice(0, 8)}.${ending}`;
    this.#byName.set(name, hash);
    return { name };
  }
}
