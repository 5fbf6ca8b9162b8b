import { AwsError } from "../../ports.ts";

export interface Decoded {
  readonly body: Buffer;
  /** Headers sent after the body, e.g. its checksum. Names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

const malformed = () =>
  new AwsError("IncompleteBody", "The request's aws-chunked body is cut off or malformed.");

const lineEnd = Buffer.from("\r\n");

/**
 * Decodes a body sent in chunks `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, ended by a chunk of size 0 and
 * trailing headers. Throws AwsError IncompleteBody.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export const decodeAwsChunked = (encoded: Buffer): Decoded => {
  const pieces: Buffer[] = [];
  let at = 0;
  for (;;) {
    const lineAt = encoded.indexOf(lineEnd, at);
    const [, hex] =
      /^([0-9a-f]{1,8})(?:;|$)/i.exec(encoded.toString("latin1", at, Math.max(lineAt, at))) ?? [];
    if (hex === undefined) throw malformed();
    const start = lineAt + lineEnd.length;
    const end = start + Number.parseInt(hex, 16);
    if (end === start)
      return { body: Buffer.concat(pieces), trailers: parseTrailers(encoded.subarray(start)) };
    if (encoded.indexOf(lineEnd, end) !== end) throw malformed();
    pieces.push(encoded.subarray(start, end));
    at = end + lineEnd.length;
  }
};

const parseTrailers = (rest: Buffer): Record<string, string> => {
  const trailers: Record<string, string> = {};
  for (const line of rest.toString("latin1").split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
  return trailers;
};
