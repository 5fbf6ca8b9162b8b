import { languageOf, wordsOf } from "../../../course/words/words.ts";

/** The student's whole way is the same in every language: STUDENT_LANGUAGE=pl goes it in Polish. */
export const language = languageOf({ language: process.env.STUDENT_LANGUAGE });

export const words = wordsOf({ language });

/** The beginning of a sentence around a date. */
export const beginningOf = (sentence: readonly string[]): string => (sentence[0] ?? "").trim();

/** A link or button with these words first; what follows is for screen readers. */
export const beginsWith = (text: string): RegExp => new RegExp(`^${text}`);

/** `23 Nov 2026, 17:00`: an instant as the page shows it, without weekday and zone. */
export const shownAs = (date: string, time: string): string => {
  const format = new Intl.DateTimeFormat(words.locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  return `${format.format(new Date(date))}, ${time}`;
};
