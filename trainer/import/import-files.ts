import { marksIn } from "../../course/questions/blanks/text.ts";
import { blockText } from "../course-folder/plain-text.ts";
import { settledDraws } from "./draws.ts";
import type { Format } from "./format.ts";
import { formats } from "./formats.ts";
import { type ImportedQuestion, isSkipped, nameOf, type SkippedItem } from "./model.ts";
import { PictureShelf } from "./pictures.ts";
import { readSource, type Source, SourceFault } from "./source.ts";
import type { FoundQuestion } from "./write/plan.ts";

/** What is in the files, each item once: `questions` and `skipped` add up to all of it. */
export interface ImportedFiles {
  readonly questions: readonly FoundQuestion[];
  readonly skipped: readonly SkippedItem[];
  /** The format that each file was read as. */
  readonly formats: ReadonlyMap<string, Format>;
}

export interface GivenFile {
  readonly file: string;
  readonly bytes: Buffer;
}

interface ImportOptions {
  /** Left out: it is known by the content. */
  readonly format?: Format | undefined;
  readonly encoding?: string | undefined;
}

/** Reads files of other systems. What is wrong with one hides nothing of the others. */
export const importFiles = async (
  files: readonly GivenFile[],
  { format, encoding }: ImportOptions,
): Promise<ImportedFiles> => {
  const shelf = new PictureShelf();
  const questions: FoundQuestion[] = [];
  const skipped: SkippedItem[] = [];
  const readAs = new Map<string, Format>();
  for (const { file, bytes } of files) {
    try {
      const source = await readSource(file, bytes, shelf, encoding);
      const chosen = format ?? formatOf(source);
      readAs.set(file, chosen);
      const taken: ImportedQuestion[] = [];
      for (const item of chosen.read(source)) {
        const fault = isSkipped(item) ? item : (textFault(item) ?? undefined);
        if (fault) skipped.push(fault);
        else if (!isSkipped(item)) taken.push(item);
      }
      questions.push(...settledDraws(taken).map((question) => ({ question, stem: source.stem })));
    } catch (error) {
      if (!(error instanceof SourceFault)) throw error;
      skipped.push({ place: { file, line: error.line }, what: "the file", why: error.message });
    }
  }
  return { questions, skipped, formats: readAs };
};

/** @throws SourceFault */
const formatOf = (source: Source): Format => {
  const found = formats.find((format) => format.recognises(source));
  if (found) return found;
  const names = formats.map(({ title }) => title).join(", ");
  throw new SourceFault(`is in no format that is known by its content (${names}); name one with --as`);
};

/** Texts that the course refuses, such as those that turn text round. */
const textFault = (question: ImportedQuestion): SkippedItem | undefined => {
  for (const text of textsOf(question)) {
    const issue = blockText.safeParse(text).error?.issues[0];
    if (issue)
      return { place: question.place, what: nameOf(question.title, question.text), why: issue.message };
  }
  return markFault(question);
};

/** Each blank stands in the text once, and nothing else looks like one. */
const markFault = (question: ImportedQuestion): SkippedItem | undefined => {
  if (question.type !== "blanks") return undefined;
  const { blanks, place, title, text } = question;
  const marks = marksIn(text);
  const isWhole = marks.length === blanks.size && marks.every((mark) => blanks.has(mark));
  if (isWhole && new Set(marks).size === marks.length) return undefined;
  return { place, what: nameOf(title, text), why: "has a text in which its blanks don't stand once each" };
};

const textsOf = (question: ImportedQuestion): readonly string[] => {
  const common = [question.text, ...(question.feedback === undefined ? [] : [question.feedback])];
  switch (question.type) {
    case "single":
    case "multiple":
      return [...common, ...question.answers.map(({ text }) => text)];
    case "text":
      return [...common, ...question.accept];
    case "order":
      return [...common, ...question.order];
    case "match":
      return [...common, ...question.pairs.flatMap(({ left, right }) => [left, right]), ...question.others];
    case "blanks":
      return [
        ...common,
        ...[...question.blanks.values()].flatMap((blank) => {
          if ("accept" in blank) return blank.accept;
          return "answers" in blank ? blank.answers.map(({ text }) => text) : [];
        }),
      ];
    default:
      return common;
  }
};
