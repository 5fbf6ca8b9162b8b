import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { showScoreAnswerSchema } from "../../../course/api/answers.ts";
import { asFarAsTheyFit, mostHtmlBytes, utf8Bytes } from "../../../course/mail/frame/fitting.ts";
import { type Colour, colours } from "../../../course/mail/frame/look.ts";
import {
  entries,
  facts,
  paragraph,
  stackedFacts,
  table,
  textLink,
} from "../../../course/mail/frame/parts.ts";
import { wrapped } from "../../../course/mail/frame/plain-text.ts";
import { mailToTrainer } from "../../../course/mail/frame/trainer-frame.ts";
import { gradebookMail, mostRowsShown } from "../../../course/mail/gradebook-mail.ts";
import type { RenderedMail } from "../../../course/mail/rendered-mail.ts";
import { studentMail } from "../../../course/mail/student-mail.ts";
import { languages } from "../../../course/words/words.ts";
import { course } from "../../tasks/support/course.ts";
import { graded } from "../../tasks/support/outcomes.ts";
import {
  elementsOnLines,
  everyPart,
  everyPartFile,
  longReport,
  studentMails,
  trainerMails,
} from "../support/mail-samples.ts";

const all: [name: string, language: string, mail: RenderedMail][] = [
  ...languages.flatMap((language) =>
    Object.entries(studentMails(language)).map(
      ([kind, mail]) => [`${kind} (${language})`, language, mail] as [string, string, RenderedMail],
    ),
  ),
  ...Object.entries(trainerMails()).map(
    ([kind, mail]) => [kind, "en", mail] as [string, string, RenderedMail],
  ),
];

