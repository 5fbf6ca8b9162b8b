import type { Instant } from "../ids.ts";
import * as en from "../words/en.ts";
import * as pl from "../words/pl.ts";
import type { Language, Words } from "../words/words.ts";

/** Only what dates need, so that the bundles of functions that show a date do not hold both catalogues. */
const wordsForDates: Readonly<Record<Language, Pick<Words, "locale" | "dayText">>> = {
  en: { locale: en.locale, dayText: en.dayText },
  pl: { locale: pl.locale, dayText: pl.dayText },
};

interface ZoneFormats {
  readonly weekday: Intl.DateTimeFormat;
  readonly date: Intl.DateTimeFormat;
  readonly time: Intl.DateTimeFormat;
}

/** By language and time zone. Making a format takes far longer than using it, and each mail shows an instant. */
const formats = new Map<string, ZoneFormats>();

const formatsOf = (timeZone: string, language: Language): ZoneFormats => {
  const name = `${language} ${timeZone}`;
  const known = formats.get(name);
  if (known) return known;
  const { locale } = wordsForDates[language];
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const made = {
    weekday: format({ weekday: "long" }),
    date: format({ day: "numeric", month: "long", year: "numeric" }),
    time: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  };
  formats.set(name, made);
  return made;
};

/** The time of day for people, in the course's zone: `23:00 (Europe/Warsaw)`. */
export const showTime = (instant: Instant, timeZone: string, language: Language = "en"): string =>
  `${formatsOf(timeZone, language).time.format(new Date(instant))} (${timeZone})`;

/**
 * An instant for people, in the course's zone: `Monday 23 November 2026, 23:00 (Europe/Warsaw)`, or in Polish
 * `poniedziałek, 23 listopada 2026, 23:00 (Europe/Warsaw)`.
 *
 * @param language for students the course's; the trainer's words are English.
 */
export const showInstant = (instant: Instant, timeZone: string, language: Language = "en"): string => {
  const { weekday, date } = formatsOf(timeZone, language);
  const at = new Date(instant);
  const day = wordsForDates[language].dayText(weekday.format(at), date.format(at));
  return `${day}, ${showTime(instant, timeZone, language)}`;
};
