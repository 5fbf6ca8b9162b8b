import { AwsError } from "../../ports.ts";

/** From `start` to just before `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The bytes of `size` that a `Range` header asks for; undefined: all, which is HTTP's rule for an unreadable range.
 * Throws AwsError InvalidRange (416) when the range contains no byte.
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
