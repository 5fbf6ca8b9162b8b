import { noTextSentence } from "../course-folder/file-kind.ts";
import type { Problems } from "../course-folder/problems.ts";
import { decodeForeign } from "./encoding.ts";

/** The text of a file of another system; `undefined`, with the problem noted, when it is none or can't be read. */
export const foreignText = (
  bytes: Buffer,
  file: string,
  problems: Problems,
  encoding?: string,
): string | undefined => {
  const isXml = /^\s*(?:\xef\xbb\xbf)?<\?xml/.test(bytes.toString("latin1", 0, 100));
  const noText = isXml ? undefined : noTextSentence(bytes);
  if (noText !== undefined) {
    problems.add(file, 1, noText);
    return undefined;
  }
  const decoded = decodeForeign(bytes, encoding);
  if ("fault" in decoded) {
    problems.add(file, decoded.line, decoded.fault);
    return undefined;
  }
  const text = decoded.text.replace(/^\ufeff/, "");
  if (text.trim() !== "") return text;
  problems.add(file, 1, "is empty");
  return undefined;
};
