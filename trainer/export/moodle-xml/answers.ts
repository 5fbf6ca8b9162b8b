import { zero } from "../../../course/grading/fraction.ts";
import { escapeHtml } from "../../../course/mail/html.ts";
import { weightIn } from "../../course-folder/questions/multiple.ts";
import type { NeutralQuestion, QuestionBody } from "../../import/model.ts";
import { looksLikeHtml } from "../../import/texts.ts";
import { percentOf } from "../fit/shares.ts";
import { starTexts } from "../fit/typed.ts";
import { wordsOf } from "../markup.ts";
import { element, type XmlNode } from "../xml.ts";
import { type Html, setting, textElement } from "./elements.ts";

/** What a question has beside its text and its points, by its type. */
export const answerElements = (question: NeutralQuestion, html: Html): readonly XmlNode[] => {
  switch (question.type) {
    case "single":
      return [
        ...choiceSettings("true", question.isMixed),
        ...question.answers.map(({ id, text }) =>
          html("answer", text, {
            fraction: id === question.right || question.also?.includes(id) ? "100" : "0",
          }),
        ),
      ];
    case "multiple":
      return [
        ...choiceSettings("false", question.isMixed),
        ...question.answers.map(({ id, text }) =>
          html("answer", text, { fraction: percentOf(weightIn(question.weights?.[id] ?? "0") ?? zero) }),
        ),
      ];
    case "number": {
      const { number, also = [] } = question;
      return [number, ...also].map(({ value, within = "0" }) =>
        element("answer", { fraction: "100" }, setting("text", value), setting("tolerance", within)),
      );
    }
    case "text":
      return [
        setting("usecase", question.exact ? "1" : "0"),
        ...starTexts(question).map((text) =>
          textElement("answer", text, { fraction: "100", format: "plain_text" }),
        ),
      ];
    case "match":
      return pairElements(question, html);
    case "order":
      return orderElements(question, html);
    case "blanks":
      return [];
  }
};

const choiceSettings = (single: string, isMixed = false): readonly XmlNode[] => [
  setting("single", single),
  setting("shuffleanswers", String(isMixed)),
  setting("answernumbering", "abc"),
];

const pairElement = (left: XmlNode, right: string): XmlNode => {
  const words = wordsOf(right);
  const answer = textElement("answer", looksLikeHtml(words) ? escapeHtml(words) : words);
  return { ...left, children: [...left.children, answer] };
};

type Body<T extends QuestionBody["type"]> = Extract<QuestionBody, { readonly type: T }>;

const pairElements = (question: Body<"match">, html: Html): readonly XmlNode[] => [
  setting("shuffleanswers", "true"),
  ...question.pairs.map(({ left, right }) => pairElement(html("subquestion", left), right)),
  ...question.others.map((right) => pairElement(textElement("subquestion", "", { format: "html" }), right)),
];

const orderElements = (question: Body<"order">, html: Html): readonly XmlNode[] => [
  ...[setting("layouttype", "VERTICAL"), setting("selecttype", "ALL"), setting("selectcount", "0")],
  setting("gradingtype", question.isShared ? "ABSOLUTE_POSITION" : "ALL_OR_NOTHING"),
  ...[setting("showgrading", "SHOW"), setting("numberingstyle", "none")],
  ...question.order.map((text, index) => html("answer", text, { fraction: String(index + 1) })),
];
