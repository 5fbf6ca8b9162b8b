import { exactText, type Fraction, fractionIn, sumOf, zero } from "../../../course/grading/fraction.ts";
import type { NeutralQuestion } from "../../import/model.ts";
import type { ExportedTest, ExportFormat } from "../format.ts";
import { exportTitles } from "../format-titles.ts";
import { groupsOf } from "../groups.ts";
import { packageOf } from "../package.ts";
import { PackagePictures } from "../package-pictures.ts";
import { element, type XmlNode, xmlDocument } from "../xml.ts";
import { fitQti1 } from "./fit.ts";
import { itemElement } from "./item.ts";

/** A package of QTI 1.2 with one quiz a test, as Canvas exports and imports it. */
export const qti1: ExportFormat = {
  name: "qti-1.2",
  title: exportTitles["qti-1.2"],
  ending: "zip",
  holds: ["draw", "order of questions", "order of answers", "fixed answers", "attempts"],
  fit: fitQti1,
  write: (tests) => {
    const pictures = new PackagePictures("images", tests);
    const quizzes = tests.map((test, index) => ({ test, ident: `test${index + 1}` }));
    return packageOf([
      [
        "imsmanifest.xml",
        xmlDocument(
          manifest(
            quizzes.map(({ ident }) => ident),
            pictures,
          ),
        ),
      ],
      ...quizzes.flatMap(({ test, ident }): [string, string][] => [
        [`${ident}/${ident}.xml`, xmlDocument(assessment(test, ident, pictures))],
        [`${ident}/assessment_meta.xml`, xmlDocument(meta(test, ident))],
      ]),
      ...pictures.files,
    ]);
  },
};

/** Canvas puts the folder of a course's files here. */
const fileBase = "$IMS-CC-FILEBASE$/";

const assessment = (
  { title, rules, questions }: ExportedTest,
  ident: string,
  pictures: PackagePictures,
): XmlNode => {
  const items = questions.map((question, index) => ({
    question,
    element: itemElement(question, `${ident}_q${index + 1}`, (text) =>
      pictures.html(text, question.pictures, fileBase),
    ),
  }));
  const inOrder = rules.isMixed ? [ordering(element("order", { order_type: "Random" }))] : [];
  const parts = groupsOf(items).map((group, index) => {
    const elements = group.items.map((item) => item.element);
    const name = `${ident}_g${index + 1}`;
    return group.draw === undefined
      ? elements
      : [
          element(
            "section",
            { ident: name, title: `Group ${index + 1}` },
            selectionOf(group.draw, group.items),
            ...elements,
          ),
        ];
  });
  return element(
    "questestinterop",
    { xmlns: "http://www.imsglobal.org/xsd/ims_qtiasiv1p2" },
    element(
      "assessment",
      { ident, title },
      element("section", { ident: "root_section" }, ...inOrder, ...parts.flat()),
    ),
  );
};

const ordering = (...children: readonly XmlNode[]): XmlNode => element("selection_ordering", {}, ...children);

/** Canvas gives all questions of a group the same points. */
const selectionOf = (draw: string, items: readonly { readonly question: NeutralQuestion }[]): XmlNode => {
  const points = [...new Set(items.map(({ question }) => question.points ?? "1"))];
  return ordering(
    element(
      "selection",
      {},
      element("selection_number", {}, draw),
      ...(points.length > 1
        ? []
        : points.map((each) => element("selection_extension", {}, element("points_per_item", {}, each)))),
    ),
  );
};

const meta = ({ title, rules, questions }: ExportedTest, ident: string): XmlNode => {
  const { attempts, counts = "latest" } = rules;
  return element(
    "quiz",
    { identifier: ident, xmlns: "http://canvas.instructure.com/xsd/cccv1p0" },
    element("title", {}, title),
    element("quiz_type", {}, "assignment"),
    element("shuffle_answers", {}, String(questions.some(({ isMixed }) => isMixed))),
    element("scoring_policy", {}, policies[counts]),
    element("allowed_attempts", {}, attempts === undefined ? "-1" : String(attempts)),
    element("points_possible", {}, decimalOf(exactText(pointsToGet(questions)))),
  );
};

/** Canvas has no name for the first; `lossesOf` in export-course.ts names it as lost. */
const policies = {
  latest: "keep_latest",
  best: "keep_highest",
  average: "keep_average",
  first: "keep_latest",
} as const;

/** Of those that are drawn from one group, as many count as are drawn. */
const pointsToGet = (questions: readonly NeutralQuestion[]): Fraction =>
  sumOf(
    groupsOf(questions.map((question) => ({ question }))).flatMap(({ draw, items }) =>
      items
        .slice(0, draw === undefined ? undefined : Number(draw))
        .map(({ question }) => fractionIn(question.points ?? "1") ?? zero),
    ),
  );

const decimalOf = (points: string): string => {
  const [above = "0", below = "1"] = points.split("/");
  return String(Number(above) / Number(below));
};

const manifest = (quizzes: readonly string[], pictures: PackagePictures): XmlNode =>
  element(
    "manifest",
    { identifier: "manifest1", xmlns: "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" },
    element("metadata", {}, element("schema", {}, "IMS Content"), element("schemaversion", {}, "1.1.3")),
    element("organizations", {}),
    element(
      "resources",
      {},
      ...quizzes.flatMap((ident) => [
        element(
          "resource",
          { identifier: ident, type: "imsqti_xmlv1p2" },
          element("file", { href: `${ident}/${ident}.xml` }),
          element("dependency", { identifierref: `${ident}_meta` }),
        ),
        resource(
          `${ident}_meta`,
          "associatedcontent/imscc_xmlv1p1/learning-application-resource",
          `${ident}/assessment_meta.xml`,
        ),
      ]),
      ...pictures.files.map(([path], index) => resource(`picture${index + 1}`, "webcontent", path)),
    ),
  );

const resource = (identifier: string, type: string, href: string): XmlNode =>
  element("resource", { identifier, type, href }, element("file", { href }));
