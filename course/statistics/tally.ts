import * as z from "zod";
import { exactText } from "../grading/fraction.ts";
import type { Grade } from "../grading/grade.ts";
import { pointsOf, scoreOf } from "../grading/score.ts";
import type { QuestionId } from "../ids.ts";
import type { Answer } from "../questions/answer.ts";
import type { RightAnswer } from "../questions/question-type.ts";
import { answerSchema, type BaseQuestion } from "../questions/shapes.ts";
import { typeOf } from "../questions/types.ts";
import type { Question } from "../test.ts";
import { inOneLine } from "../text/one-line.ts";
import { jsonOrUndefined } from "../unknown-value.ts";

/** How many students have each result. Results are texts, so that the size depends on the scores there are, not on the class. */
export type Counts = Map<string, number>;

/** Answers that are counted as one. */
interface AnswerTally {
  /** The id of a choice; of answers that pick none, their group. */
  readonly answerId: string;
  /** As one student gave it, for people. */
  readonly text: string;
  /** As it was marked; undefined: it is a choice, and the answer key says it. */
  readonly isRight: boolean | undefined;
}

/** With the results of those who gave it. */
interface GivenTally extends AnswerTally {
  readonly results: Counts;
}

export interface QuestionTally {
  /** Of all who had it. */
  readonly results: Counts;
  /** Of those who left it out. */
  readonly leftOut: Counts;
  /** What was given; answers that are written alike, of which one is right and one is wrong, are two. */
  readonly answers: Map<string, GivenTally>;
  /** The right answers by which the question was marked; grades of earlier versions do not say it. */
  readonly keys: Counts;
  /** Students whose answers are in no group, because there are too many of them. */
  ungrouped: number;
}

/** A student's result in a question: points earned, of how many, of the whole test, and whether they had all its questions. */
const resultText = (earned: string, of: string, total: string, hadAll: boolean): string =>
  `${earned} ${of} ${total} ${hadAll ? "all" : "some"}`;

/** Different answers that are kept for a question. Whoever types something that few others do adds little to a statistic. */
const mostGroups = 1_000;

const addTo = (counts: Counts, result: string, students = 1): void => {
  counts.set(result, (counts.get(result) ?? 0) + students);
};

const addAll = (counts: Counts, more: Counts): void => {
  for (const [result, students] of more) addTo(counts, result, students);
};

type Answered = Grade["answers"][number];

/** Equal for right answers that a key names in the same order. */
export const keyText = ({ right, rightText, alsoRight = [] }: KeyOfAnswer): string =>
  JSON.stringify([
    ...[right ?? null, rightText ?? null],
    ...alsoRight.map((also) => [also.right ?? null, also.rightText ?? null]),
  ]);

type KeyOfAnswer = Pick<Answered, "right" | "rightText" | "alsoRight"> | RightAnswer;

const oneKeySchema = z.tuple([answerSchema.nullable(), z.string().nullable()]);
const keyTextSchema = z.tuple([...oneKeySchema.def.items]).rest(oneKeySchema);

const rightOf = (right: Answer | null, rightText: string | null): Omit<RightAnswer, "alsoRight"> => ({
  ...(right !== null && { right }),
  ...(rightText !== null && { rightText }),
});

/** The right answers of a `keyText`; undefined: it is none. */
export const keyIn = (text: string): RightAnswer | undefined => {
  const known = keyTextSchema.safeParse(jsonOrUndefined(text)).data;
  if (known === undefined) return undefined;
  const [right, rightText, ...also] = known;
  const alsoRight = also.map((one) => rightOf(...one));
  return { ...rightOf(right, rightText), ...(alsoRight.length > 0 && { alsoRight }) };
};

/** The right answers by which everybody was marked, of the questions where it was the same for all. */
export const rightsIn = ({ questions }: Pick<Tallied, "questions">): Map<QuestionId, RightAnswer> => {
  const rights = new Map<QuestionId, RightAnswer>();
  for (const [questionId, { keys }] of questions) {
    const [text, ...others] = keys.keys();
    const known = text === undefined || others.length > 0 ? undefined : keyIn(text);
    if (known !== undefined) rights.set(questionId, known);
  }
  return rights;
};

