import { type NeutralQuestion, nameOf } from "../../import/model.ts";
import { fitBlanks } from "../fit/blanks.ts";
import { renamed, shared, tellFormulas, withOwnPictures, withUnitInText } from "../fit/common.ts";
import { fitMoodle } from "../fit/moodle.ts";
import type { ExportedTest, ExportFormat } from "../format.ts";
import { exportTitles } from "../format-titles.ts";
import { wordsOf } from "../markup.ts";
import { element, type XmlNode, xmlDocument } from "../xml.ts";
import { answerElements } from "./answers.ts";
import { clozeHtml } from "./cloze.ts";
import { type Html, htmlElement, textElement } from "./elements.ts";
import { MoodleFiles } from "./files.ts";

/** What Moodle's import of questions takes, with pictures. Source: moodle, question/format/xml/format.php. */
export const moodleXml: ExportFormat = {
  name: "moodle-xml",
  title: exportTitles["moodle-xml"],
  ending: "xml",
  holds: ["order of answers"],
  fit: (question, lose) => {
    tellFormulas(question, lose);
    const own = renamed(withUnitInText(withOwnPictures(question), lose));
    if (own.type !== "blanks") return fitMoodle(own, true, lose);
    const blanks = fitBlanks(own.blanks, { isExactKnown: true, isStarKnown: true }, lose);
    return typeof blanks === "string" ? blanks : { ...shared(own, "blank", lose), blanks };
  },
  write: (tests) =>
    new TextEncoder().encode(xmlDocument(element("quiz", {}, ...tests.flatMap(testElements)))),
};

const testElements = ({ subject, title, questions }: ExportedTest): readonly XmlNode[] => {
  const path = [subject, title].map((name) => name.replaceAll("/", "//")).join("/");
  const category = element("question", { type: "category" }, textElement("category", `$course$/top/${path}`));
  return [category, ...questions.map(questionElement)];
};

const types = {
  single: "multichoice",
  multiple: "multichoice",
  number: "numerical",
  text: "shortanswer",
  match: "matching",
  order: "ordering",
  blanks: "cloze",
} as const;

const questionElement = (question: NeutralQuestion): XmlNode => {
  const files = new MoodleFiles(question.pictures);
  const html: Html = (name, markdown, attributes) =>
    htmlElement(name, files.html(markdown), markdown, files, attributes);
  const { id, title, text, points = "1", feedback } = question;
  const own = (): XmlNode =>
    question.type === "blanks"
      ? htmlElement("questiontext", clozeHtml(question.blanks, text, files), text, files)
      : html("questiontext", text);
  return element(
    "question",
    { type: types[question.type] },
    textElement("name", nameOf(title, wordsOf(text))),
    own(),
    ...(feedback === undefined ? [] : [html("generalfeedback", feedback)]),
    element("defaultgrade", {}, points),
    ...(id === undefined ? [] : [element("idnumber", {}, id)]),
    ...answerElements(question, html),
  );
};
