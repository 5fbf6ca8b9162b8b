import type { Format } from "../../../trainer/import/format.ts";
import { formats } from "../../../trainer/import/formats.ts";
import { importFiles } from "../../../trainer/import/import-files.ts";
import type { ImportedQuestion } from "../../../trainer/import/model.ts";

export const formatNamed = (name: string): Format => {
  const found = formats.find((format) => format.name === name);
  if (!found) throw new Error(`no format ${name}`);
  return found;
};

/** What a file gives: the questions without their places, and the reasons of what is skipped, with their lines. */
export const imported = async (content: string | Buffer, file = "bank.txt") => {
  const {
    questions,
    skipped,
    formats: known,
  } = await importFiles([{ file, bytes: Buffer.from(content) }], {});
  return {
    format: known.get(file)?.name,
    questions: questions.map(({ question }): ImportedQuestion => question),
    skipped: skipped.map(({ place, what, why }) => `${place.line ?? "-"} ${what}: ${why}`),
  };
};

/** A picture of one pixel. */
export const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);
