import { describe, expect, test } from "@jest/globals";
import { questionsSchema } from "../../../course/test.ts";
import { cutLine } from "../../../course/text/cut-line.ts";
import { inOneLine, oneLineOf } from "../../../course/text/one-line.ts";
import { plainOfHtml } from "../../../course/text/plain-of-html.ts";
import type { RenderedTexts } from "../../../course/text/rendered.ts";
import { textTable } from "../../../course/text/text-table.ts";

describe("A published text in plain letters", () => {
  test.each([
    ["has no signs of emphasis", "<em>Which</em> of <strong>these</strong>?", "Which of these?"],
    ["keeps code in a line apart", 'Run <code dir="ltr">ls &lt;dir&gt;</code>.', "Run `ls <dir>`."],
    [
      "has code in a block of its own",
      '<p>Look:</p>\n<pre dir="ltr"><code>if <span class="code-keyword">true</span>\n\n  fi</code></pre>\n<p>Done?</p>',
      "Look:\n\n    if true\n\n      fi\n\nDone?",
    ],
    ["ends lines where they end", "one<br />\ntwo", "one\ntwo"],
    [
      "ends them without a slash too, and without blanks",
      "one <br> \n  two<hr>three",
      "one\ntwo\n\n---\n\nthree",
    ],
    ["is no line more where the source has one", "<p>one\ntwo</p>\n\n<p> </p>\n three", "one two\n\nthree"],
    ["has code in words that stand out", "<em>Run <code>ls</code> now</em>", "Run `ls` now"],
    [
      "has signs as they are read",
      "&lt;a&gt; &amp;&quot;b&quot; &#39;c&#39; &euro;",
      "<a> &\"b\" 'c' &euro;",
    ],
    [
      "goes on after what is empty",
      'x <math alttext="n"/> y <img  src="a.png"\n alt="z"> w',
      "x $n$ y [z] w",
    ],
    ["ends what was left open inside of what ends", "<p>a <em>b</p><p>c</em></p>d", "a b\n\nc\n\nd"],
    [
      "has signs before a list's items",
      "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>",
      "- a\n- b\n  - c",
    ],
    ["counts from one", "<ol>\n<li>a</li>\n<li><p>b</p>\n<p>c</p></li>\n</ol>", "1. a\n2. b\n   c"],
    ["counts as the list does", '<ol start="9">\n<li>a</li>\n<li>b</li>\n</ol>', "9. a\n10. b"],
    ["marks what is said by somebody", "<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>", "> a\n>\n> b"],
    [
      "has formulas as they were typed",
      '<math alttext="x&lt;y"><mi>x</mi></math>, <math display="block" alttext="z"><mi>z</mi></math>',
      "$x<y$, $$z$$",
    ],
    [
      "says what a picture shows",
      '<img src="/pictures/a.png" alt="two &quot;disks&quot;" width="1" height="2" />',
      '[two "disks"]',
    ],
    [
      "has a link's address behind it",
      '<a href="https://example.com/a?b&amp;c">the manual</a> <a href="https://example.com">https://example.com</a>',
      "the manual (https://example.com/a?b&c) https://example.com",
    ],
    [
      "has an address of mail once",
      '<a href="mailto:ada@example.com">ada@example.com</a> <a href="mailto:ada@example.com">Ada</a>',
      "ada@example.com Ada (mailto:ada@example.com)",
    ],
    ["draws a line", "<p>a</p>\n<hr />\n<p>b</p>", "a\n\n---\n\nb"],
  ])("%s", (_, html, text) => {
    expect(plainOfHtml(html)).toBe(text);
  });

  test("has tables in columns, numbers at the right", () => {
    const html =
      '<div class="scroll"><table>\n<thead>\n<tr>\n<th>name</th>\n<th class="right">size</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td><code>a</code></td>\n<td class="right">10</td>\n</tr>\n<tr>\n<td>longer name</td>\n<td class="right">2000</td>\n</tr>\n</tbody>\n</table></div>';
    expect(plainOfHtml(html)).toBe(
      ["name         size", "-----------  ----", "`a`            10", "longer name  2000"].join("\n"),
    );
  });

  test("has a line of a table on one line, whatever its cells are made of", () => {
    const html =
      "<table>\n<tr>\n<th>a <em>b</em></th>\n<th>c</th>\n</tr>\n<tr>\n<td>one<br />two</td>\n<td></td>\n</tr>\n</table>";
    expect(plainOfHtml(html)).toBe("a b      c\n-------  -\none two");
  });

  test.each(["<", "a < b", "<table></table>", "<unknown>", "</p>", "<p", "&bogus;", "<p>open", ""])(
    "is never lost: %j",
    (html) => {
      expect(() => plainOfHtml(html)).not.toThrow();
    },
  );
});

