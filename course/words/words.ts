import * as en from "./en.ts";
import * as pl from "./pl.ts";

/** What every language must have; English defines the shape. */
export type Words = typeof en;

const catalogues = { en, pl } satisfies Readonly<Record<string, Words>>;

/** A language of page, mails and client. */
export type Language = keyof typeof catalogues;

const isLanguage = (tag: string): tag is Language => Object.hasOwn(catalogues, tag);

/** The catalogue's language for a tag of BCP 47: `pl` for `pl-PL`; null: there is none. */
export const catalogueOf = (tag: string): Language | null => {
  const [language = ""] = tag.toLowerCase().split("-");
  return isLanguage(language) ? language : null;
};

/** The language in which a course speaks to its students: its own where there is a catalogue, else English. */
export const languageOf = ({ language = "en" }: { readonly language?: string | undefined }): Language =>
  catalogueOf(language) ?? "en";

/** The words in which a course speaks to its students. */
export const wordsOf = (course: { readonly language?: string | undefined }): Words =>
  catalogues[languageOf(course)];

export const languages: readonly Language[] = Object.keys(catalogues).filter(isLanguage);
