import { createHash } from "node:crypto";
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";

export interface StoredObject {
  readonly bytes: number;
  readonly etag: string;
  /** The text of an object that is made up; otherwise its file is read. */
  readonly chunks: string | Readable;
}

/** Longer objects are written once, and never replaced on condition of their tag. */
const longestTagged = 1024 * 1024;

const md5 = (text: string): string => `"${createHash("md5").update(text).digest("hex")}"`;

/** A bucket as a folder, for one writer. */
export class BucketFolder {
  readonly #folder: string;
  readonly #madeUp: (key: string) => string | undefined;

  /** @param madeUp texts of objects that are not in the folder. */
  constructor(folder: string, madeUp: (key: string) => string | undefined) {
    this.#folder = folder;
    this.#madeUp = madeUp;
  }

  /** null: there is no such object. */
  get(key: string): StoredObject | null {
    const madeUp = this.#madeUp(key);
    if (madeUp !== undefined) {
      return { bytes: Buffer.byteLength(madeUp), etag: '"made up"', chunks: madeUp };
    }
    const path = this.#path(key);
    if (!existsSync(path)) return null;
    const bytes = statSync(path).size;
    if (bytes > longestTagged) return { bytes, etag: '"long"', chunks: createReadStream(path) };
    const text = readFileSync(path, "utf8");
    return { bytes, etag: md5(text), chunks: text };
  }

  put(key: string, body: string | Uint8Array): void {
    const path = this.#path(key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, body);
    renameSync(`${path}.new`, path);
  }

  /** All keys that begin with `prefix`, sorted. */
  keys(prefix: string): string[] {
    const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
    if (!existsSync(this.#path(folder))) return [];
    return readdirSync(this.#path(folder), { recursive: true, encoding: "utf8" })
      .map((name) => `${folder}${name}`)
      .filter((key) => key.startsWith(prefix) && statSync(this.#path(key)).isFile())
      .sort();
  }

  #path(key: string): string {
    return join(this.#folder, key);
  }
}
