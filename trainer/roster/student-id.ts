import { looseId, type StudentId, studentIdSchema } from "../../course/ids.ts";

const longestId = 64;

export const isStudentId = (id: string): boolean => studentIdSchema.safeParse(id).success;

/** Letters that Unicode does not take apart into one from a to z and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ł: "l",
  Ł: "L",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ß: "ss",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  þ: "th",
  Þ: "Th",
  ð: "d",
  ı: "i",
};

/** The part of an address before its @, without what follows a +; another text as it is. */
const localPart = (text: string): string => text.replace(/^([^@\s]+?)(?:\+[^@]*)?@[^@]*$/, "$1");

/** A text as an id: accents dropped, a hyphen for what no id may hold. Empty: nothing of it can stand in an id. */
export const legal = (text: string): string =>
  text
    .replaceAll(/[^\p{ASCII}]/gu, (letter) => plainLetters[letter] ?? letter)
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/\.{2,}/g, ".")
    .replace(/^[._-]+/, "")
    .slice(0, longestId)
    .replace(/[._-]+$/, "");

/** Ids that are in use; what differs from one by capitals or leading zeros only counts as used. */
export class UsedIds {
  readonly #used: Set<string>;

  constructor(ids: readonly string[]) {
    this.#used = new Set(ids.map(looseId));
  }

  has(id: string): boolean {
    return this.#used.has(looseId(id));
  }

  /**
   * Makes an id of the first text that allows it, and reserves it: `adam`, or `adam-2` where that is used. A text that is
   * an id already stays as it is written. undefined: none of the texts will do.
   */
  take(texts: readonly string[]): StudentId | undefined {
    const base = texts.map((text) => legal(localPart(text))).find((id) => id !== "");
    if (base === undefined) return undefined;
    let id = base;
    for (let next = 2; this.has(id); next += 1) id = `${base.slice(0, longestId - 6)}-${next}`;
    this.#used.add(looseId(id));
    return studentIdSchema.parse(id);
  }
}
