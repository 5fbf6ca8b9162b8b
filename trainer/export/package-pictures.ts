import { createHash } from "node:crypto";
import { posix } from "node:path";
import { legalName } from "../import/write/names.ts";
import type { ExportedTest } from "./format.ts";
import { htmlOf } from "./markup.ts";

/** The pictures of a package, by paths that are legal anywhere; the same picture lies there once. */
export class PackagePictures {
  readonly #paths = new Map<string, string>();
  readonly #files = new Map<string, Uint8Array>();
  readonly #folder: string;

  constructor(folder: string, tests: readonly ExportedTest[]) {
    this.#folder = folder;
    for (const bytes of tests.flatMap(({ questions }) =>
      questions.flatMap(({ pictures }) => [...pictures.entries()]),
    ))
      this.#add(...bytes);
  }

  #add(address: string, bytes: Uint8Array): void {
    const hash = createHash("sha256").update(bytes).digest("hex");
    if (this.#paths.has(hash)) return;
    const name = posix.basename(address);
    const base = legalName(name.replace(/\.\w+$/, "")) || "picture";
    const ending = posix.extname(name).toLowerCase();
    const plain = `${this.#folder}/${base}${ending}`;
    const path = this.#files.has(plain) ? `${this.#folder}/${base}-${hash.slice(0, 8)}${ending}` : plain;
    this.#paths.set(hash, path);
    this.#files.set(path, bytes);
  }

  get files(): readonly (readonly [path: string, content: Uint8Array])[] {
    return [...this.#files];
  }

  /** @param before what stands before a path in an address. */
  html(markdown: string, pictures: ReadonlyMap<string, Uint8Array>, before: string): string {
    return htmlOf(markdown, (address) => {
      const bytes = pictures.get(address);
      const path = bytes && this.#paths.get(createHash("sha256").update(bytes).digest("hex"));
      return path && before + path;
    });
  }
}
