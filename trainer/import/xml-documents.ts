import { posix } from "node:path";
import { Problems } from "../course-folder/problems.ts";
import { foreignText } from "../foreign/text.ts";
import type { XmlElement } from "../foreign/xml.ts";
import type { SkippedItem } from "./model.ts";
import { type Source, SourceFault } from "./source.ts";
import type { FindPicture } from "./texts.ts";
import { rootName, rootOf } from "./xml-source.ts";

/** An XML document of a file: the file itself, or a part of a package. */
export interface XmlDocument {
  /** As places name it: `quiz.zip/a/b.xml`. */
  readonly file: string;
  /** Inside the package; empty: it is no part of one. */
  readonly path: string;
  readonly root: XmlElement;
  readonly pictures: FindPicture;
}

const isXmlName = (path: string): boolean => /\.(?:xml|qti|dat)$/i.test(path);

/** The texts of a file's XML documents with such a root, by their paths. */
const textsOf = (
  { text, files }: Source,
  roots: readonly string[],
): readonly (readonly [string, string])[] => {
  const isOne = (written: string): boolean => roots.includes(rootName(written) ?? "");
  if (!files) return isOne(text) ? [["", text]] : [];
  return [...files]
    .filter(([path]) => isXmlName(path))
    .flatMap(([path, bytes]) => {
      const written = foreignText(bytes, path, new Problems());
      return written !== undefined && isOne(written) ? [[path, written] as const] : [];
    });
};

export const holdsXml = (source: Source, roots: readonly string[]): boolean =>
  textsOf(source, roots).length > 0;

/** The documents with such a root; a broken part of a package is told and hides no other. @throws SourceFault */
export const xmlDocuments = (
  source: Source,
  roots: readonly string[],
): { readonly documents: readonly XmlDocument[]; readonly broken: readonly SkippedItem[] } => {
  const documents: XmlDocument[] = [];
  const broken: SkippedItem[] = [];
  for (const [path, text] of textsOf(source, roots)) {
    const file = path === "" ? source.file : `${source.file}/${path}`;
    try {
      documents.push({ file, path, root: rootOf(text), pictures: picturesOf(source, path) });
    } catch (error) {
      if (!(error instanceof SourceFault) || path === "") throw error;
      broken.push({ place: { file, line: error.line }, what: "the file", why: error.message });
    }
  }
  return { documents, broken };
};

/** Addresses are relative to the document, or to one of the folders that systems keep files in. */
const picturesOf =
  ({ files }: Source, path: string): FindPicture =>
  (address) => {
    if (!files || /^[a-z]+:/i.test(address)) return undefined;
    const name = decoded(address.split(/[?#]/)[0] ?? "").replace(/^(?:\$[\w-]+\$|%24[\w-]+%24)\/?/i, "");
    const near = posix.join(posix.dirname(path), name);
    const found = files.get(near) ?? files.get(name) ?? files.get(`web_resources/${name}`);
    if (found) return found;
    const alike = [...files].filter(([other]) => other.endsWith(`/${name}`));
    return alike.length === 1 ? alike[0]?.[1] : undefined;
  };

const decoded = (address: string): string => {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
};
