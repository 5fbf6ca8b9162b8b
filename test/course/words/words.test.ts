import { describe, expect, test } from "@jest/globals";
import { countedIn } from "../../../course/words/plural.ts";
import { catalogueOf, languageOf, languages, wordsOf } from "../../../course/words/words.ts";

describe("The words of a course", () => {
  test.each([
    ["pl", "pl"],
    ["pl-PL", "pl"],
    ["PL", "pl"],
    ["en-GB", "en"],
    ["sv", null],
    ["constructor", null],
  ])("for the tag %s are those of %s", (tag, language) => {
    expect(catalogueOf(tag)).toBe(language);
    expect(languageOf({ language: tag })).toBe(language ?? "en");
  });

  test("are English where no language is named", () => {
    expect(wordsOf({})).toBe(wordsOf({ language: "en" }));
  });

  test.each(languages)("have dates of their own language: %s", (language) => {
    const { locale } = wordsOf({ language });
    expect(Intl.DateTimeFormat.supportedLocalesOf(locale)).toEqual([locale]);
    expect(locale.slice(0, 2)).toBe(language);
  });
});

describe("A number with its noun", () => {
  const questions = countedIn<{ one: string; few: string; many: string }>("pl");

  test.each([
    [0, "0 pytań"],
    [1, "1 pytanie"],
    [2, "2 pytania"],
    [5, "5 pytań"],
    [12, "12 pytań"],
    [21, "21 pytań"],
    [22, "22 pytania"],
    [112, "112 pytań"],
    [1234, "1234 pytania"],
  ])("takes the form that Polish has for %d", (n, text) => {
    expect(questions(n, { one: "pytanie", few: "pytania", many: "pytań" })).toBe(text);
  });
});
