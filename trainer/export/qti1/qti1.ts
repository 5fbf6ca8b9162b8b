import { exactText, fractionIn, sumOf, zero } from "../../../course/grading/fraction.ts";
import type { ExportedTest, ExportFormat } from "../format.ts";
import { exportTitles } from "../format-titles.ts";
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
  { title, questions }: ExportedTest,
  ident: string,
  pictures: PackagePictures,
): XmlNode => {
  const items = questions.map((question, index) =>
    itemElement(question, `${ident}_q${index + 1}`, (text) =>
      pictures.html(text, question.pictures, fileBase),
    ),
  );
  return element(
    "questestinterop",
    { xmlns: "http://www.imsglobal.org/xsd/ims_qtiasiv1p2" },
    element("assessment", { ident, title }, element("section", { ident: "root_section" }, ...items)),
  );
};

const meta = ({ title, questions }: ExportedTest, ident: string): XmlNode => {
  const points = sumOf(questions.map((question) => fractionIn(question.points ?? "1") ?? zero));
  return element(
    "quiz",
    { identifier: ident, xmlns: "http://canvas.instructure.com/xsd/cccv1p0" },
    element("title", {}, title),
    element("quiz_type", {}, "assignment"),
    element("shuffle_answers", {}, "false"),
    element("points_possible", {}, decimalOf(exactText(points))),
  );
};

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
