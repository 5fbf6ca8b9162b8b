import type { Format } from "../format.ts";
import { formatTitles } from "../format-titles.ts";
import type { ReadItem } from "../model.ts";
import { draftsOf } from "./drafts.ts";
import { itemOf } from "./item.ts";

/** Quizzes in plain text. Source: github.com/gpoore/text2qti, README. Blocks of code that text2qti would run are never run. */
export const text2qti: Format = {
  name: "text2qti",
  title: formatTitles.text2qti,
  recognises: ({ text }) =>
    /^\d+\.\s/m.test(text) && /^(?:\*?[a-zA-Z]\)|\[[ *]\]|\*\s|=\s|_{4,}\s*$|\^{4,}\s*$)/m.test(text)
      ? !/^ANSWER:/m.test(text)
      : /^```\s*\{\.\w+ \.run\}/m.test(text),
  read: (source): readonly ReadItem[] => {
    const quiz = draftsOf(source.text);
    return quiz.drafts.map((draft) => itemOf(draft, quiz, source));
  },
};
