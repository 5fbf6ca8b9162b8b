import { type NeutralQuestion, nameOf } from "../../import/model.ts";
import type { ExportedTest, ExportFormat } from "../format.ts";
import { type ExportName, exportTitles } from "../format-titles.ts";
import { groupsOf } from "../groups.ts";
import { wordsOf } from "../markup.ts";
import { packageOf } from "../package.ts";
import { PackagePictures } from "../package-pictures.ts";
import { element, type XmlNode, xmlDocument } from "../xml.ts";
import { type Dialect, qti21, qti30 } from "./dialect.ts";
import { fitQti2 } from "./fit.ts";
import { type ItemHtml, partsOf } from "./interactions.ts";
import { responseProcessing } from "./marking.ts";

interface Item {
  readonly identifier: string;
  readonly question: NeutralQuestion;
}

interface Assessment {
  readonly identifier: string;
  readonly title: string;
  readonly isMixed: boolean;
  readonly items: readonly Item[];
}

/** A package of QTI 2 or 3: a document for each question and each test. */
const packaged = (name: ExportName, dialect: Dialect): ExportFormat => ({
  name,
  title: exportTitles[name],
  ending: "zip",
  holds: ["draw", "order of questions", "order of answers", "fixed answers"],
  fit: fitQti2,
  write: (tests) => {
    const pictures = new PackagePictures("pictures", tests);
    const assessments = tests.map(assessmentOf);
    const items = assessments.flatMap((assessment) => assessment.items);
    const written = (root: XmlNode): string => xmlDocument(dialect.named(root));
    return packageOf([
      ["imsmanifest.xml", xmlDocument(manifest(assessments, pictures, dialect))],
      ...assessments.map((each): [string, string] => [
        pathOf("tests", each),
        written(testElement(each, dialect)),
      ]),
      ...items.map((each): [string, string] => [
        pathOf("items", each),
        written(itemElement(each, pictures, dialect)),
      ]),
      ...pictures.files,
    ]);
  },
});

export const qti2 = packaged("qti-2.1", qti21);
export const qti3 = packaged("qti-3.0", qti30);

const assessmentOf = ({ title, rules, questions }: ExportedTest, index: number): Assessment => {
  const identifier = `test${index + 1}`;
  const items = questions.map((question, place) => ({ identifier: `${identifier}_q${place + 1}`, question }));
  return { identifier, title, isMixed: rules.isMixed, items };
};

const pathOf = (folder: string, { identifier }: { readonly identifier: string }): string =>
  `${folder}/${identifier}.xml`;

/** Addresses in documents, which lie in a folder of their own. */
const outOfFolder = "../";

const outcome = (identifier: string, baseType: string, ...value: readonly string[]): XmlNode =>
  element(
    "outcomeDeclaration",
    { identifier, cardinality: "single", baseType },
    ...value.map((text) => element("defaultValue", {}, element("value", {}, text))),
  );

const itemElement = (
  { identifier, question }: Item,
  pictures: PackagePictures,
  dialect: Dialect,
): XmlNode => {
  const inline = (text: string): string => inClasses(pictures.html(text, question.pictures, outOfFolder));
  const html: ItemHtml = {
    inline,
    block: (text) => {
      const written = inline(text);
      return /^<(?:p|ul|ol|pre|blockquote|table|hr)\b/.test(written) ? written : `<p>${written}</p>`;
    },
  };
  const { body, declarations, marking } = partsOf(question, html, dialect.named);
  const { id, title, text, points = "1", feedback } = question;
  const hasFeedback = feedback !== undefined;
  const shown = { outcomeIdentifier: "FEEDBACK", identifier: "general", showHide: "show" };
  return element(
    "assessmentItem",
    {
      ...{
        xmlns: dialect.namespace,
        identifier,
        title: nameOf(title, wordsOf(text)),
        ...(id !== undefined && { label: id }),
      },
      ...{ adaptive: "false", timeDependent: "false" },
    },
    ...declarations,
    ...[outcome("SCORE", "float", "0"), outcome("MAXSCORE", "float", points)],
    ...(hasFeedback ? [outcome("FEEDBACK", "identifier")] : []),
    element("itemBody", {}, ...body),
    responseProcessing({ marking, points, hasFeedback }, dialect),
    ...(hasFeedback ? [element("modalFeedback", shown, feedbackBody(html.block(feedback), dialect))] : []),
  );
};

/** QTI has no styles; these classes are of the vocabulary that QTI 3 shares. */
const inClasses = (html: string): string =>
  html.replaceAll(/<(t[hd]) style="text-align:(left|center|right)">/g, '<$1 class="qti-align-$2">');

/** QTI 3 has an element around what a feedback holds. */
const feedbackBody = (html: string, dialect: Dialect) =>
  dialect === qti30 ? element("contentBody", {}, { markup: html }) : { markup: html };

const testElement = ({ identifier, title, isMixed, items }: Assessment, { namespace }: Dialect): XmlNode =>
  element(
    "assessmentTest",
    { xmlns: namespace, identifier, title },
    outcome("SCORE", "float", "0"),
    element(
      "testPart",
      { identifier: "part1", navigationMode: "nonlinear", submissionMode: "simultaneous" },
      element(
        "assessmentSection",
        { identifier: "section1", title, visible: "true" },
        ...(isMixed ? [element("ordering", { shuffle: "true" })] : []),
        ...groupsOf(items).flatMap(({ draw, items: own }, index) =>
          draw === undefined ? own.map(itemRef) : [drawnSection(`group${index + 1}`, draw, own)],
        ),
      ),
    ),
    element(
      "outcomeProcessing",
      {},
      element(
        "setOutcomeValue",
        { identifier: "SCORE" },
        element("sum", {}, element("testVariables", { variableIdentifier: "SCORE" })),
      ),
    ),
  );

const itemRef = (item: Item): XmlNode =>
  element("assessmentItemRef", { identifier: item.identifier, href: outOfFolder + pathOf("items", item) });

/** Its questions stand among those around it. */
const drawnSection = (identifier: string, draw: string, items: readonly Item[]): XmlNode =>
  element(
    "assessmentSection",
    { identifier, title: identifier, visible: "false", keepTogether: "false" },
    element("selection", { select: draw }),
    ...items.map(itemRef),
  );

const manifest = (
  assessments: readonly Assessment[],
  pictures: PackagePictures,
  dialect: Dialect,
): XmlNode => {
  const pictureIds = pictures.files.map(([path], index) => [`picture${index + 1}`, path] as const);
  const items = assessments.flatMap((assessment) => assessment.items);
  return element(
    "manifest",
    { identifier: "manifest1", xmlns: dialect.manifestNamespace },
    element(
      "metadata",
      {},
      element("schema", {}, dialect.schema),
      element("schemaversion", {}, dialect.schemaVersion),
    ),
    element("organizations", {}),
    element(
      "resources",
      {},
      ...assessments.map((each) =>
        resource(
          each.identifier,
          dialect.testType,
          pathOf("tests", each),
          each.items.map((item) => item.identifier),
        ),
      ),
      ...items.map((item) =>
        resource(
          item.identifier,
          dialect.itemType,
          pathOf("items", item),
          pictureIds.filter(() => item.question.pictures.size > 0).map(([id]) => id),
        ),
      ),
      ...pictureIds.map(([id, path]) => resource(id, "webcontent", path, [])),
    ),
  );
};

const resource = (identifier: string, type: string, href: string, needs: readonly string[]): XmlNode =>
  element(
    "resource",
    { identifier, type, href },
    element("file", { href }),
    ...needs.map((identifierref) => element("dependency", { identifierref })),
  );
