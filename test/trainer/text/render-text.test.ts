import { describe, expect, test } from "@jest/globals";
import { bundledLanguages } from "shiki/langs";
import { highlighterFor } from "../../../trainer/text/highlight.ts";
import { codeLanguage, languageNames } from "../../../trainer/text/languages.ts";
import { renderText } from "../../../trainer/text/render-text.ts";
import { disk, rendered } from "./support/render.ts";

describe("A text without markup", () => {
  test.each([
    "Which of these starts every other process?",
    "Two lines\nas they stand",
    "What does it print?\n  echo a\n    echo b\n\n\nThat is all.",
    "1 < 2 & 2 > 1, \"quoted\" and 'so'",
    "Which type has <pod-name>, in <b>bold</b>?",
    "snake_case_name, 2 * 3 * 4, *.txt and *.log",
    "$HOME/$USER, $A$B, $1, $2 and $? or $!",
    "It costs 5$ or 10$",
    "$(date)-$(hostname)",
    "echo $$ and $$",
    "C:\\temp\\new",
    "Process 1 is [[1]]; its child is [[2]].",
    "السؤال الأول",
  ])("needs no HTML: %j", (text) => {
    expect(rendered(text)).toBeNull();
  });
});

describe("A text in Markdown", () => {
  test.each([
    [
      "`ls -l` *lists* **files**",
      '<code dir="ltr" translate="no">ls -l</code> <em>lists</em> <strong>files</strong>',
    ],
    ["one `a`\ntwo", 'one <code dir="ltr" translate="no">a</code><br />\ntwo'],
    ["# Files", "<p><strong>Files</strong></p>"],
    ["- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"],
    ["3. a", '<ol start="3">\n<li>a</li>\n</ol>'],
    ["> said", "<blockquote>\n<p>said</p>\n</blockquote>"],
    ["```\nif a < b:\n  go\n```", '<pre dir="ltr" translate="no"><code>if a &lt; b:\n  go</code></pre>'],
    ["Look:\n\n    indented", '<p>Look:</p>\n<pre dir="ltr" translate="no"><code>indented</code></pre>'],
    [
      "[manual](https://example.com/a?b=1&c=2)",
      '<a href="https://example.com/a?b=1&amp;c=2" rel="noopener noreferrer nofollow" target="_blank">manual</a>',
    ],
    ["![a disk](disk.png)", `<img src="/${disk.path}" alt="a disk" width="40" height="30" />`],
  ])("is HTML: %j", (text, html) => {
    expect(rendered(text)).toBe(html);
  });

  test("has tables that can be moved sideways, with columns aligned by classes", () => {
    const html = rendered("| n | size |\n|---|-----:|\n| a | 10 |");
    expect(html).toContain('<div class="scroll"><table>');
    expect(html).toContain('<td>a</td>\n<td class="right">10</td>');
  });

  test("has formulas as MathML, with what was typed as its text in other words, and nothing else of the typesetter", () => {
    expect(rendered("$x^2$")).toBe(
      '<math alttext="x^2"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>',
    );
    const display = rendered("So\n$$\n\\frac{a}{b}\n$$");
    expect(display).toContain('<div class="scroll"><math display="block" alttext="\\frac{a}{b}">');
    expect(display).not.toMatch(/annotation|semantics|katex|style=|span/);
  });

  test("has letters of other alphabets as characters, which browsers without the attribute show, too", () => {
    expect(rendered("$\\mathbb{R}\\mathcal{O}\\mathfrak{g}\\mathbf{v}$")).toMatch(
      /<mi>ℝ<\/mi>.*<mi>𝒪<\/mi>.*<mi>𝔤<\/mi>.*<mi>𝐯<\/mi>/,
    );
  });

  test("shows what looks like a formula and is none as it was typed", () => {
    expect(rendered("`a` $\\frac{1}$")).toContain(" $\\frac{1}$");
  });

  test("has code in spans whose classes say what a part is", async () => {
    const highlight = await highlighterFor(new Set(["bash"]));
    const html = renderText('```sh\ngrep -c "x" # count\n```', { highlight, picture: () => undefined });
    expect(html).toContain('<span class="code-function">grep</span>');
    expect(html).toContain('<span class="code-comment"># count</span>');
    expect(html).not.toMatch(/style=/);
  });
});

describe("A gap in code", () => {
  const code = async (text: string, gaps: readonly string[]) => {
    const highlight = await highlighterFor(new Set(["bash", "python"]));
    return renderText(text, { highlight, picture: () => undefined, gaps }) ?? "";
  };

  test.each([
    '```sh\nfor name in [[1]]; do [[2]] "$name" # [[3]]\ndone\n```',
    '```python\nprint("[[1]]", x[[2]] + [[3]])\n```',
    "```sh\n[[1]][[2]]\n\n  [[3]]\n```",
    "Inline `[[1]]`, plain [[2]]\n\n    indented [[3]]",
  ])("stays whole, outside of every coloured part: %j", async (text) => {
    const html = await code(text, ["1", "2", "3"]);
    const outside = html.replaceAll(/<span[^>]*>[^<]*<\/span>/g, "");
    expect(["[[1]]", "[[2]]", "[[3]]"].filter((mark) => !outside.includes(mark))).toEqual([]);
    expect(html.match(/gap/)).toBeNull();
  });

  test("leaves the code around it coloured", async () => {
    const html = await code("```sh\ngrep -c [[1]] # count\n```", ["1"]);
    expect(html).toContain('<span class="code-function">grep</span>');
    expect(html).toContain('[[1]] <span class="code-comment"># count</span>');
  });

  test("is only what the question has a blank for: an index is code", async () => {
    const html = await code('```python\nprint("a", x[[2]])\n```', []);
    expect(html).toContain("<span");
    expect(html.replaceAll(/<[^>]+>/g, "")).toContain("x[[2]]");
  });
});

test("Every language that is named for code can be loaded", () => {
  expect(languageNames.filter((name) => !(name in bundledLanguages))).toEqual([]);
  expect(["sh", "YAML", "console", "python {1,3}"].map(codeLanguage)).toEqual([
    "bash",
    "yaml",
    "shellsession",
    "python",
  ]);
  expect([codeLanguage(""), codeLanguage("text"), codeLanguage("klingon")]).toEqual([null, null, undefined]);
});
