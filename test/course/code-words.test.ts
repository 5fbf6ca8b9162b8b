import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { adviceFor, wordsFor } from "../../course/code-words.ts";
import { api } from "../../course/words/en.ts";

const client = readFileSync(resolve(import.meta.dirname, "../../bin/test-time.sh"), "utf8");

/** The branch of the bash client's `refuse` for a pattern of codes, without what it puts in between. */
const branch = (pattern: string): string => {
  const [, text = ""] =
    new RegExp(
      `^ {4}${pattern.replaceAll("?", "\\?").replace("*", "\\*")}\\) stop "\\$\\w+" "([^"]*)"`,
      "m",
    ).exec(client) ?? [];
  return text.replaceAll(/\$\{unsure-\}|\$words/g, "");
};

describe("What a code means", () => {
  test.each(Object.entries(api.codes))("is told by the bash client word for word for %s", (code, words) => {
    expect(branch(code).split("\n")[0]).toBe(words);
    expect(wordsFor(Number(code), api)).toBe(words);
  });

  test("is told by the bash client word for word for the server's own problems", () => {
    expect(branch("5??")).toBe(`${wordsFor(503, api).replace("503", "$status")}\n${api.tryLater}`);
    expect(branch("*")).toBe(wordsFor(418, api).replace("418", "$status"));
  });

  test("comes with the same advice where there is some", () => {
    expect(branch("429").split("\n")[1]).toBe(api.waitAMinute);
    expect([adviceFor(429, api), adviceFor(500, api), adviceFor(599, api), adviceFor(401, api)]).toEqual([
      api.waitAMinute,
      api.tryLater,
      api.tryLater,
      null,
    ]);
  });

  test("is said for every code of the API's contract", () => {
    expect(Object.keys(api.codes).map(Number)).toEqual([400, 401, 403, 404, 409, 410, 413, 429]);
  });

  test("leaves open whether answers arrived, in the same words", () => {
    expect(client).toContain(`local unsure=' ${api.unsure}'`);
  });
});
