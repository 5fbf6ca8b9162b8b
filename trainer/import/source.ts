import { basename } from "node:path";
import { Problems } from "../course-folder/problems.ts";
import { isPackage, type Package, PackageFault, readPackage } from "../foreign/package.ts";
import { foreignText } from "../foreign/text.ts";
import type { PictureShelf } from "./pictures.ts";
import { type FindPicture, Texts } from "./texts.ts";

/** A file of another system. */
export interface Source {
  /** As the trainer named it. */
  readonly file: string;
  /** Its name without folder and ending. */
  readonly stem: string;
  /** Empty for a package. */
  readonly text: string;
  /** Left out: it is none. */
  readonly files?: Package;
  /** For the texts of one question. */
  texts(find?: FindPicture): Texts;
}

/** A file that can't be read; `message` is the rest of a sentence that begins with its name. */
export class SourceFault extends Error {
  override readonly name = "SourceFault";
  readonly line: number;
  constructor(message: string, line = 1) {
    super(message);
    this.line = line;
  }
}

/** @throws SourceFault */
export const readSource = async (
  file: string,
  bytes: Buffer,
  shelf: PictureShelf,
  encoding?: string,
): Promise<Source> => {
  const stem = basename(file).replace(/(?:\.(?:gift|moodle|aiken))?\.\w{1,6}$/i, "");
  const texts = (find: FindPicture = () => undefined): Texts => new Texts(shelf, find);
  if (isPackage(bytes)) return { file, stem, text: "", files: await unpacked(bytes), texts };
  const problems = new Problems();
  const text = foreignText(bytes, file, problems, encoding);
  const [problem] = problems.errors;
  if (text === undefined) throw new SourceFault(problem?.message ?? "can't be read", problem?.line);
  return { file, stem, text, texts };
};

const unpacked = async (bytes: Buffer): Promise<Package> => {
  try {
    return await readPackage(bytes);
  } catch (error) {
    throw error instanceof PackageFault ? new SourceFault(error.message) : error;
  }
};
