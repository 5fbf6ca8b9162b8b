import { type NeutralQuestion, nameOf } from "../../import/model.ts";
import { wordsOf } from "../markup.ts";
import { element, type XmlNode } from "../xml.ts";
import type { ItemHtml } from "./material.ts";
import { condition, field, htmlMaterial } from "./material.ts";
import { partsOf } from "./parts.ts";

/** What Canvas calls the types. */
const canvasType = (question: NeutralQuestion): string => {
  switch (question.type) {
    case "single":
      return "multiple_choice_question";
    case "multiple":
      return "multiple_answers_question";
    case "number":
      return "numerical_question";
    case "match":
      return "matching_question";
    case "blanks":
      return [...question.blanks.values()].every((blank) => "answers" in blank)
        ? "multiple_dropdowns_question"
        : "fill_in_multiple_blanks_question";
    default:
      return "short_answer_question";
  }
};

export const itemElement = (question: NeutralQuestion, ident: string, html: ItemHtml): XmlNode => {
  const { id, title, points = "1", feedback } = question;
  const parts = partsOf(question, ident, html);
  const said = feedback === undefined ? [] : [htmlMaterial(html(feedback))];
  return element(
    "item",
    { ident, title: nameOf(title, wordsOf(question.text)), ...(id !== undefined && { label: id }) },
    element(
      "itemmetadata",
      {},
      element(
        "qtimetadata",
        {},
        field("question_type", canvasType(question)),
        field("points_possible", points),
      ),
    ),
    element("presentation", {}, htmlMaterial(parts.text), ...parts.responses),
    element(
      "resprocessing",
      {},
      element(
        "outcomes",
        {},
        element("decvar", { maxvalue: "100", minvalue: "0", varname: "SCORE", vartype: "Decimal" }),
      ),
      ...said.map(() =>
        condition(
          "Yes",
          [element("other", {})],
          element("displayfeedback", { feedbacktype: "Response", linkrefid: "general_fb" }),
        ),
      ),
      ...parts.rules,
    ),
    ...said.map((material) =>
      element("itemfeedback", { ident: "general_fb" }, element("flow_mat", {}, material)),
    ),
  );
};
