import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { keys } from "../../course/storage/storage-keys.ts";
import { studentMails } from "../course/support/mail-samples.ts";

const root = resolve(import.meta.dirname, "../..");

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

const read = (page: string): string => readFileSync(join(root, page), "utf8");

/** Targets of a page's links that stay in the project. */
const linksOf = (markdown: string): string[] =>
  [...markdown.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target));

/** Anchors of a page's headings, as they are commonly made. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

test.each(pages)("every link in %s leads somewhere", (page) => {
  const lost = linksOf(read(page)).filter((target) => {
    const [path = "", anchor] = target.split("#");
    const file = path === "" ? page : relative(root, resolve(root, dirname(page), path));
    if (!existsSync(join(root, file))) return true;
    return anchor !== undefined && file.endsWith(".md") && !anchorsOf(read(file)).includes(anchor);
  });
  expect(lost).toEqual([]);
});

/** A path in code marks that begins with one of these is a path of the repository. */
const folders: ReadonlySet<string> = new Set(
  readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
    .map((entry) => entry.name),
);

/** `course/` is a folder of the repository and also a prefix of the course's bucket. */
const isBucketKey = (path: string): boolean => Object.values(keys).some((key) => key === path);

/** Paths of the repository that a page names in code marks, without the code blocks. */
const pathsIn = (markdown: string): string[] =>
  [...markdown.replace(/```[\s\S]*?```/g, "").matchAll(/`([^`\n]+)`/g)]
    .flatMap(([, code = ""]) => code.split(/\s+/))
    .filter((word) => /^[\w.-]+\/[\w./-]*$/.test(word) && folders.has(word.split("/")[0] ?? ""))
    .filter((path) => !isBucketKey(path));

test.each(pages)("every path of the repository that %s names is there", (page) => {
  expect(pathsIn(read(page)).filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test("paths of the repository are found in code marks", () => {
  const text =
    "See `course/gone.ts`, `bin/trainer check DIR` and `course/removed.jsonl`, never `-c course=DIR`.";
  expect(pathsIn(text)).toEqual(["course/gone.ts", "bin/trainer"]);
});

describe("The threat model", () => {
  const rows = read("docs/threat-model.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| might"));

  test("says of every threat which test shows what stops it", () => {
    expect(rows.length).toBeGreaterThan(20);
    const unshown = rows.filter((row) => !/\.test\.ts\) \|$/.test(row));
    expect(unshown).toEqual([]);
  });
});

test("The page of the mails shows a score's plain text as it is, its other questions left out", () => {
  const [, shown = ""] = /```\n(Your score[^`]*)```/.exec(read("docs/mails.md")) ?? [];
  const [begin = "", end = ""] = shown.split("…\n");
  const text = `${studentMails("en").score?.text.trim()}\n`;
  expect(text.startsWith(begin.trimEnd())).toBe(true);
  expect(text.endsWith(end.trimStart())).toBe(true);
  expect(end).not.toBe("");
});
