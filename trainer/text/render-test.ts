import type { AnswerKeyEntry, Question } from "../../course/test.ts";
import { plainOfHtml } from "../../course/text/plain-of-html.ts";
import type { RenderedTexts } from "../../course/text/rendered.ts";
import type { CourseTest } from "../course-folder/course.ts";
import { type Highlight, highlighterFor } from "./highlight.ts";
import { codeLanguage } from "./languages.ts";
import { allTokens, parseMarkdown } from "./markdown.ts";
import { renderText } from "./render-text.ts";

/** Tests as they are published: beside each text with markup, its HTML and its plain text. */
export const renderTests = async (tests: readonly CourseTest[]): Promise<CourseTest[]> => {
  const highlight = await highlighterFor(languagesIn(tests));
  return tests.map((test) => renderTest(test, highlight));
};

const renderTest = (test: CourseTest, highlight: Highlight): CourseTest => {
  const known = new Map<string, string | null>();
  const options = { highlight, picture: (address: string) => test.pictures.get(address) };
  const render = (text: string): string | null => {
    const html = known.has(text) ? (known.get(text) ?? null) : renderText(text, options);
    known.set(text, html);
    return html;
  };
  return {
    ...test,
    questions: test.questions.map((question) => withRendered(question, render)),
    answerKey: test.answerKey.map((entry) => withFeedback(entry, render)),
  };
};

type Render = (text: string) => string | null;

const withRendered = (question: Question, render: Render): Question => {
  const html = formed(question, render);
  const plain = formed(question, (text) => {
    const rendered = render(text);
    const inPlain = rendered === null ? text : plainOfHtml(rendered);
    return inPlain === text ? null : inPlain;
  });
  return { ...question, ...(html && { html }), ...(plain && { plain }) };
};

/** The texts of a question that have such a form; undefined: none has. */
const formed = (question: Question, form: Render): RenderedTexts | undefined => {
  const texts = {
    question: form(question.question) ?? undefined,
    answers: eachFormed(question.answers, ({ answerId, answerBody }) => [answerId, form(answerBody)]),
    items: eachFormed(itemsOf(question), ({ itemId, itemBody }) => [itemId, form(itemBody)]),
  };
  const there = Object.entries(texts).filter(([, text]) => text !== undefined);
  return there.length === 0 ? undefined : Object.fromEntries(there);
};

const itemsOf = (question: Question) => ("items" in question ? question.items : []);

const eachFormed = <T>(
  parts: readonly T[],
  form: (part: T) => readonly [id: string, text: string | null],
): Record<string, string> | undefined => {
  const there = parts.map(form).flatMap(([id, text]) => (text === null ? [] : [[id, text] as const]));
  return there.length === 0 ? undefined : Object.fromEntries(there);
};

const withFeedback = (entry: AnswerKeyEntry, render: Render): AnswerKeyEntry => {
  const html = entry.feedback === undefined ? null : render(entry.feedback);
  return html === null ? entry : { ...entry, feedbackHtml: html };
};

const textsOf = ({ questions, answerKey }: CourseTest): string[] => [
  ...questions.flatMap((question) => [
    question.question,
    ...question.answers.map(({ answerBody }) => answerBody),
    ...itemsOf(question).map(({ itemBody }) => itemBody),
  ]),
  ...answerKey.flatMap(({ feedback }) => feedback ?? []),
];

const languagesIn = (tests: readonly CourseTest[]): Set<string> =>
  new Set(
    tests
      .flatMap(textsOf)
      .filter((text) => /```|~~~/.test(text))
      .flatMap((text) => allTokens(parseMarkdown(text)))
      .flatMap(({ token }) => (token.type === "fence" ? (codeLanguage(token.info) ?? []) : [])),
  );
