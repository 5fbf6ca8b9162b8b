import { createHash } from "node:crypto";
import { expect, test } from "@jest/globals";
import { withTexts } from "../../../trainer/export/fit/texts.ts";
import type { ExportFormat } from "../../../trainer/export/format.ts";
import { exportFormats } from "../../../trainer/export/formats.ts";
import { htmlOf } from "../../../trainer/export/markup.ts";
import type { NeutralQuestion, QuestionBody, TestRules } from "../../../trainer/import/model.ts";
import { testYaml } from "../../../trainer/import/write/test-yaml.ts";
import { imported } from "../import/support.ts";
import { MadeUpQuestions } from "./made-up-questions.ts";

const types: readonly QuestionBody["type"][] = [
  "single",
  "multiple",
  "number",
  "text",
  "match",
  "order",
  "blanks",
];
const rounds = Number(process.env.ROUNDS ?? 8);

const written = (
  format: ExportFormat,
  questions: readonly NeutralQuestion[],
  rules: TestRules = { isMixed: false },
): Uint8Array => format.write([{ subject: "linux", title: "Shells & Co / zażółć", rules, questions }]);

/** Types that a format has not. */
const unknown: Readonly<Record<string, readonly string[]>> = {
  gift: ["blanks"],
  "qti-1.2": ["order"],
  csv: ["match", "order", "blanks"],
};

/** What is shown alike: a list whose lines stand apart, two lists below each other, a heading that is all of a text. */
const looseHtml = (text: string, contentOf: (address: string) => string): string =>
  htmlOf(text, contentOf)
    .replaceAll(/\s+/g, " ")
    .replace(/^<p>((?:(?!<p>).)*)<\/p>$/, "$1")
    .replaceAll(/<\/([uo]l)> <\1>/g, "")
    .replaceAll(/<li> <p>((?:(?!<\/?p>|<li>).)*)<\/p> <\/li>/g, "<li>$1</li>");

/** A question to be compared: its texts as they are shown, pictures by their content, sets in one order. */
const comparable = (question: NeutralQuestion) => {
  const contentOf = (address: string): string =>
    createHash("sha256")
      .update(question.pictures.get(address) ?? address)
      .digest("hex");
  const shown = withTexts(question, (text) => looseHtml(text, contentOf));
  const { title, pictures, points = "1", isMixed, drawn, ...rest } = shown;
  return JSON.parse(
    JSON.stringify({
      ...rest,
      points,
      place: undefined,
      losses: undefined,
      rules: undefined,
      ...("blanks" in rest && { blanks: [...rest.blanks] }),
      ...("others" in rest && { others: rest.others.toSorted() }),
      isShared: "isShared" in rest && rest.isShared === true,
      exact: "exact" in rest ? rest.exact === true : undefined,
    }),
  );
};

test.each(exportFormats.flatMap((format) => types.map((type) => [format.name, type, format] as const)))(
  "%s: what is exported of questions of the type %s is imported as the same questions",
  async (name, type, format) => {
    const made = new MadeUpQuestions(1, `${name} ${type}`);
    const isMixed = type === "single" ? true : type === "multiple" ? false : undefined;
    const fitted = Array.from({ length: rounds }, () => made.next(type)).flatMap((question) => {
      const own = format.fit({ ...question, isMixed }, () => {});
      return typeof own === "string" ? [] : [own];
    });
    const file = written(format, fitted);
    const { questions, skipped } = await imported(Buffer.from(file), `bank.${format.ending}`);
    expect(fitted.length > 0).toBe(!(unknown[name] ?? []).includes(type));
    if (fitted.length > 0) expect(skipped).toEqual([]);
    expect(questions.map(comparable)).toEqual(fitted.map(comparable));
    if (format.holds.includes("order of answers"))
      expect(questions.map(({ isMixed }) => isMixed)).toEqual(fitted.map(({ isMixed }) => isMixed));
  },
);

const plain = (points: string | undefined): NeutralQuestion => ({
  ...{ type: "number", number: { value: "1" }, text: "One?", title: "", category: [], pictures: new Map() },
  points,
});

test.each(
  exportFormats.filter(({ holds }) => holds.includes("draw")).map((format) => [format.name, format] as const),
)(
  "%s: what is drawn, the order of questions and the attempts are imported as they are exported",
  async (_, format) => {
    const first = { group: "1", count: "1", of: 2 };
    const second = { group: "2", count: "2", of: 3 };
    const questions = [undefined, first, first, undefined, second, second, second].map((drawn) => ({
      ...plain(drawn === second ? "3" : "2"),
      drawn,
    }));
    const rules: TestRules = {
      isMixed: true,
      ...(format.holds.includes("attempts") && { attempts: 3, counts: "best" }),
    };
    const read = await imported(Buffer.from(written(format, questions, rules)), "bank.zip");
    const groups = [...new Set(read.questions.map(({ drawn }) => drawn?.group))];
    expect(read.skipped).toEqual([]);
    expect(read.questions.map(({ drawn }) => drawn && [groups.indexOf(drawn.group), drawn.count])).toEqual([
      ...[undefined, [1, "1"], [1, "1"], undefined],
      ...[
        [2, "2"],
        [2, "2"],
        [2, "2"],
      ],
    ]);
    expect(read.questions.map(({ rules: own, points }) => [own, points])).toEqual(
      questions.map(({ points }) => [rules, points]),
    );
  },
);

test.each(
  exportFormats.filter(({ name }) => name.startsWith("qti")).map((format) => [format.name, format] as const),
)(
  "%s: an answer that keeps its place where answers are shuffled is marked so, out and in",
  async (_, format) => {
    const answers = [
      { id: "a", text: "bash" },
      { id: "b", text: "vim" },
      { id: "c", text: "none of these", isFixed: true as const },
    ];
    const frame = { title: "", text: "Which?", category: [], pictures: new Map() };
    const made: NeutralQuestion[] = [
      { ...frame, type: "single", answers, right: "a" },
      { ...frame, type: "multiple", answers, right: ["a", "b"] },
    ];
    const fitted = made.flatMap((question) => {
      const own = format.fit(question, () => {});
      return typeof own === "string" ? [] : [own];
    });
    const file = written(format, fitted);
    const { questions } = await imported(Buffer.from(file), `bank.${format.ending}`);
    expect(
      testYaml("Shells", { areAnswersMixed: true, isMixed: false }, questions).match(/fixed: .*/g),
    ).toEqual(["fixed: c", "fixed: c"]);
    expect(questions.map((question) => ("answers" in question ? question.answers : []))).toEqual([
      answers,
      answers,
    ]);
  },
);
