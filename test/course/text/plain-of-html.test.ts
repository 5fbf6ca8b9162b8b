import { describe, expect, test } from "@jest/globals";
import { oneLineOf } from "../../../course/text/one-line.ts";
import { plainOfHtml } from "../../../course/text/plain-of-html.ts";

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
      "has signs before a list's items",
      "<ul>\n<li>a</li>\n<li>b<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>",
      "- a\n- b\n  - c",
    ],
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

  test.each(["<", "a < b", "<unknown>", "</p>", "<p", "&bogus;", "<p>open", ""])(
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
    ["has a list's items", "<p>Of</p><ul>\n<li>a</li>\n<li><p>b</p></li>\n</ul>", "Of a; b"],
    ["says what a picture shows", '<img src="/a.png" alt="two disks" /><br />Which?', "[two disks] Which?"],
    ["has a link's words", 'See <a href="https://example.com">the manual</a>.', "See the manual."],
    ["draws no line", "<p>a</p>\n<hr />\n<p>b</p>", "a b"],
  ])("%s", (_, html, text) => {
    expect(oneLineOf(html)).toBe(text);
  });
});
