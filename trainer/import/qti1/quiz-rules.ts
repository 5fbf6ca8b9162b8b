import { posix } from "node:path";
import { Problems } from "../../course-folder/problems.ts";
import { foreignText } from "../../foreign/text.ts";
import { elementAt, elementsBelow, elementsOf, textIn, type XmlElement } from "../../foreign/xml.ts";
import type { TestRules } from "../model.ts";
import { type Source, SourceFault } from "../source.ts";
import type { XmlDocument } from "../xml-documents.ts";
import { rootName, rootOf } from "../xml-source.ts";

/** What a quiz says of all its questions. */
export interface QuizRules {
  /** Left out: nothing is said. */
  readonly test?: TestRules | undefined;
  /** Whether answers come in an order of each student's own; left out: each item says so itself, or nothing does. */
  readonly areAnswersMixed?: boolean | undefined;
}

const mostAttempts = 9999;

/** Canvas puts them into a file of their own; others put the order of questions into the first section. */
export const quizRules = (assessment: XmlElement, document: XmlDocument, source: Source): QuizRules => {
  const meta = canvasMeta(document, source);
  const said = (name: string): string => (meta ? textIn(elementAt(meta, name)).trim() : "");
  const written = said("allowed_attempts") || maxAttempts(assessment);
  const attempts = /^[1-9]\d*$/.test(written) ? Math.min(Number(written), mostAttempts) : undefined;
  const counts = attempts === 1 ? undefined : policies.get(said("scoring_policy"));
  const isMixed = isRandom(assessment);
  const isSaid = isMixed || attempts !== undefined || counts !== undefined;
  return {
    ...(isSaid && {
      test: { isMixed, ...(attempts !== undefined && { attempts }), ...(counts && { counts }) },
    }),
    ...(said("shuffle_answers") !== "" && { areAnswersMixed: said("shuffle_answers") === "true" }),
  };
};

/** Canvas' names for which submission counts; the latest is the course's own rule. */
const policies: ReadonlyMap<string, TestRules["counts"]> = new Map([
  ["keep_highest", "best"],
  ["keep_average", "average"],
]);

/** Of a quiz in full, `non_cc_assessments/abc.xml.qti`, it stands in the folder `abc`. */
const canvasMeta = ({ path }: XmlDocument, { files }: Source): XmlElement | undefined => {
  const [, quiz] = /^(?:.*\/)?non_cc_assessments\/([^/]+)\.xml\.qti$/.exec(path) ?? [];
  const folder = quiz === undefined ? posix.dirname(path) : posix.join(path, "../..", quiz);
  const bytes = files?.get(posix.join(folder, "assessment_meta.xml"));
  const text = bytes && foreignText(bytes, path, new Problems());
  if (text === undefined || rootName(text) !== "quiz") return undefined;
  try {
    return rootOf(text);
  } catch (error) {
    if (error instanceof SourceFault) return undefined;
    throw error;
  }
};

const maxAttempts = (assessment: XmlElement): string => {
  const metadata = elementsOf(assessment, "qtimetadata").flatMap((each) =>
    elementsBelow(each, "qtimetadatafield"),
  );
  const field = metadata.find((each) => textIn(elementAt(each, "fieldlabel")).trim() === "cc_maxattempts");
  return textIn(field && elementAt(field, "fieldentry")).trim();
};

const isRandom = (assessment: XmlElement): boolean => {
  const [section, ...others] = elementsOf(assessment, "section");
  return [assessment, ...(section && others.length === 0 ? [section] : [])].some((element) =>
    /^random$/i.test(elementAt(element, "selection_ordering", "order")?.attributes.order_type ?? ""),
  );
};
