import { createHash } from "node:crypto";
import { readFileSync, realpathSync, statSync } from "node:fs";
import { posix, resolve, sep } from "node:path";
import { imageSize } from "image-size";
import { messageOf } from "../../course/unknown-value.ts";

/** A picture as it is published, under a name made from its content. */
export interface Picture {
  /** `pictures/<sha256>.png`: of the page's files. */
  readonly path: string;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** A picture, or why there is none. */
export type FoundPicture = { readonly picture: Picture } | { readonly fault: string };

/** A student's phone loads it over its own connection. */
const mostBytes = 1024 * 1024;
/** A browser needs four bytes for each. */
const mostPixels = 16_000_000;

const kinds: Readonly<Record<string, { readonly ending: string; readonly contentType: string }>> = {
  png: { ending: "png", contentType: "image/png" },
  jpg: { ending: "jpg", contentType: "image/jpeg" },
  gif: { ending: "gif", contentType: "image/gif" },
  webp: { ending: "webp", contentType: "image/webp" },
  avif: { ending: "avif", contentType: "image/avif" },
};

const wanted = "a picture is a PNG, JPEG, GIF, WebP or AVIF file";

/** The pictures of a course folder. Each file is read once. */
export class Pictures {
  readonly #folder: string;
  readonly #found = new Map<string, FoundPicture>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Paths inside the course folder, with `/`, of the files that a text shows. */
  get files(): ReadonlySet<string> {
    return new Set(this.#found.keys());
  }

  /**
   * What `![…](address)` in a text shows.
   *
   * @param textFile path inside the course folder of the file that holds the text.
   */
  find(textFile: string, address: string): FoundPicture {
    const file = fileNamed(textFile, address);
    if (typeof file !== "string") return file;
    const found = this.#found.get(file) ?? readPicture(this.#folder, file);
    this.#found.set(file, found);
    return found;
  }
}

const fileNamed = (textFile: string, address: string): string | { readonly fault: string } => {
  if (address === "") return { fault: "no file is named" };
  if (/^(?:[a-z][a-z0-9+.-]+:|\/\/)/i.test(address)) {
    return { fault: "it lies elsewhere, and a page loads nothing from there: put the file beside the test" };
  }
  const name = decoded(address);
  if (name === undefined || name.includes("\0")) return { fault: "its address can't be read" };
  const file = posix.join(posix.dirname(textFile), name.replaceAll("\\", "/"));
  return name.startsWith("/") || file.startsWith("../") ? { fault: outside } : file;
};

const outside = "it lies outside the course's folder: put the file beside the test";

const decoded = (address: string): string | undefined => {
  try {
    return decodeURIComponent(address);
  } catch {
    return undefined;
  }
};

const readPicture = (folder: string, file: string): FoundPicture => {
  const path = resolve(folder, file);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return { fault: `there is no file ${file}` };
  if (!stats.isFile()) return { fault: `${file} is not a file` };
  // A symbolic link may lead anywhere.
  if (!realpathSync(path).startsWith(realpathSync(folder) + sep)) return { fault: outside };
  if (stats.size > mostBytes) {
    const sizes = `${file} has ${kibibytes(stats.size)}, and a picture has at most ${kibibytes(mostBytes)}`;
    return { fault: `${sizes}: make it smaller, or save it as WebP` };
  }
  try {
    return pictureOf(file, readFileSync(path));
  } catch (error) {
    return { fault: `${file} can't be read: ${messageOf(error)}` };
  }
};

const kibibytes = (bytes: number): string => `${Math.ceil(bytes / 1024)} KiB`;

const pictureOf = (file: string, body: Uint8Array): FoundPicture => {
  const kind = pictureKind(body);
  if ("fault" in kind) return { fault: `${file} ${kind.fault}` };
  const name = createHash("sha256").update(body).digest("hex");
  const { ending, contentType, width, height } = kind;
  return { picture: { path: `pictures/${name}.${ending}`, contentType, body, width, height } };
};

/** What a picture is, told by its content, not by its name; `fault`: why it is none, as the rest of a sentence. */
export type PictureKind =
  | {
      readonly ending: string;
      readonly contentType: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly fault: string };

export const pictureKind = (body: Uint8Array): PictureKind => {
  const size = sizeOf(body);
  if (size === undefined)
    return { fault: looksLikeSvg(body) ? otherKind("svg") : `is not a picture: ${wanted}` };
  const { type = "", width, height } = size;
  const kind = kinds[type];
  if (kind === undefined) return { fault: otherKind(type) };
  return width * height > mostPixels
    ? { fault: `has ${width} × ${height} pixels, and a picture has at most ${mostPixels}: make it smaller` }
    : { ...kind, width, height };
};

const looksLikeSvg = (body: Uint8Array): boolean =>
  /<svg\b/i.test(Buffer.from(body.subarray(0, 300)).toString("latin1"));

const sizeOf = (body: Uint8Array): ReturnType<typeof imageSize> | undefined => {
  try {
    return imageSize(body);
  } catch {
    return undefined;
  }
};

const otherKind = (type: string): string =>
  type === "svg"
    ? "is an SVG, which can hold scripts: save it as PNG or WebP"
    : `is a ${type.toUpperCase()} file: ${wanted}`;
