import { symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "@jest/globals";
import { CourseFolderError, problemLine } from "../../../trainer/course-folder/problems.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { type CourseFiles, courseFolders } from "../support/course-files.ts";
import { gif, png, svg } from "../text/support/pictures.ts";

const folders = courseFolders();
afterEach(() => folders.removeAll());

const testOf = (text: string): string => `title: Booting
questions:
  - text: |
      ${text.replaceAll("\n", "\n      ")}
    answers: { a: init, b: the shell }
    right: a
`;

const folderOf = (text: string, files: CourseFiles = {}): string =>
  folders.make({ "linux/boot.yaml": testOf(text), ...files });

interface Read {
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

const read = (folder: string): Read => {
  try {
    return { errors: [], warnings: readCourse(folder).warnings.map(problemLine) };
  } catch (error) {
    if (!(error instanceof CourseFolderError)) throw error;
    return { errors: error.problems.map(problemLine), warnings: error.warnings.map(problemLine) };
  }
};

test("A gap may stand in code, and is named where no field can stand", () => {
  const folder = folders.make({
    "linux/boot.yaml": `title: Booting
questions:
  - text: "Run \`[[1]]\`, then [[2]], so that $x = [[3]]$ and [read on](https://example.com/[[4]])."
    blanks: { 1: { accept: [ls] }, 2: { accept: [ls] }, 3: { number: 1 }, 4: { accept: [a] } }
`,
  });
  const { errors, warnings } = read(folder);
  expect(errors).toEqual([]);
  const named = warnings.filter((line) => line.includes("no field can stand"));
  expect(named.map((line) => /\[\[\d\]\]/.exec(line)?.[0])).toEqual(["[[3]]", "[[4]]"]);
});

describe("A picture that a text shows", () => {
  test("lies beside the test, in a folder there, or anywhere in the course's folder", () => {
    const folder = folderOf("![a](a.png) ![b](<img/a b.gif>) ![c](../shared/c.png)", {
      "linux/a.png": png(4, 3),
      "linux/img/a b.gif": gif,
      "shared/c.png": png(4, 3, 1),
    });
    expect(read(folder)).toEqual({ errors: [], warnings: [] });
    const [found] = readCourse(folder).tests;
    expect([...(found?.pictures ?? [])]).toEqual([
      ["a.png", expect.objectContaining({ width: 4, height: 3, contentType: "image/png" })],
      ["img/a%20b.gif", expect.objectContaining({ width: 2, height: 3, contentType: "image/gif" })],
      ["../shared/c.png", expect.objectContaining({ contentType: "image/png" })],
    ]);
  });

  test("is known by its content: the same picture has one name, another has another, whatever the files are called", () => {
    const folder = folderOf("![a](a.png) ![b](b.jpg) ![c](c.png)", {
      ...{ "linux/a.png": png(4, 3), "linux/b.jpg": png(4, 3), "linux/c.png": png(4, 3, 7) },
    });
    const [a, b, c] = [...(readCourse(folder).tests[0]?.pictures.values() ?? [])].map(({ path }) => path);
    expect(a).toMatch(/^pictures\/[0-9a-f]{64}\.png$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  test.each<[string, CourseFiles, string]>([
    ["none.png", {}, "there is no file linux/none.png"],
    [".", {}, "linux is not a file"],
    [
      "note.png",
      { "linux/note.png": "not a picture" },
      "linux/note.png is not a picture: a picture is a PNG, JPEG, GIF, WebP or AVIF file",
    ],
    ["empty.png", { "linux/empty.png": "" }, "linux/empty.png is not a picture"],
    [
      "a.svg",
      { "linux/a.svg": svg("<script>alert(1)</script>") },
      "linux/a.svg is an SVG, which can hold scripts: save it as PNG or WebP",
    ],
    ["a.png", { "linux/a.png": svg("") }, "linux/a.png is an SVG"],
    [
      "a.bmp",
      { "linux/a.bmp": Buffer.concat([Buffer.from("BM"), Buffer.alloc(60)]) },
      "linux/a.bmp is a BMP file",
    ],
    [
      "big.png",
      { "linux/big.png": Buffer.concat([png(4, 3), Buffer.alloc(1024 * 1024)]) },
      "linux/big.png has 1025 KiB, and a picture has at most 1024 KiB",
    ],
    ["wide.png", { "linux/wide.png": png(20000, 1000) }, "linux/wide.png has 20000 × 1000 pixels"],
    ["../../../etc/passwd", {}, "it lies outside the course's folder"],
    ["/etc/passwd", {}, "it lies outside the course's folder"],
    ["..%2f..%2fetc/passwd", {}, "it lies outside the course's folder"],
    ["a%00.png", {}, "its address can't be read"],
    ["https://example.com/a.png", {}, "it lies elsewhere, and a page loads nothing from there"],
    ["//example.com/a.png", {}, "it lies elsewhere"],
    ["data:image/png;base64,AAAA", {}, "it lies elsewhere"],
    ["", {}, "no file is named"],
  ])("%j stops the publishing, with file, line and why", (address, files, why) => {
    const { errors } = read(folderOf(`Look:\n\n![a disk](${address})`, files));
    expect(errors).toEqual([
      expect.stringContaining(
        `linux/boot.yaml:6: questions[1].text shows the picture ${JSON.stringify(address)}: ${why}`,
      ),
    ]);
  });

  test("does not lead out of the folder by a symbolic link", () => {
    const folder = folderOf("![a disk](link.png)");
    const outside = join(folders.make({}), "outside.png");
    writeFileSync(outside, png(4, 3));
    symlinkSync(outside, join(folder, "linux", "link.png"));
    expect(tmpdir()).not.toBe("");
    expect(read(folder).errors).toEqual([expect.stringContaining("it lies outside the course's folder")]);
  });

  test("is asked for words for those who can't see it", () => {
    const { errors, warnings } = read(folderOf("![](a.png)", { "linux/a.png": png(4, 3) }));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([
      'linux/boot.yaml:4: questions[1].text shows the picture "a.png" without saying what is on it, for students who can\'t see it: ![what it shows](a.png)',
    ]);
  });

  test("is named with everything else that is wrong, all at once, in answers and feedback too", () => {
    const folder = folders.make({
      "linux/boot.yaml": `title: Booting
questions:
  - text: "![a](a.png)"
    answers: { a: "![b](b.png)", b: the shell }
    right: c
    feedback: "![c](c.png)"
`,
    });
    const { errors } = read(folder);
    expect(errors.map((line) => line.split(": ")[0])).toEqual(
      [3, 4, 5, 6].map((n) => `linux/boot.yaml:${n}`),
    );
  });

  test("is missed in the earlier system's files as well", () => {
    const folder = folders.make({
      "linux/boot.yaml": undefined,
      "subjects/linux/t1/questions.json": JSON.stringify(
        [
          {
            questionId: "1",
            question: "![a](a.png)",
            answers: [
              { answerId: "a", answerBody: "x" },
              { answerId: "b", answerBody: "y" },
            ],
          },
        ],
        null,
        1,
      ),
      "subjects/linux/t1/questionsKey.json": '[{"questionId":"1","answer":"a"}]',
    });
    expect(read(folder).errors).toEqual([
      expect.stringMatching(/questions\.json:4: .*there is no file subjects\/linux\/t1\/a\.png/),
    ]);
  });
});

test("A file beside the tests that no text shows is named", () => {
  const { warnings } = read(folderOf("![a](a.png)", { "linux/a.png": png(4, 3), "linux/b.png": png(4, 3) }));
  expect(warnings).toEqual([
    "linux/b.png:1: is not read: tests are files that end in .yaml, and no text shows it as a picture",
  ]);
});

describe("Text that Markdown shows otherwise than it is typed", () => {
  test.each([
    ["```klingon\nx\n```", 'names the language "klingon" of code, which is not known'],
    ["```pyton\nx\n```", "is python meant?"],
    ["Is $\\frac{1}$ half?", "can't be read as a formula and is shown as it is typed"],
    ["Is $\\href{https://example.com}{x}$ it?", "\\href is not allowed"],
    ["[a](notes.pdf)", 'holds a link to "notes.pdf", which is no address of the web'],
    ["grep '\\.txt$'", "holds \\., which Markdown does not show so"],
    ["What does &lt; mean?", "holds &lt;, which Markdown does not show so"],
    ["What is __init__?", "shows __init__ as init in bold"],
  ])("%j is named, and published all the same", (text, message) => {
    const { errors, warnings } = read(folderOf(text));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    "Is `\\.` a dot?",
    "\\*not\\* bold",
    "`&lt;`",
    "**bold** and *slanted*",
    "$x^2$",
    "```sh\nls\n```",
    "[a](https://example.com)",
  ])("%j is as it looks", (text) => {
    expect(read(folderOf(text))).toEqual({ errors: [], warnings: [] });
  });
});