describe("A published text on one line", () => {
  test.each([
    ["has no signs around code", "What does <code>ps -e</code> print?", "What does ps -e print?"],
    ["has no signs around formulas", 'Is <math alttext="n^2"><mi>n</mi></math> even?', "Is n^2 even?"],
    [
      "has a block of code's first line, and shows that there are more",
      '<p>Look:</p>\n<pre><code>\nif <span class="code-keyword">true</span>\nfi\n</code></pre>\n<p>Done?</p>',
      "Look: if true … Done?",
    ],
    ["has the only line of a block as it is", "<p>Run</p><pre><code>ls\n</code></pre>", "Run ls"],
    [
      "has a table's heads",
      "<table><tr><th>name</th><th>size</th></tr><tr><td>a</td><td>1</td></tr></table>",
      "name | size …",
    ],
    [
      "has a table's heads, each cell without its lines",
      "<table>\n<tr>\n<th>a\nb</th>\n<th>c</th>\n</tr>\n</table>",
      "a b | c",
    ],
    ["has the first line that says something", "<pre><code>  \nls  \npwd\n</code></pre>", "ls …"],
    ["has nothing of a block without lines", "<p>a</p><pre><code>\n</code></pre><p>b</p>", "a b"],
    ["has a numbered list's items", "<ol><li>a</li><li>b</li></ol>", "a; b"],
    ["has a list's items", "<p>Of</p><ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul>", "Of a; b"],
    ["says what a picture shows", '<img src="/a.png" alt="two disks" /><br />Which?', "[two disks] Which?"],
    ["has a link's words", 'See <a href="https://example.com">the manual</a>.', "See the manual."],
    ["draws no line", "<p>a</p>\n<hr />\n<p>b</p>", "a b"],
  ])("%s", (_, html, text) => {
    expect(oneLineOf(html)).toBe(text);
  });
});

describe("A question on one line", () => {
  const [asked] = questionsSchema.parse([
    {
      ...{ questionId: "1", type: "match", question: "`ls`\nor  `dir`?", points: 2 },
      answers: [
        { answerId: "a", answerBody: "*one*" },
        { answerId: "b", answerBody: "two\nlines", isFixed: true },
      ],
      items: [
        { itemId: "1", itemBody: "`x`" },
        { itemId: "2", itemBody: "y  z" },
      ],
    },
  ]);
  const inLine = (html?: RenderedTexts) => asked && inOneLine({ ...asked, html, plain: html });
  const texts = (html?: RenderedTexts) => {
    const { question, answers = [], items = [] } = inLine(html) ?? {};
    return [question, answers.map(({ answerBody }) => answerBody), items.map(({ itemBody }) => itemBody)];
  };

  test("has each of its texts as it is rendered; where it is not, as it was written", () => {
    const question = "<code>ls</code> or <code>dir</code>?";
    const [answers, items] = [{ a: "<em>one</em>" }, { 1: "<code>x</code>" }];
    expect(texts({ question, answers, items })).toEqual(["ls or dir?", ["one", "two lines"], ["x", "y z"]]);
    expect(texts({ question })).toEqual(["ls or dir?", ["*one*", "two lines"], ["`x`", "y z"]]);
    expect(texts({ items })).toEqual(["`ls` or `dir`?", ["*one*", "two lines"], ["x", "y z"]]);
    expect(texts()).toEqual(["`ls` or `dir`?", ["*one*", "two lines"], ["`x`", "y z"]]);
  });

  test("has the text as written where nothing of it could be a line", () => {
    expect(texts({ question: "<hr />" })[0]).toBe("`ls` or `dir`?");
  });

  test("keeps what is no text, and has no other form", () => {
    expect(inLine({ question: "<p>Which?</p>" })).toEqual({
      ...{ questionId: "1", type: "match", question: "Which?", points: 2 },
      answers: [
        { answerId: "a", answerBody: "*one*" },
        { answerId: "b", answerBody: "two lines", isFixed: true },
      ],
      items: [
        { itemId: "1", itemBody: "`x`" },
        { itemId: "2", itemBody: "y z" },
      ],
    });
    const [single] = questionsSchema.parse([
      { questionId: "2", question: "Which?", answers: asked?.answers ?? [] },
    ]);
    expect(Object.keys(single ? inOneLine(single) : {})).toEqual(["questionId", "question", "answers"]);
  });

  test.each([
    ["abcdef", 6, "abcdef"],
    ["abcdefg", 6, "abcde…"],
    ["abcd\u{1f600}fgh", 6, "abcd…"],
    ["abc\u{1f600}fgh", 6, "abc\u{1f600}…"],
  ])("is cut where it is too long for a list: %j at %d", (text, most, cut) => {
    expect(cutLine(text, most)).toBe(cut);
  });
});

test("columns of a table stand below each other, numbers at the right, and no line ends in blanks", () => {
  const rows = [
    ["name", "size", "of"],
    ["a", "10"],
    [" longer", "2", "b"],
  ];
  expect(textTable(rows)).toBe("name     size  of\na        10\n longer  2     b");
  expect(textTable(rows, [false, true])).toBe("name     size  of\na          10\n longer     2  b");
});
