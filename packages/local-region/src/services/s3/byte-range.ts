import { AwsError } from "../../ports.ts";

/** From `start` up to and without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What a `Range` header asks for of `size` bytes; undefined: everything, as HTTP says of a range it can't read.
 * Throws AwsError InvalidRange (416) when no byte lies in it.
 */
export const byteRange = (header: string | undefined, size: number): ByteRange | undefined => {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const start = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (first !== "" && last !== "" && Number(last) < start) return undefined;
  if (start >= end) {
    throw new AwsError("InvalidRange", `The requested range ${header} lies outside the ${size} bytes.`, 416);
  }
  return { start, end };
};