const questionTally = (): QuestionTally => ({
  results: new Map(),
  leftOut: new Map(),
  keys: new Map(),
  answers: new Map(),
  ungrouped: 0,
});

/** The answers as which a given one is counted. */
const countedAs = (question: BaseQuestion, { given, isRight }: Answered): AnswerTally[] => {
  if (given === null) return [];
  const type = typeOf(question);
  const picked = type.picked(given);
  if (picked !== null) return picked.map((id) => ({ answerId: id, text: id, isRight: undefined }));
  return [{ answerId: type.group(question, given), text: type.text(question, given), isRight }];
};

/** Grades of a test, added up. */
export interface Tallied {
  readonly results: Counts;
  readonly scores: Counts;
  readonly questions: ReadonlyMap<QuestionId, QuestionTally>;
}

/** Adds up grades of a test so that statistics can be made of them exactly. Tallies of parts of a class add up to the whole's. */
export class TestTally implements Tallied {
  readonly questions: ReadonlyMap<QuestionId, QuestionTally>;
  /** The results of the test as a whole: points earned, of how many, and whether all questions were had. */
  readonly results: Counts = new Map();
  /** How many have which score, as JSON of `scoreOf`. */
  readonly scores: Counts = new Map();
  readonly #asked: readonly BaseQuestion[];

  /** @param asked the questions of the test; in all parts the same. */
  constructor(asked: readonly Question[]) {
    this.#asked = asked.map(inOneLine);
    this.questions = new Map(asked.map(({ questionId }) => [questionId, questionTally()]));
  }

  /** A question that is void says nothing any more, nor does a test in which nothing counts. */
  add(grade: Grade): void {
    const points = pointsOf(grade);
    if (points === null) return;
    const { earned, of } = points;
    const total = exactText(earned);
    const answers = new Map(grade.answers.map((answer) => [answer.questionId, answer]));
    const hadAll = answers.size === this.#asked.length && this.#asked.every((q) => answers.has(q.questionId));
    addTo(this.results, `${total} ${exactText(of)} ${hadAll ? "all" : "some"}`);
    addTo(this.scores, JSON.stringify(scoreOf(grade)));
    for (const question of this.#asked) {
      const answer = answers.get(question.questionId);
      if (answer) this.#addAnswer(question, answer, total, hadAll);
    }
  }

  #addAnswer(question: BaseQuestion, answer: Answered, total: string, hadAll: boolean): void {
    const tally = this.questions.get(question.questionId);
    const { earned = answer.isRight ? "1" : "0", of = "1" } = answer;
    if (tally === undefined || of === "0" || answer.void) return;
    const result = resultText(earned, of, total, hadAll);
    addTo(tally.results, result);
    if (answer.given === null) addTo(tally.leftOut, result);
    if (answer.right !== undefined || answer.rightText !== undefined) addTo(tally.keys, keyText(answer));
    for (const counted of countedAs(question, answer)) addAnswer(tally, counted, new Map([[result, 1]]));
  }

  /** Adds another part of the class. */
  merge(part: Tallied): void {
    addAll(this.results, part.results);
    addAll(this.scores, part.scores);
    for (const [questionId, tally] of this.questions) {
      const more = part.questions.get(questionId);
      if (more === undefined) continue;
      addAll(tally.results, more.results);
      addAll(tally.leftOut, more.leftOut);
      addAll(tally.keys, more.keys);
      tally.ungrouped += more.ungrouped;
      for (const { results, ...given } of more.answers.values()) addAnswer(tally, given, results);
    }
  }
}

/** Of an answer among those of its question. */
export const answerName = ({ isRight, answerId }: AnswerTally): string => `${isRight} ${answerId}`;

const addAnswer = (tally: QuestionTally, given: AnswerTally, results: Counts): void => {
  const key = answerName(given);
  const known = tally.answers.get(key);
  if (known) addAll(known.results, results);
  else if (tally.answers.size < mostGroups) tally.answers.set(key, { ...given, results: new Map(results) });
  else for (const students of results.values()) tally.ungrouped += students;
};
