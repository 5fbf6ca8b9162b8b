import { isCollection, isMap, isScalar, type Pair, type Scalar } from "yaml";
import { blankNeeded, dashNeedsBlank, isPlain, keyOfOneWord, quotesNeeded } from "./yaml-faults.ts";
import type { Place } from "./yaml-place.ts";

/** A text; a list or a group of keys; or the kind was right, and something else wrong. */
export type Wanted = "text" | "parts" | "other";

/**
 * Why a value that was refused is perhaps not what it looks like, as a sentence; undefined: it is what it looks like.
 *
 * @param wanted what should stand there.
 */
export const hintAt = ({ node, pair }: Place, source: string, wanted: Wanted): string | undefined => {
  if (isCollection(node)) {
    if (node.flow)
      return wanted === "text" && node.range ? quotesNeeded(source.charAt(node.range[0])) : undefined;
    return isMap(node) && keyText(node.items[0])?.startsWith("-") ? dashNeedsBlank : undefined;
  }
  if (node === null && pair) return keyAloneHint(pair);
  return isScalar(node) ? scalarHint(node, pair, source, wanted) : undefined;
};

const scalarHint = (
  node: Scalar,
  pair: Pair | undefined,
  source: string,
  wanted: Wanted,
): string | undefined => {
  const { value } = node;
  const isEmpty = value === "" || value === null;
  if (isEmpty && !isQuoted(node)) return emptyHint(pair, source) ?? quotedHint(node.source);
  if (!isPlain(node)) return undefined;
  if (typeof value !== "string") return wanted === "text" ? quotedHint(node.source) : undefined;
  const key = wanted === "parts" ? keyOfOneWord(value) : undefined;
  return key === undefined ? undefined : blankNeeded(key);
};

const isQuoted = ({ type }: Scalar): boolean => type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";

const quotedHint = (source: string | undefined): string | undefined =>
  source === undefined || source === "" ? undefined : `if it is a text, put it in quotes: "${source}"`;

const keyText = (pair: Pair | undefined): string | undefined =>
  isScalar(pair?.key) ? String(pair.key.value) : undefined;

/** A key without a colon, inside `{ }`. */
const keyAloneHint = (pair: Pair): string => {
  const name = keyOfOneWord(keyText(pair) ?? "");
  return name === undefined
    ? "inside { } a comma ends a text: put a text that holds one in quotes"
    : blankNeeded(name);
};

/** What stands after the key of a value that is empty. */
const emptyHint = (pair: Pair | undefined, source: string): string | undefined => {
  if (!pair || !isScalar(pair.key) || !pair.key.range) return undefined;
  const rest = source.slice(pair.key.range[1]).split("\n", 1)[0] ?? "";
  const sign = /^\s*:\s*([#|>&!])/.exec(rest)?.[1];
  if (sign === undefined) return undefined;
  return sign === "#" ? "# begins a comment: put a text that begins with # in quotes" : quotesNeeded(sign);
};
