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
  const render: Render = (text, gaps = []) => {
    const key = JSON.stringify([text, gaps]);
    const html = known.has(key) ? (known.get(key) ?? null) : renderText(text, { ...options, gaps });
    known.set(key, html);
    return html;
  };
  return {
    ...test,
    questions: test.questions.map((question) => withRendered(question, render)),
    answerKey: test.answerKey.map((entry) => withFeedback(entry, render)),
  };
};

/** @param gaps ids of the marks in it that fields take the places of. */
type Render = (text: string, gaps?: readonly string[]) => string | null;

const withRendered = (question: Question, render: Render): Question => {
  const html = formed(question, render);
  const plain = formed(question, (text, gaps) => {
    const rendered = render(text, gaps);
    const inPlain = rendered === null ? text : plainOfHtml(rendered);
    return inPlain === text ? null : inPlain;
  });
  return { ...question, ...(html && { html }), ...(plain && { plain }) };
};

/** The texts of a question that have such a form; undefined: none has. */
const formed = (question: Question, form: Render): RenderedTexts | undefined => {
  const texts = {
    question: form(question.question, gapsOf(question)) ?? undefined,
    answers: eachFormed(question.answers, ({ answerId, answerBody }) => [answerId, form(answerBody)]),
    items: eachFormed(itemsOf(question), ({ itemId, itemBody }) => [itemId, form(itemBody)]),
  };
  const there = Object.entries(texts).filter(([, text]) => text !== undefined);
  return there.length === 0 ? undefined : Object.fromEntries(there);
};

const gapsOf = (question: Question) =>
  "blanks" in question ? question.blanks.map(({ blankId }) => blankId) : [];

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
