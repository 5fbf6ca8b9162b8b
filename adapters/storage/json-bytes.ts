import { isObject } from "../../course/unknown-value.ts";

/** JSON text in pieces: a list element by element, an object field by field. Joined they are what `JSON.stringify` gives. */
export function* jsonPieces(value: unknown): Iterable<string> {
  if (Array.isArray(value)) {
    let before = "[";
    for (const element of value) {
      yield `${before}${JSON.stringify(element)}`;
      before = ",";
    }
    yield value.length === 0 ? "[]" : "]";
  } else if (isObject(value)) {
    let before = "{";
    for (const [name, inner] of Object.entries(value)) {
      yield `${before}${JSON.stringify(name)}:`;
      yield* jsonPieces(inner);
      before = ",";
    }
    yield before === "{" ? "{}" : "}";
  } else yield JSON.stringify(value);
}

/**
 * A JSON value as UTF-8, for values whose text is longer than a string can be (0.5 GB), or too large for memory to hold
 * twice. The pieces are made twice, the first time only to add up their length, so memory holds just the bytes.
 */
export const jsonBytes = (value: unknown): Uint8Array => {
  let length = 0;
  for (const piece of jsonPieces(value)) length += Buffer.byteLength(piece);
  const bytes = Buffer.allocUnsafeSlow(length);
  let end = 0;
  for (const piece of jsonPieces(value)) end += bytes.write(piece, end);
  return bytes;
};
