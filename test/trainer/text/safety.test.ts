import { describe, expect, test } from "@jest/globals";
import { type HtmlNode, htmlTree } from "../../../course/text/html-tree.ts";
import { withinWall } from "../../../trainer/text/wall.ts";
import { rendered } from "./support/render.ts";

/** As trainers, or those whose questions they take over, might write them. */
const attacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<style>*{background:url(https://evil.example/x)}</style>",
  '<p style="position:fixed">over everything</p>',
  '<iframe src="https://evil.example"></iframe>',
  "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
  '<math href="javascript:alert(1)">x</math>',
  '<math><annotation-xml encoding="text/html"><script>alert(1)</script></annotation-xml></math>',
  "<xmp><script>alert(1)</script></xmp>",
  "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
  "<!--><img src=x onerror=alert(1)>-->",
  "<?php echo 1 ?>",
  "<![CDATA[<script>alert(1)</script>]]>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java&#115;cript:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](<javascript:alert(1)>)",
  "[x](vbscript:msgbox(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](//evil.example)",
  '[x](https://ok.example"onmouseover=alert(1))',
  '[x](https://ok.example "title\\" onmouseover=alert(1)")',
  "<javascript:alert(1)>",
  "[x]: javascript:alert(1)\n\n[x]",
  "![x](javascript:alert(1))",
  "![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+)",
  "![x](https://evil.example/track.png)",
  "![x](//evil.example/track.png)",
  '![x" onerror="alert(1)](disk.png)',
  "![<img src=x onerror=alert(1)>](disk.png)",
  "$\\href{javascript:alert(1)}{x}$",
  "$\\url{javascript:alert(1)}$",
  "$\\includegraphics{https://evil.example/x.png}$",
  "$\\htmlData{onclick=alert(1)}{x}$",
  "$\\htmlStyle{position:fixed}{x}$",
  "$\\htmlClass{notice}{x}$",
  "$\\htmlId{page}{x}$",
  "$\\text{<script>alert(1)</script>}$",
  "$\\text{</math><img src=x onerror=alert(1)>}$",
  '$\\color{red" onmouseover="alert(1)}x$',
  "$\\unicode{x3c}script$",
  "$$\n\\text{</annotation></semantics></math><script>alert(1)</script>}\n$$",
  "&lt;script&gt;alert(1)&lt;/script&gt;",
  "&#60;img src=x onerror=alert(1)&#62;",
  "```html\n<script>alert(1)</script>\n```",
  '```"><script>alert(1)</script>\nx\n```',
  "`<script>alert(1)</script>`",
  "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
  "- <script>alert(1)</script>\n- x",
  "# <script>alert(1)</script>",
] as const;

const elements =
  /^(?:p|br|hr|strong|em|a|code|pre|span|div|ul|ol|li|blockquote|img|table|thead|tbody|tr|th|td|math|m[a-z]+)$/;
const attributes =
  /^(?:href|rel|target|src|alt|width|height|start|dir|translate|class|alttext|display|display|displaystyle|scriptlevel|mathcolor|stretchy|columnalign|fence|separator|lspace|rspace)$/;

/** Throws unless everything in it is harmless in any place of a page. */
const expectHarmless = (nodes: readonly HtmlNode[]): void => {
  for (const node of nodes) {
    if (node.kind === "text") continue;
    expect(node.name).toMatch(elements);
    for (const [name, value] of Object.entries(node.attributes)) {
      expect(name).toMatch(attributes);
      if (name === "href") expect(value).toMatch(/^(?:https?:\/\/|mailto:)/);
      if (name === "src") expect(value).toMatch(/^\/pictures\/[0-9a-f]{64}\.[a-z]+$/);
    }
    expectHarmless(node.children);
  }
};

/** Whatever could be read as an element by a browser is one to `htmlTree`: all other signs are escaped. */
const expectReadAlike = (html: string): void => {
  const tags = html.match(/<[^>]*>/g) ?? [];
  const known = /^<\/?[a-z0-9]+(?:\s+[a-z]+="[^"<>]*")*\s*\/?>$/;
  expect(tags.filter((tag) => !known.test(tag))).toEqual([]);
};

describe("A published text", () => {
  test.each(attacks)("does nothing but show: %j", (attack) => {
    for (const text of [attack, `Before ${attack} after`, `> ${attack}`, `**a** \`b\`\n\n${attack}`]) {
      const html = rendered(text) ?? "";
      expectReadAlike(html);
      expectHarmless(htmlTree(html));
      expect(html).not.toMatch(/<(?:script|style|svg|iframe|annotation|form|input)/i);
    }
  });
});

describe("The last wall", () => {
  test.each([
    ...attacks,
    '<a href="javascript:alert(1)">x</a><a href="&#106;avascript:alert(1)">x</a>',
    '<img src="https://evil.example/x.png"><img src="/pictures/../api/v1/tests"><img src="/pictures/x.svg">',
    '<img src="/pictures/a.png" srcset="https://evil.example/x 2x">',
    '<span class="notice bad" id="page" style="color:red" onclick="alert(1)">x</span>',
    '<math><mrow href="javascript:alert(1)" xlink:href="javascript:alert(1)"><mi>x</mi></mrow></math>',
    '<math><semantics><mi>x</mi><annotation-xml encoding="text/html"><img src=x onerror=alert(1)></annotation-xml></semantics></math>',
    "<math><mglyph><style><img src=x onerror=alert(1)></style></mglyph></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<table><a href="https://ok.example"><td background="https://evil.example/x">',
    '<base href="https://evil.example"><link rel=stylesheet href=x><meta http-equiv=refresh content="0;url=x">',
    '<object data="x"></object><embed src="x"><video src="x" onerror="alert(1)"></video>',
    "<textarea><script>alert(1)</script></textarea><option><style></option></select><script>alert(1)</script>",
  ])("lets nothing through that the renderer should not have made: %j", (html) => {
    const left = withinWall(html);
    expectReadAlike(left);
    expectHarmless(htmlTree(left));
  });
});
