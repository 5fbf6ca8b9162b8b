import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { languages, wordsOf } from "../../course/words/words.ts";
import { clientTexts, withWords } from "../../tools/client-words/section.ts";

const client = readFileSync("bin/test-time.sh", "utf8");
const texts = clientTexts(wordsOf({}));

const namesIn = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);

describe("The words of the bash client", () => {
  test("are those of the catalogue; npm run client-words puts them there", () => {
    expect(client).toBe(withWords(client));
  });

  test.each(languages)("have the same places to fill in in every language: %s", (language) => {
    for (const [name, text] of Object.entries(clientTexts(wordsOf({ language })))) {
      if (name.startsWith("noun_")) continue;
      expect({ name, places: namesIn(text).toSorted() }).toEqual({
        name,
        places: namesIn(texts[name] ?? "").toSorted(),
      });
    }
  });

  test("are all used, and no others", () => {
    const code = client.replace(/^words_en[\s\S]*^use_words/m, "");
    const named = [...code.matchAll(/\bw_(\w*[A-Za-z])\b|\b(?:w|named)\("(\w*[A-Za-z])"/g)].map(
      ([, ...names]) => names.join(""),
    );
    expect(named.filter((name) => texts[name] === undefined)).toEqual([]);
    // A status is a name too.
    const statuses = ["excused", "failed", "missed"];
    // Names may be chosen between, as `w(if .isRight then "right" …)`, or put together from a code, a reason or a noun.
    const isUsed = (name: string): boolean =>
      [...named, ...statuses].includes(name) ||
      code.includes(`"${name}"`) ||
      /^(code|refusal|noun|credit|counts|changed|changedQuestions)_/.test(name);
    expect(Object.keys(texts).filter((name) => !isUsed(name))).toEqual([]);
  });
});
