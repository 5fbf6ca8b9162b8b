import { zero } from "../../../course/grading/fraction.ts";
import { weightIn } from "../../course-folder/questions/multiple.ts";
import type { Choice, NeutralQuestion, RightNumber } from "../../import/model.ts";
import { renamed, tellFormulas, withoutPictures, withoutPoints, withUnitInText } from "../fit/common.ts";
import { fitMoodle } from "../fit/moodle.ts";
import { percentOf } from "../fit/shares.ts";
import { textsIn } from "../fit/texts.ts";
import { starTexts } from "../fit/typed.ts";
import type { ExportedTest, ExportFormat } from "../format.ts";
import { exportTitles } from "../format-titles.ts";
import { htmlOf, noPictures, plainOf, wordsOf } from "../markup.ts";

/** Moodle's GIFT: text that people can read. Texts with markup are HTML, all others stand as they are. */
export const gift: ExportFormat = {
  name: "gift",
  title: exportTitles.gift,
  ending: "gift",
  holds: [],
  fit: (question, lose) => {
    if (question.type === "blanks") return "has blanks, which GIFT has not";
    tellFormulas(question, lose);
    const plain = withUnitInText(withoutPoints(withoutPictures(question, lose), lose), lose);
    const fitted = fitMoodle(renamed(plain), false, lose);
    return typeof fitted === "string" ? fitted : withoutArrows(fitted, lose);
  },
  write: (tests) => new TextEncoder().encode(tests.map(testText).join("\n\n")),
};

/** An arrow makes pairs of answers that are typed, and nothing protects it. */
const withoutArrows = (question: NeutralQuestion, lose: (what: string) => void): NeutralQuestion | string => {
  if (question.type !== "text") return question;
  const isArrow = (text: string): boolean => text.includes("->");
  for (const text of [...question.accept, ...(question.patterns ?? [])].filter(isArrow)) {
    lose(`loses the answer ${JSON.stringify(text)}: GIFT would take its arrow for a pair`);
  }
  const accept = question.accept.filter((text) => !isArrow(text));
  const patterns = question.patterns?.filter((text) => !isArrow(text));
  if (accept.length + (patterns?.length ?? 0) === 0) return "has no answer that can be written out";
  return { ...question, accept, patterns };
};

const testText = ({ subject, title, questions }: ExportedTest): string => {
  const path = [subject, title].map((name) => name.replaceAll("/", "//")).join("/");
  return [`$CATEGORY: $course$/top/${path}`, ...questions.map(questionText)].join("\n\n");
};

const escaped = (text: string): string =>
  text.replaceAll(/[\\:#={}~]/g, (sign) => `\\${sign}`).replaceAll("\n", "\\n");

const questionText = (question: NeutralQuestion): string => {
  const isPlain = textsIn(question).every(isPlainInGift);
  const textOf = (text: string): string =>
    escaped((isPlain ? plainOf(text) : undefined) ?? htmlOf(text, noPictures));
  const { id, text, feedback } = question;
  const tag = isPlain ? "[plain]" : "[html]";
  const answers = answersOf(question, (answer) => untagged(textOf(answer), tag));
  const said = feedback === undefined ? "" : `\n####${untagged(textOf(feedback), tag)}`;
  const comment = id === undefined ? "" : `// [id:${id}]\n`;
  return `${comment}${tag}${textOf(text)} {${answers}${said}\n}`;
};

/** An arrow, and a line that begins like a comment or a category, are protected by HTML alone. */
const isPlainInGift = (text: string): boolean => {
  const plain = plainOf(text);
  return plain !== undefined && !/->|^\/\/|^\$CATEGORY/.test(plain);
};

/** What begins like the name of a format is none: the format stands before it. */
const untagged = (text: string, tag: string): string =>
  /^\[(?:html|moodle|plain|markdown)\]/.test(text) ? tag + text : text;

const answersOf = (question: NeutralQuestion, textOf: (text: string) => string): string => {
  switch (question.type) {
    case "single":
      return lines(
        question.answers.map(({ id, text }) => {
          // Answers with = alone would be typed.
          if (question.also?.includes(id)) return `~%100%${textOf(text)}`;
          const [sign, share] = id === question.right ? ["=", "%100%"] : ["~", "%0%"];
          return sign + unweighted(textOf(text), share);
        }),
      );
    case "multiple":
      return lines(
        question.answers.map((answer) => `~${shareOf(answer, question.weights)}${textOf(answer.text)}`),
      );
    case "number": {
      const { number, also = [] } = question;
      return also.length === 0
        ? `#${numberText(number)}`
        : `#${lines([number, ...also].map((each) => `=${numberText(each)}`))}`;
    }
    case "text":
      return lines(
        starTexts(question).map((text) => `=${unweighted(untagged(escaped(text), "[plain]"), "%100%")}`),
      );
    case "match":
      return lines([
        ...question.pairs.map(({ left, right }) => `=${textOf(left)} -> ${escaped(wordsOf(right))}`),
        ...question.others.map((right) => `= -> ${escaped(wordsOf(right))}`),
      ]);
    case "order": {
      const rule = question.isShared ? "ABSOLUTE_POSITION" : "ALL_OR_NOTHING";
      const first = `>${question.order.length} ALL VERTICAL ${rule} SHOW none`;
      return [first, ...question.order.map((text) => uncommented(textOf(text)))].join("\n");
    }
    case "blanks":
      return "";
  }
};

const numberText = ({ value, within }: RightNumber): string =>
  within === undefined ? value : `${value}:${within}`;

const lines = (answers: readonly string[]): string => answers.map((answer) => `\n${answer}`).join("");

/** What begins like a share of the points is none: the share stands before it. */
const unweighted = (text: string, share: string): string => (text.startsWith("%") ? share + text : text);

/** `%33.33333%`; an answer without a share of the points gives nothing. */
const shareOf = ({ id }: Choice, weights: Readonly<Record<string, string>> = {}): string =>
  `%${percentOf(weightIn(weights[id] ?? "0") ?? zero)}%`;

/** In HTML; see `isPlainInGift`. */
const uncommented = (line: string): string =>
  line.replace(/^(?:\/(?=\/)|\$(?=CATEGORY))/, (sign) => `&\\#${sign.charCodeAt(0)};`);
