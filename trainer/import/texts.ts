import { extname } from "node:path";
import { withoutUnseen } from "../../course/invisible.ts";
import { quote } from "../../course/problems.ts";
import { plainToMarkdown } from "./html/escape.ts";
import { htmlToMarkdown } from "./html/to-markdown.ts";
import type { PictureShelf } from "./pictures.ts";

/** A picture that a file brings along, by the address that its texts name it with. */
export type FindPicture = (address: string) => Uint8Array | undefined;

export const looksLikeHtml = (text: string): boolean =>
  /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>|&(?:[a-z]{2,8}|#\d{2,6});/i.test(text);

/** Turns the texts of one question into Markdown, and gathers its pictures and what is lost. */
export class Texts {
  readonly #shelf: PictureShelf;
  readonly #find: FindPicture;
  readonly #pictures = new Map<string, Uint8Array>();
  readonly #losses = new Set<string>();

  constructor(shelf: PictureShelf, find: FindPicture) {
    this.#shelf = shelf;
    this.#find = find;
  }

  get pictures(): ReadonlyMap<string, Uint8Array> {
    return this.#pictures;
  }

  get losses(): readonly string[] {
    return [...this.#losses];
  }

  lose(what: string): void {
    this.#losses.add(what);
  }

  html(text: string): string {
    return htmlToMarkdown(this.#visible(text), {
      picture: (address, alt) => this.picture(address, alt),
      lose: (what) => this.lose(`loses ${what}`),
    });
  }

  plain(text: string): string {
    return plainToMarkdown(this.#visible(text));
  }

  markdown(text: string): string {
    return this.#visible(text).replaceAll(/\r\n?/g, "\n").trim();
  }

  /** Text that may hold elements of HTML, as several systems have it without saying so. */
  maybeHtml(text: string): string {
    return looksLikeHtml(text) ? this.html(text.replaceAll(/\r?\n/g, "<br>")) : this.plain(text);
  }

  picture(address: string, alt: string): string | undefined {
    const bytes = embedded(address) ?? this.#find(address);
    if (bytes === undefined) {
      const shown = /^data:/i.test(address) ? "data:…" : address;
      const isElsewhere = /^(?:[a-z]+:)?\/\//i.test(address);
      this.lose(
        `loses the picture ${quote(shown)}, which ${isElsewhere ? "lies elsewhere" : "is not in the file"}`,
      );
      return undefined;
    }
    const name = this.#shelf.put(bytes, nameIn(address), alt);
    if ("fault" in name) {
      this.lose(`loses the picture ${quote(nameIn(address))}, which ${name.fault}`);
      return undefined;
    }
    this.#pictures.set(name.name, bytes);
    return name.name;
  }

  /** Characters that nobody sees are no part of a question. */
  #visible(text: string): string {
    const visible = withoutUnseen(text);
    if (visible !== text) this.lose("loses characters that don't show");
    return visible;
  }
}

const embedded = (address: string): Uint8Array | undefined => {
  const [begin] = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,/i.exec(address.slice(0, 60)) ?? [];
  return begin === undefined ? undefined : Buffer.from(address.slice(begin.length), "base64");
};

const nameIn = (address: string): string => {
  const [path = ""] = address.split(/[?#]/);
  const last = /^data:/i.test(path) ? "picture" : (path.split("/").at(-1) ?? "");
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
};

export const endingOf = (name: string): string => extname(name).toLowerCase();
