import { expect, test } from "@jest/globals";
import { elementsOf, parseXml, textIn } from "../../../trainer/foreign/xml.ts";

test("texts stay as they are written: numbers with zeros, references, CDATA, white space", () => {
  const root = parseXml(
    '<?xml version="1.0"?>\n<q a="1 &lt; 2">\n<t>0123 &amp; &#x41;<![CDATA[<p>&amp;</p>]]> true</t></q>',
  );
  const [t] = elementsOf(root, "t");
  expect({ a: root.attributes.a, line: t?.line, text: textIn(t) }).toEqual({
    a: "1 < 2",
    line: 3,
    text: "0123 & A<p>&amp;</p> true",
  });
});

test("a DTD that is only named is not fetched, and what it would define stays as it is written", () => {
  expect(textIn(parseXml('<!DOCTYPE q SYSTEM "http://example.com/q.dtd">\n<q>a&nbsp;b</q>'))).toBe(
    "a&nbsp;b",
  );
});

test.each([
  ['<!DOCTYPE q [<!ENTITY a "aaaa">]><q>&a;</q>', 1, "defines entities"],
  [
    '<?xml version="1.0"?>\n<!DOCTYPE q [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<q>&x;</q>',
    2,
    "defines entities",
  ],
  [`${"<a>".repeat(80)}${"</a>".repeat(80)}`, 1, "can't be read"],
  ["<a>\n<b></a>", 2, "not well-formed"],
  ["no XML", 1, "not well-formed"],
])("%j is refused with its line", (text, line, why) => {
  expect(() => parseXml(text)).toThrow(
    expect.objectContaining({ line, message: expect.stringContaining(why) }),
  );
});