describe.each(all)("The mail of kind %s", (_, language, { subject, text, html, unsubscribeUrl }) => {
  test("loads nothing, runs nothing, and says its language and both themes", () => {
    expect(html).not.toMatch(/<(script|img|link|iframe|form|object)\b|@import|url\(|\son\w+=/i);
    expect(html).toContain(`<html lang="${language}" dir="ltr">`);
    expect(html).toContain(`<div lang="${language}" dir="ltr" `);
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).toContain("@media (prefers-color-scheme:dark)");
  });

  test("looks right without its style sheets: every element brings its own colours", () => {
    for (const [, classes = "", styles = ""] of html.matchAll(/class="([^"]*)" style="([^"]*)"/g)) {
      for (const [, property = ""] of classes.matchAll(/\b(bg|fg|edge)-/g)) {
        expect(styles).toContain({ bg: "background-color:", fg: "color:", edge: "border-color:" }[property]);
      }
    }
    expect(html.match(/class="[^"]*"(?! style=)/g)).toBeNull();
  });

  test("has one headline, at most one button, and no address as the words of a link", () => {
    expect(html.match(/<h1/g)).toHaveLength(1);
    expect(html.match(/mso-padding-alt/g)?.length ?? 0).toBeLessThanOrEqual(1);
    for (const [, words = ""] of html.matchAll(/<a [^>]*>([^<]*)<\/a>/g)) expect(words).not.toMatch(/:\/\//);
  });

  test("is as good as plain text: what happened first, links on lines of their own, no markup, lines that fit", () => {
    const [headline = ""] = /(?<=<h1[^>]*>)[^<]*/.exec(html) ?? [];
    expect(text.startsWith(wrapped(headline))).toBe(true);
    expect(text).not.toMatch(/<\/?[a-z]+|&[a-z#0-9]+;|undefined|null|\[object|\n{3}/);
    for (const line of text.split("\n")) {
      if (/^https?:/.test(line)) expect(line).toMatch(/^\S+$/);
      else if (/ /.test(line.trim()) && !/^ {3}\w+: \S+$/.test(line))
        expect(line.length).toBeLessThanOrEqual(78);
    }
    for (const [, url = ""] of html.matchAll(/<a href="([^"]*)"/g)) expect(text).toContain(`\n${url}\n`);
  });

  test("has a short subject, and says how such mails end only where they can", () => {
    expect(subject.length).toBeLessThanOrEqual(60);
    expect(html.includes("#/reminders/")).toBe(unsubscribeUrl !== undefined);
  });

  test("is far from where Gmail cuts a mail off", () => {
    expect(utf8Bytes(html)).toBeLessThan(30_000);
  });
});

describe("A mail with very much in it", () => {
  test("has as many questions as fit, and says how many more the page has", () => {
    const [mark] =
      showScoreAnswerSchema.shape.marks.parse([
        {
          questionId: "q1",
          question: "ż".repeat(2_000),
          given: "a",
          givenText: "<".repeat(2_000),
          isRight: true,
        },
      ]) ?? [];
    const marks = Array.from({ length: 100 }, () => mark).filter((one) => one !== undefined);
    const release = { marks: "now", answers: "now" } as const;
    const { html, text } = studentMail(course, { name: "Ann" }, graded(), { link: null, release, marks });
    expect(utf8Bytes(html)).toBeLessThan(mostHtmlBytes);
    const shown = text.match(/^Question \d+$/gm)?.length ?? 0;
    expect(shown).toBeGreaterThan(3);
    expect(text).toContain(`\n${100 - shown} more questions are on the page.\n`);
  });

  test("has 80 kB for them beside what frames them", () => {
    const [fits, tooLarge] = [80_000, 80_001].map((bytes) => ({ text: "", html: "x".repeat(bytes) }));
    if (!fits || !tooLarge) throw new Error("there are two");
    expect(asFarAsTheyFit([fits])).toEqual({ shown: [fits], left: 0 });
    expect(asFarAsTheyFit([tooLarge, fits])).toEqual({ shown: [], left: 2 });
  });

  test("has fewer rows in each list of the trainer's", () => {
    const { html, text } = gradebookMail(longReport(mostRowsShown));
    expect(utf8Bytes(html)).toBeLessThan(mostHtmlBytes);
    expect(text).toMatch(/and \d+ more/);
  });
});

describe("The parts of a mail", () => {
  test("look as when somebody last looked at their pictures; a browser opens every-part.html", () => {
    expect(elementsOnLines(everyPart().html)).toBe(readFileSync(everyPartFile, "utf8"));
  });

  test("stand in plain text one under the other, what belongs together without a gap", () => {
    expect(everyPart().text).toBe(`Each part of a mail, once

A paragraph
of two lines.

- Booting
  linux · until Monday
- Files
  linux · until Tuesday

To see more:
bin/trainer status
bin/trainer grade

See it on the page:
https://page.example/#/score/linux/boot

A section
   Run: 2026-11-23T22-00-00Z
   Error: LedgerNotClosed

   Your answer: SIGKILL (Right)
   Right answer:
   A bold, an italic, some \`code\`,
   a manual (https://example.com/?a=1&b=2).

   - one

   3. three

   1. one

   > Said.

   ---

       if a < b

   n  m  s
   -  -  -
   a  b  1

   [a disk] $x^2$
   Why: Because.

Student          linux/boot
Ann (linux/ann)           5
all/of them              12

--${" "}
Linux & networks
Why you get it.
Turn these mails off:
https://page.example/#/off
`);
  });

  test("show any characters as they are", () => {
    const nasty = `<b>"x"</b> & 'y'`;
    const parts = [
      paragraph(nasty),
      facts([{ name: nasty, value: nasty }]),
      table([{ title: nasty }], [[nasty], [{ main: nasty, sub: nasty }]]),
      textLink({ name: nasty, url: `https://x/?a="><b>` }),
    ];
    const { html, text } = mailToTrainer({ title: nasty }, { subject: nasty, headline: nasty, lead: parts });
    expect(html).not.toMatch(/<\/?b>/);
    expect(text).toContain(nasty);
  });

  test("let each text have its own direction of writing", () => {
    expect(paragraph("نور حداد").html).toMatch(/^<p dir="auto"/);
    expect(table([{ title: "Student" }], [["نور حداد"]]).html).toContain('<td dir="auto">نور حداد</td>');
  });

  test("of a table have a head that says what a column is, with its words whole", () => {
    const { html } = table([{ title: "Test" }, { title: "linux/processes", isNumber: true }], [["a", "1"]]);
    expect(html).toMatch(
      /<th scope="col" align="left"[^>]*>Test<\/th><th scope="col" align="right"[^>]*>linux\/<wbr>processes<\/th>/,
    );
    expect(html).toContain("overflow-wrap:normal");
  });

  test("wrap plain text between words, and leave a long one whole", () => {
    expect(wrapped(`${"word ".repeat(20)}${"x".repeat(90)}`).split("\n")).toEqual([
      "word ".repeat(15).trim(),
      "word ".repeat(5).trim(),
      "x".repeat(90),
    ]);
    expect(wrapped(`${"x".repeat(90)} y`)).toBe(`${"x".repeat(90)}\ny`);
  });

  test("wrap a long value under its own beginning", () => {
    const [long, rest] = [`${"word ".repeat(14)}word`, "word ".repeat(5).trim()];
    const value = `${long} ${rest}`;
    expect(entries([{ name: value, about: value }]).text).toBe(`- ${long}\n  ${rest}\n  ${long}\n  ${rest}`);
    const [inFacts, after] = [`${"word ".repeat(13)}word`, "word ".repeat(6).trim()];
    for (const part of [facts, stackedFacts])
      expect(part([{ name: "Why", value }]).text).toBe(`   Why: ${inFacts}\n   ${after}`);
  });
});

describe("The colours of mails", () => {
  test("are those of the pages", () => {
    const [light = "", dark = ""] = readFileSync("web/shared/theme.css", "utf8").split(
      "prefers-color-scheme: dark",
    );
    for (const [name, [inLight, inDark]] of Object.entries(colours)) {
      expect(light).toContain(`--${name}: ${inLight};`);
      expect(dark).toContain(`--${name}: ${inDark};`);
    }
  });

  const pairs: [text: Colour, on: Colour][] = [
    ["ink", "surface"],
    ["ink", "paper"],
    ["ink-soft", "surface"],
    ["ink-soft", "paper"],
    ["accent", "surface"],
    ["accent", "paper"],
    ["on-accent", "accent"],
    ["good", "surface"],
    ["bad", "surface"],
  ];

  test.each(pairs)("have a contrast of at least 4.5 in both themes: %s on %s", (text, on) => {
    for (const theme of [0, 1] as const) {
      expect(contrast(colours[text][theme], colours[on][theme])).toBeGreaterThanOrEqual(4.5);
    }
  });
});

/** Of colours such as `#0b5d4e`. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
const contrast = (one: string, other: string): number => {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
};

const luminance = (colour: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
