/** What a column of a table of questions holds. */
export interface QuestionColumns {
  readonly text: number;
  readonly right: number;
  readonly type: number;
  readonly points: number;
  readonly feedback: number;
  readonly category: number;
  readonly id: number;
  /** One answer each. */
  readonly answers: readonly number[];
  /** All answers in one cell, with `|` between; -1: there is no such column. */
  readonly joined: number;
}

const bare = (header: string): string =>
  header
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, "");

const names = {
  text: /^(?:text|questiontext|question|questions|stem|prompt|htmlofthequestion|frage|fragetext|pytanie|preguntas?|domanda|вопрос)$/,
  right:
    /^(?:right|correct|correctanswers?|rightanswers?|answer|answerkey|key|solution|richtig|poprawnaodpowiedz|correctoption)$/,
  type: /^(?:type|questiontype|typ)$/,
  points: /^(?:points?|score|marks?|weight|punkte|punkty)$/,
  feedback: /^(?:feedback|explanation|comment|htmloftheexplanation.*|generalfeedback|erklarung|wyjasnienie)$/,
  category: /^(?:category|subject|topic|test|quiz|quiztitle|kategorie|kategoria)$/,
  id: /^(?:id|questionid)$/,
  joined: /^(?:options|choices|answers)(?:separatedby.*)?$/,
  answer: /^(?:(?:answers?|options?|choices?|antwort|odpowiedz)(?:[1-9]\d?|[a-j])|[a-j])$/,
} as const;

/** By the names of the columns; undefined: they are not those of questions. */
export const columnsOf = (header: readonly string[]): QuestionColumns | undefined => {
  const bares = header.map(bare);
  const at = (name: keyof typeof names): number => bares.findIndex((cell) => names[name].test(cell));
  const answers = bares.flatMap((cell, index) => (names.answer.test(cell) ? [index] : []));
  const columns = {
    ...{ text: at("text"), right: at("right"), type: at("type"), points: at("points") },
    ...{ feedback: at("feedback"), category: at("category"), id: at("id"), joined: at("joined"), answers },
  };
  return columns.text === -1 || columns.right === -1 ? undefined : columns;
};

/** The table that text2qti's csv_to_qti reads has no names: type, title, points, text, right, answers …, feedback. */
export const unnamedColumns = (width: number): QuestionColumns => ({
  ...{ type: 0, points: 2, text: 3, right: 4, feedback: width - 1, category: -1, id: -1, joined: -1 },
  answers: Array.from({ length: Math.max(0, width - 6) }, (_, index) => 5 + index),
});
