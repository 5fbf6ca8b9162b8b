import { JSONParser, type JSONParserOptions } from "@streamparser/json";
import { messageOf } from "../../course/unknown-value.ts";
import { CorruptError } from "../errors.ts";

/** One of the values into which a long JSON text is split. */
export interface JsonPart {
  /** Where it stands: the names on the way, joined by dots; a list's elements have its name. */
  readonly in: string;
  readonly value: unknown;
}

type Chunks = AsyncIterable<Uint8Array>;

/** In bytes. Without a buffer, a string that contains an escape is built character by character. */
const stringBufferSize = 16 * 1024;

/** Splits a text, chunk by chunk. */
class PartsParser {
  readonly #parser: JSONParser;
  readonly #place: string;
  #found: JsonPart[] = [];

  constructor(options: JSONParserOptions, place: string) {
    this.#place = place;
    this.#parser = new JSONParser({ keepStack: false, stringBufferSize, ...options });
    this.#parser.onValue = ({ key, stack, value }) => {
      const names = [...stack.slice(1).map((around) => around.key), key];
      this.#found.push({ in: names.filter((name) => typeof name === "string").join("."), value });
    };
  }

  /** @returns the values that are now complete. */
  write(chunk: Uint8Array): JsonPart[] {
    return this.#step(() => this.#parser.write(chunk));
  }

  end(): JsonPart[] {
    return this.#step(() => {
      if (!this.#parser.isEnded) this.#parser.end();
    });
  }

  #step(work: () => void): JsonPart[] {
    this.#found = [];
    try {
      work();
    } catch (error) {
      throw new CorruptError(this.#place, `it is not JSON. ${messageOf(error)}`);
    }
    return this.#found;
  }
}

/**
 * The values at some paths of a JSON object, in its order; nothing else of it is kept.
 *
 * @param paths `$.a`, or `$.a.*` for the elements of a list.
 * @param place what the text is, as an error names it.
 * @throws CorruptError when it is not JSON, or was cut off.
 */
export async function* jsonParts(
  chunks: Chunks,
  paths: readonly string[],
  place: string,
): AsyncIterable<JsonPart> {
  const parser = new PartsParser({ paths: [...paths] }, place);
  for await (const chunk of chunks) yield* parser.write(chunk);
  yield* parser.end();
}

const listBegins = "[".charCodeAt(0);

/**
 * The elements of a JSON list; if the text is not a list, the values of its lines.
 *
 * @throws CorruptError when it is not JSON, or was cut off.
 */
export async function* jsonElements(chunks: Chunks, place: string): AsyncIterable<unknown> {
  let parser: PartsParser | undefined;
  for await (const chunk of chunks) {
    // Every white space character of JSON has a code up to that of the space.
    const first = chunk.find((byte) => byte > 0x20);
    if (first === undefined && !parser) continue;
    parser ??= new PartsParser(
      first === listBegins ? { paths: ["$.*"] } : { paths: ["$"], separator: "" },
      place,
    );
    for (const { value } of parser.write(chunk)) yield value;
  }
  for (const { value } of parser?.end() ?? []) yield value;
}
