import * as z from "zod";
import { jsonOrUndefined } from "../../../course/unknown-value.ts";
import { acceptOf } from "../bodies.ts";
import { type Body, feedbackOf, multipleOf, noRight, singleOf } from "../choices.ts";
import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import { nameOf, type ReadItem } from "../model.ts";
import { pointsOf } from "../points.ts";
import { type Source, SourceFault } from "../source.ts";

const feedbackSchema = z.object({ text: z.string().optional() }).optional();

/** Source: developers.google.com/workspace/forms/api/reference/rest/v1/forms */
const questionSchema = z.looseObject({
  grading: z
    .object({
      pointValue: z.number().optional(),
      correctAnswers: z.object({ answers: z.array(z.object({ value: z.string() })).default([]) }).optional(),
      ...{ whenRight: feedbackSchema, whenWrong: feedbackSchema, generalFeedback: feedbackSchema },
    })
    .optional(),
  choiceQuestion: z
    .object({
      type: z.string().optional(),
      options: z
        .array(z.looseObject({ value: z.string().optional(), isOther: z.boolean().optional() }))
        .default([]),
    })
    .optional(),
  textQuestion: z.object({ paragraph: z.boolean().optional() }).optional(),
});

const formSchema = z.object({
  info: z.object({ title: z.string().optional(), documentTitle: z.string().optional() }).optional(),
  items: z.array(
    z.looseObject({
      title: z.string().optional(),
      description: z.string().optional(),
      questionItem: z.looseObject({ question: questionSchema, image: z.unknown().optional() }).optional(),
      questionGroupItem: z.unknown().optional(),
    }),
  ),
});

type FormItem = z.output<typeof formSchema>["items"][number];
type FormQuestion = z.output<typeof questionSchema>;

/** The JSON that Google Forms' API gives (forms.get). Right answers are there for quizzes only. */
export const googleForms: Format = {
  name: "google-forms",
  title: formatTitles["google-forms"],
  recognises: ({ text }) =>
    /^\s*\{/.test(text) && /"items"\s*:/.test(text) && /"(?:formId|questionItem)"\s*:/.test(text),
  read: (source) => {
    const parsed = formSchema.safeParse(jsonOrUndefined(source.text));
    if (!parsed.success) throw new SourceFault("is no form as the API of Google Forms gives it (forms.get)");
    const { info, items } = parsed.data;
    const category = [info?.title ?? info?.documentTitle ?? ""].filter((title) => title !== "");
    return items.flatMap((item) =>
      item.questionItem || item.questionGroupItem ? [itemOf(item, category, source)] : [],
    );
  },
};

const itemOf = (item: FormItem, category: readonly string[], source: Source): ReadItem => {
  const place = { file: source.file };
  const texts = source.texts();
  const what = nameOf("", item.title ?? "");
  const question = item.questionItem?.question;
  if (!question) return { place, what, why: "is a grid of several questions" };
  const body = bodyOf(question, (text) => texts.plain(text));
  if (typeof body === "string") return { place, what, why: body };
  const text = [item.title ?? "", item.description ?? ""]
    .map((part) => texts.plain(part))
    .filter(Boolean)
    .join("\n\n");
  if (text === "") return { place, what, why: "has no text" };
  if (item.questionItem?.image) texts.lose("loses its picture, which lies at Google");
  const { grading } = question;
  const points = pointsOf(String(grading?.pointValue ?? ""), (loss) => texts.lose(loss));
  const feedback = feedbackOf(texts.plain(grading?.generalFeedback?.text ?? ""), [
    { answer: "right", feedback: texts.plain(grading?.whenRight?.text ?? "") },
    { answer: "wrong", feedback: texts.plain(grading?.whenWrong?.text ?? "") },
  ]);
  const { pictures, losses } = texts;
  return { place, title: "", text, points, feedback, category, pictures, losses, ...body };
};

const bodyOf = (
  { grading, choiceQuestion, textQuestion }: FormQuestion,
  toMarkdown: (text: string) => string,
): Body => {
  const right = (grading?.correctAnswers?.answers ?? []).map(({ value }) => value);
  if (textQuestion?.paragraph) return "is a paragraph, which no rule can grade";
  if (textQuestion) return acceptOf(right.map((value) => value.replaceAll("*", "\\*")));
  if (!choiceQuestion) return "is a date, a scale or the like, which a question here can't ask for";
  const options = choiceQuestion.options.flatMap(({ value, isOther }) =>
    value === undefined || isOther ? [] : [value],
  );
  const places = right.map((value) => options.indexOf(value));
  if (places.length === 0) return noRight;
  if (places.includes(-1)) return "has a right answer that is not among its answers";
  const shown = options.map(toMarkdown);
  if (choiceQuestion.type === "CHECKBOX") return multipleOf(shown, places);
  return places.length > 1
    ? `has ${places.length} right answers, of which one is chosen`
    : singleOf(shown, places[0] ?? -1);
};
