import { describe, expect, test } from "@jest/globals";
import { richText } from "../../../course/mail/rich-text.ts";

describe("A published text in a mail", () => {
  test("has code, tables and lists with the mail's own styles, and a plain twin", () => {
    const { html, text } = richText(
      '<p>Look:</p>\n<pre dir="ltr"><code><span class="code-keyword">if</span> a &lt; b</code></pre>\n<div class="scroll"><table><tr><th>n</th><th class="right">s</th></tr><tr><td>a</td><td class="right">1</td></tr></table></div>',
    );
    expect(html).toMatch(/<pre dir="ltr" class="[^"]*" style="[^"]*monospace[^"]*">if a &lt; b<\/pre>/);
    expect(html).toMatch(/<td dir="auto" align="right"/);
    expect(html).not.toMatch(/code-keyword|scroll"/);
    expect(text).toBe("Look:\n\n    if a < b\n\nn  s\n-  -\na  1");
  });

  test("loads nothing, and shows formulas as they were typed", () => {
    const { html, text } = richText(
      '<img src="/pictures/a.png" alt="a disk" width="1" height="1" /> <math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math>',
    );
    expect(html).toMatch(/^<em>\[a disk\]<\/em> <code style="[^"]*">\$x\^2\$<\/code>$/);
    expect(text).toBe("[a disk] $x^2$");
  });

  test.each(["https://example.com/", "http://example.com/", "HTTP://EXAMPLE.COM/", "mailto:ada@example.com"])(
    "links %s",
    (address) => {
      expect(richText(`<a href="${address}">x</a>`).html).toMatch(`<a href="${address}" `);
    },
  );

  test("has the content alone of an element that is not known, such as one with a name that every object has", () => {
    expect(richText("<p>a <u>b</u> <constructor>c</constructor></p>").html).toMatch(/>a b c<\/p>$/);
  });

  test("has a sign for a picture that nobody has described", () => {
    expect(richText('<img src="/pictures/a.png" />')).toEqual({ text: "[]", html: "<em>[]</em>" });
  });

  test.each([
    '<a href="javascript:alert(1)">x</a>',
    '<a href="javascript:alert(1)//https://example.com">x</a>',
    '<img src="https://evil.example/x.png" alt="&quot;&gt;&lt;script&gt;">',
    "<script>alert(1)</script>",
    '<p onclick="alert(1)">x</p>',
    '<style>p{color:red}</style><iframe src="https://evil.example"></iframe>',
    '<td class="right&quot; onclick=&quot;alert(1)">x</td>',
    '<ol start="1&quot; onclick=&quot;alert(1)"><li>x</li></ol>',
  ])("is harmless, whatever was stored: %j", (stored) => {
    const { html } = richText(stored);
    expect(html).not.toMatch(/<(?:script|style|iframe|img)|javascript:|onclick=|src=/);
  });
});
