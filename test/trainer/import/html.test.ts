import { expect, test } from "@jest/globals";
import { plainToMarkdown } from "../../../trainer/import/html/escape.ts";
import { PictureShelf } from "../../../trainer/import/pictures.ts";
import { Texts } from "../../../trainer/import/texts.ts";
import { pixel } from "./support.ts";

const turned = (html: string) => {
  const texts = new Texts(new PictureShelf(), (address) =>
    address === "@@PLUGINFILE@@/a%20b.png" ? pixel : undefined,
  );
  return { text: texts.html(html), losses: texts.losses, pictures: [...texts.pictures.keys()] };
};

test.each([
  ["<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\nlines"],
  ["a <b>bold </b>word, <em>so</em>", "a **bold** word, *so*"],
  ["<div><span>nested</span><div>blocks</div></div>", "nested\n\nblocks"],
  ["<pre><code class='language-c'>int a;\n  b;</code></pre>", "```c\nint a;\n  b;\n```"],
  ["run <code>a`b</code>", "run ``a`b``"],
  ["<ul><li>one<ul><li>two</li></ul></li><li>three</li></ul>", "- one\n  - two\n- three"],
  ["<ol start='3'><li>c</li><li>d</li></ol>", "3. c\n4. d"],
  [
    "<table><tr><th>a</th><th>b</th></tr><tr><td>x|y</td><td>2</td></tr></table>",
    "| a | b |\n| --- | --- |\n| x\\|y | 2 |",
  ],
  ["H<sub>2</sub>O, x<sup>n</sup>", "H₂O, xⁿ"],
  ["<p onclick='steal()'>a <b onmouseover=steal()>b</b></p>", "a **b**"],
  ["1 &lt; 2 &amp;&amp; a*b*c", "1 < 2 && a\\*b\\*c"],
  ["<a href='https://example.com/a(b)'>here</a>", "[here](https://example.com/a%28b%29)"],
  ["\\(a_1\\) and \\[b_2\\]", "$a_1$ and $$b_2$$"],
  ["<p># no heading</p>", "\\# no heading"],
  ["<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"],
])("HTML %j becomes Markdown", (html, text) => {
  expect(turned(html)).toEqual({ text, losses: [], pictures: [] });
});

test.each([
  ["<script>alert(1)</script>x", "x", "loses a script"],
  ["<iframe src='https://example.com'></iframe>x", "x", "loses an element <iframe>"],
  ["<a href='javascript:alert(1)'>x</a>", "x", "loses a link that leads to no page of the web"],
  [
    "<img src='https://example.com/a.png' alt='a map'>",
    "a map",
    'loses the picture "https://example.com/a.png", which lies elsewhere',
  ],
  [
    "<img src='data:image/svg+xml;base64,AAAA'>x",
    "x",
    'loses the picture "data:…", which is not in the file',
  ],
  ["<a href='java&#x0A;script:alert(1)'>x</a>", "x", "loses a link that leads to no page of the web"],
  ["<img src='data:text/html;base64,AAAA'>x", "x", 'loses the picture "data:…", which is not in the file'],
  ["<u>x</u>", "x", "loses underlining"],
  ["x<sub>ij</sub>", "x\\_(ij)", "loses text set low"],
  ["a\u202eb", "ab", "loses characters that don't show"],
])("of HTML %j what can't be held is lost, and said", (html, text, loss) => {
  expect(turned(html)).toEqual({ text, losses: [loss], pictures: [] });
});

test("pictures of the file and those inside the text lie beside the test", () => {
  const inside = `<img alt='two' src='data:image/png;base64,${Buffer.concat([pixel, pixel]).toString("base64")}'>`;
  expect(turned(`<img src='@@PLUGINFILE@@/a%20b.png' alt='one'> ${inside}`)).toEqual({
    text: "![one](a-b.png) ![two](picture.png)",
    losses: [],
    pictures: ["a-b.png", "picture.png"],
  });
});

test("two pictures with the same name get two names", () => {
  const shelf = new PictureShelf();
  expect(shelf.put(pixel, "a.png", "")).toEqual({ name: "a.png" });
  expect(shelf.put(pixel, "A.png", "")).toEqual({ name: "a.png" });
  expect(shelf.put(Buffer.concat([pixel, pixel]), "a.png", "")).toEqual({
    name: expect.stringMatching(/^a-[0-9a-f]{8}\.png$/),
  });
  expect(shelf.put(Buffer.from("<svg onload=x>"), "a.svg", "")).toEqual({
    fault: expect.stringContaining("SVG"),
  });
});

test.each([
  ["snake_case and 2 * 3 * 4", "snake_case and 2 * 3 * 4"],
  ["*a* _b_ __c__", "\\*a\\* \\_b\\_ \\_\\_c\\_\\_"],
  ["C:\\[x](y)", "C:\\\\\\[x](y)"],
  ["use `a*b*c`", "use `a*b*c`"],
  ["a\n---\n# b\n> c", "a\n\\---\n\\# b\n\\> c"],
  ["&lt; &", "\\&lt; &"],
  ["=", "="],
  ["a\n===", "a\n\\==="],
])("a text without markup, %j, is shown as it is", (text, markdown) => {
  expect(plainToMarkdown(text)).toBe(markdown);
});

test.each([
  ["deep", "<b>".repeat(20_000)],
  ["long", "<p>hello <b>x</b></p>".repeat(5_000)],
  ["of stars", "*a".repeat(50_000)],
  ["of opened maths", "\\(".repeat(30_000)],
  ["of blanks", " \n".repeat(30_000)],
  ["of brackets", "[a".repeat(40_000)],
])("a text of a hundred kilobytes, %s, comes to an end", (_, html) => {
  expect(turned(html).text.length).toBeLessThanOrEqual(3_000_000);
});

test("what a student's page could not show as a picture is none", () => {
  const put = (bytes: Uint8Array) => new PictureShelf().put(bytes, "a.png", "");
  const huge = Buffer.from(pixel);
  huge.writeUInt32BE(100_000, 16);
  huge.writeUInt32BE(100_000, 20);
  expect([
    put(pixel.subarray(0, 12)),
    put(huge),
    put(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>")),
  ]).toEqual([
    { fault: "is not a picture: a picture is a PNG, JPEG, GIF, WebP or AVIF file" },
    { fault: "has 100000 × 100000 pixels, and a picture has at most 16000000: make it smaller" },
    { fault: "is an SVG, which can hold scripts: save it as PNG or WebP" },
  ]);
});
