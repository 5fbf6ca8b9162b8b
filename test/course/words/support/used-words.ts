import { globSync, readFileSync } from "node:fs";
import * as en from "../../../../course/words/en.ts";
import { studentFiles } from "./scripts.ts";

/** Who reads the catalogue. */
const readers = [
  ...studentFiles,
  ...globSync("{lib,tasks,trainer,tools}/**/*.ts"),
  "course/deadlines/deadline.ts",
  "course/api/refused.ts",
];

/** The names under which a file has a group of words: its own, and each other that it gives it. */
const namesOf = (group: string, code: string): string[] => [
  group,
  ...[...code.matchAll(new RegExp(`\\b${group}(?: as|:) (\\w+)`, "g"))].map(([, name = ""]) => name),
];

const isRead = (group: string, word: string): boolean =>
  codes.some((code) =>
    namesOf(group, code).some(
      (name) =>
        new RegExp(`\\b${name}\\.${word}\\b`).test(code) ||
        new RegExp(`\\{[^{}]*\\b${word}\\b[^{}]*\\} = (\\w+\\.)?${name}\\b`).test(code),
    ),
  );

const codes = readers.map((file) => readFileSync(file, "utf8"));

/** Sentences that are named by what the server says, or written out whole into the bash client, whose test looks at each. */
const readByName = new Set(["client", "nouns", "refusals"]);

/** Words of the catalogue that nobody reads: `score.isHidden`. */
export const unreadWords = (): string[] =>
  Object.entries(en).flatMap(([group, words]) =>
    typeof words !== "object" || readByName.has(group)
      ? []
      : Object.keys(words)
          .filter((word) => !isRead(group, word))
          .map((word) => `${group}.${word}`),
  );
