import { seeded } from "../../../tools/soak/seeded.ts";
import { choicesOf } from "../../../trainer/import/choices.ts";
import { plainToMarkdown } from "../../../trainer/import/html/escape.ts";
import type { Blank, NeutralQuestion, QuestionBody, RightNumber } from "../../../trainer/import/model.ts";
import { patternOfWildcard } from "../../../trainer/import/wildcards.ts";

const words = [
  ..."zażółć Straße naïve Ελλάς сигма щука ქართული հայերեն עברית العربية فارسی می‌خواهم हिन्दी தமிழ் ไทย ខ្មែរ አማርኛ 中文 日本語 한국어 ᐃᓄᒃᑎᑐᑦ".split(
    " ",
  ),
  ...["👩‍💻", "🇵🇱", "e\u0301", "𝔐", "ls", "kernel", "0123", "1e3", "T", "TRUE", "null", "x"],
];

/** What one of the formats, Markdown or HTML could take for a sign of its own. */
const signs =
  "a<b <br> </p> &amp; & &#35; {x} } ~ = == # #### %50%x % \\n C:\\dir \\ -> → // //x :: : ::t:: \"q\" 'q' * ** a*b _x_ snake_case $HOME $ | [html] [x] ![x] (y) ` ]]> <!-- 1. - + > ; , . ? ! @ @@PLUGINFILE@@ $CATEGORY: {1:SA:=a}".split(
    " ",
  );

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
/** A picture of its own for each number. */
const pictureOf = (number: number): Uint8Array => Buffer.concat([pixel, Buffer.from([number])]);

/** Questions of all types, in all alphabets: always the same ones for the same seed. */
export class MadeUpQuestions {
  readonly #numbers: Iterator<number, never>;
  #pictures = new Map<string, Uint8Array>();

  constructor(seed: number, about: string) {
    this.#numbers = seeded(seed, about);
  }

  #below(end: number): number {
    return Math.floor(this.#numbers.next().value * end);
  }

