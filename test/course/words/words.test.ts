import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { countedIn } from "../../../course/words/plural.ts";
import { catalogueOf, languageOf, languages, wordsOf } from "../../../course/words/words.ts";

describe("The words of a course", () => {
  test.each([
    ["pl", "pl"],
    ["pl-PL", "pl"],
    ["PL", "pl"],
    ["en-GB", "en"],
    ["la", null],
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

describe("Polish", () => {
  const source = readFileSync("course/words/pl.ts", "utf8");

  test("says nothing of a student's gender", () => {
    expect(source.match(/\p{L}+(łeś|łaś|łbyś|łabyś)(?!\p{L})/gu)).toBeNull();
  });

  test("addresses students with a capital in mails, as letters do, and nowhere else", () => {
    const mails = ["mail", "scoreMail", "invitationMail", "appealMail", "noticeMail", "extensionMail"];
    const addressed = source
      .split(/^export const /mu)
      .flatMap((catalogue) =>
        [
          ...catalogue.matchAll(
            /(?<=[\p{L}\d][,;:]? )(twój|twoj\p{L}*|cię|ciebie|ci|tobie|tobą|ty)(?!\p{L})/giu,
          ),
        ].map(([word]) => `${catalogue.match(/^\w+/)?.[0]}: ${word}`),
      );
    const isCapital = (line: string): boolean => /: \p{Lu}/u.test(line);
    const isOfMail = (line: string): boolean => mails.some((mail) => line.startsWith(`${mail}:`));
    expect(addressed.length).toBeGreaterThan(20);
    expect(addressed.filter((line) => isCapital(line) !== isOfMail(line))).toEqual([]);
  });

  test("has Polish quotes", () => {
    expect(source.match(/\\"|'[^'\n]*"[^'\n]*'/g)).toBeNull();
    expect(source.match(/„/g)?.length).toBe(source.match(/”/g)?.length);
  });

  test("keeps words of one letter off the ends of the page's lines", () => {
    const { typeset } = wordsOf({ language: "pl" });
    const tied = typeset("Nic i w tym teście, z „o tym” 2 z 4.").replaceAll("\u00a0", "_");
    expect(tied).toBe("Nic i_w_tym teście, z_„o_tym” 2 z_4.");
    expect(wordsOf({}).typeset("I saw a cat.")).toBe("I saw a cat.");
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
