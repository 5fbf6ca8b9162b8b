import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readScript, scriptOf, studentFiles, textsForPeople } from "./support/scripts.ts";
import { unreadWords } from "./support/used-words.ts";

test.each(studentFiles)("%s has no words for students of its own; they stand in the catalogue", (file) => {
  expect(textsForPeople(readScript(file))).toEqual([]);
});

test("every word of the catalogue is read by somebody", () => {
  expect(unreadWords()).toEqual([]);
});

test("the page's frame has no words of its own", () => {
  const html = readFileSync("web/student/index.html", "utf8");
  const text = html.replaceAll(/<[^<>]*>|%\w+(\.\w+)?%/g, " ");
  expect(text.trim()).toBe("");
});

test("words for people are found: in markup, in attributes, in sentences; names, classes and errors are none", () => {
  const source = `
    import { a } from "./Some words here.ts";
    const kind = isBad ? "bad" : "good";
    const sentence = "Nothing was sent.";
    const template = \`\${n} questions are left out\`;
    if (isBad) throw new TypeError("Nobody is here.");
    const part = <p class="notice warn" title="Help">{isOpen ? "open" : <b>closed</b>} {n}</p>;
  `;
  expect(textsForPeople(scriptOf(source))).toEqual([
    "Nothing was sent.",
    " questions are left out",
    "Help",
    "open",
    "closed",
  ]);
});