  #is(share: number): boolean {
    return this.#numbers.next().value < share;
  }

  #one<T>(all: readonly T[]): T {
    for (const found of all.slice(this.#below(all.length))) return found;
    throw new RangeError("Nothing to choose from.");
  }

  #many<T>(from: number, to: number, make: (index: number) => T): T[] {
    return Array.from({ length: from + this.#below(to - from + 1) }, (_, index) => make(index));
  }

  /** Without markup, on one line. */
  #plain(most = 5): string {
    return this.#many(1, most, () => this.#one(this.#is(0.3) ? signs : words)).join(" ");
  }

  #markup(): string {
    const made = this.#below(9);
    const word = (): string => this.#one(words);
    if (made === 0) return `**${word()}** ${word()}`;
    if (made === 1) return `*${word()} ${word()}*`;
    if (made === 2) return `\`${this.#one(["a<b>", "x = {1}", "~%#", "ls -l | wc", "\\(x\\)", "$HOME"])}\``;
    if (made === 3) return "$x^2 < \\frac{1}{2}$";
    if (made === 4) return `[${word()}](https://example.com/a?b=1&c=2)`;
    if (made !== 5) return plainToMarkdown(this.#plain(3));
    const name = `pictures/p${this.#below(4)}.png`;
    this.#pictures.set(name, pictureOf(name.charCodeAt(name.length - 5)));
    return `![${word()}](${name})`;
  }

  /** Markdown, of one line. */
  #line(): string {
    return this.#is(0.6)
      ? plainToMarkdown(this.#plain())
      : `${this.#one(words)} ${this.#markup()} ${this.#one(words)}`;
  }

  #text(): string {
    return this.#many(1, 2, () => this.#block()).join("\n\n");
  }

  #block(): string {
    const made = this.#below(12);
    if (made === 0) return '```bash\nfor f in *; do\n  echo "$f" # {a=~b}\ndone\n```';
    if (made === 1) return this.#many(2, 3, () => `- ${this.#line()}`).join("\n");
    if (made === 2) return this.#many(2, 3, (index) => `${index + 1}. ${this.#line()}`).join("\n");
    if (made === 3) return `> ${this.#line()}`;
    if (made === 4) return `${this.#line()}\n${this.#line()}`;
    if (made === 5) return "$$\n\\sum_{i=1}^n i\n$$";
    if (made === 6) return `| ${this.#one(words)} | b |\n| --- | ---: |\n| ${this.#one(words)} | 2 |`;
    return this.#line();
  }

  #distinct(from: number, to: number, make: () => string): string[] {
    return this.#many(from, to, (index) => `${make()} ${index + 1}`);
  }

  #number(): RightNumber {
    const within = this.#one([undefined, undefined, "0.01", "2", "5%"]);
    return {
      value: this.#one(["0", "1024", "-3", "3.14", "-0.5", "1000000", "0.000001"]),
      ...(within !== undefined && { within }),
      ...(this.#is(0.2) && { unit: this.#one(["mm", "%", "°C", "m*s_2"]) }),
    };
  }

  #accept() {
    const patterns = this.#is(0.3)
      ? [this.#one([patternOfWildcard("ls *") ?? "", "a.*b\\.c", "ls( -l)?", "\\d+"])]
      : [];
    return {
      accept: [...new Set(this.#many(1, 3, () => this.#plain(3).trim()))],
      ...(patterns.length > 0 && { patterns }),
      ...(this.#is(0.3) && { exact: true }),
    };
  }

  #blank(): Blank {
    const made = this.#below(3);
    if (made === 0) return { number: this.#number() };
    if (made === 1) return this.#accept();
    const answers = this.#distinct(2, 4, () => plainToMarkdown(this.#plain(3)));
    return { answers: choicesOf(answers), right: this.#one(["a", "b"]) };
  }

  #multiple(): QuestionBody {
    const answers = choicesOf(this.#distinct(2, 6, () => this.#line()));
    const right = answers.filter((_, index) => index === 0 || this.#is(0.4)).map(({ id }) => id);
    const credit = this.#one(["each", "net", undefined] as const);
    if (this.#is(0.6)) return { type: "multiple", answers, right, ...(credit && { credit }) };
    const wrong = answers.filter(({ id }) => !right.includes(id));
    const weights = [
      ...right.map((id): [string, string] => [id, `1/${right.length}`]),
      ...wrong
        .filter(() => this.#is(0.6))
        .map(({ id }): [string, string] => [id, this.#one(["-1/3", "-1", "-2"])]),
    ];
    return { type: "multiple", answers, right, weights: Object.fromEntries(weights) };
  }

  #body(type: QuestionBody["type"]): QuestionBody {
    switch (type) {
      case "single": {
        const right = this.#one(["a", "b"]);
        return {
          ...{ type, answers: choicesOf(this.#distinct(2, 5, () => this.#line())), right },
          ...(this.#is(0.3) && { also: [right === "a" ? "b" : "a"] }),
        };
      }
      case "multiple":
        return this.#multiple();
      case "number":
        return {
          ...{ type, number: this.#number() },
          ...(this.#is(0.3) && { also: [this.#number()] }),
        };
      case "text":
        return { type, ...this.#accept() };
      case "match":
        return {
          type,
          pairs: this.#distinct(2, 4, () => this.#plain(3)).map((left) => ({
            left: plainToMarkdown(left),
            right: `${this.#line()} r${left.at(-1)}`,
          })),
          others: this.#is(0.5) ? [`${this.#line()} other`] : [],
          isShared: this.#is(0.5),
        };
      case "order":
        return { type, order: this.#distinct(2, 5, () => this.#line()), isShared: this.#is(0.5) };
      case "blanks":
        return {
          type,
          blanks: new Map(this.#many(1, 3, (index): [string, Blank] => [`b${index}`, this.#blank()])),
          isShared: this.#is(0.5),
        };
    }
  }

  next(type: QuestionBody["type"]): NeutralQuestion {
    this.#pictures = new Map();
    const body = this.#body(type);
    const marks =
      body.type === "blanks"
        ? [...body.blanks.keys()].map((mark) => ` ${this.#one(words)} [[${mark}]]`).join("")
        : "";
    const text = this.#text();
    const feedback = this.#is(0.4) ? this.#text() : undefined;
    const points = this.#one([undefined, undefined, "2", "0.5", "0"]);
    return {
      ...(this.#is(0.3) && { id: `own-${this.#below(1000)}` }),
      ...{
        title: "",
        text: marks === "" ? text : `${text}\n\n${this.#one(words)}${marks}.`,
        points,
        feedback,
      },
      ...{ category: ["linux", "Shells & Co / zażółć"], pictures: this.#pictures },
      ...body,
    };
  }
}
