import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { AwsResponse } from "../../ports.ts";

/**
 * Sizes in bytes and content types that CloudFront compresses; of the types, those that a page may have.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 */
const smallestBytes = 1000;
const largestBytes = 10_000_000;
const types = new Set([
  "application/javascript",
  "application/json",
  "application/manifest+json",
  "application/xml",
  "image/svg+xml",
  "text/css",
  "text/html",
  "text/javascript",
  "text/plain",
  "text/xml",
]);

/** Each answer is compressed again, so this is a compromise between time and size. */
const brotliQuality = 5;

const encoders = {
  br: (body: Buffer) =>
    promisify(brotliCompress)(body, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }),
  gzip: (body: Buffer) => promisify(gzip)(body),
};

/** The encoding that both sides know; Brotli before gzip, as in CloudFront. */
const encodingFor = (acceptEncoding: string): keyof typeof encoders | undefined => {
  const accepted = acceptEncoding
    .toLowerCase()
    .split(",")
    .map((offer) => offer.trim())
    .filter((offer) => !/;\s*q=0(?:\.0*)?$/.test(offer))
    .map((offer) => offer.replace(/;.*$/s, ""));
  return (["br", "gzip"] as const).find((encoding) => accepted.includes(encoding));
};

const isWorthIt = ({ status, headers = {} }: AwsResponse, body: Buffer): boolean =>
  status === 200 &&
  headers["content-encoding"] === undefined &&
  types.has((headers["content-type"] ?? "").replace(/\s*;.*$/s, "").toLowerCase()) &&
  body.length >= smallestBytes &&
  body.length <= largestBytes;

/** A compressed body is not the one that the strong tag names. */
const weak = (etag: string): string => (etag.startsWith("W/") ? etag : `W/${etag}`);

/** An answer as a distribution with `Compress` gives it to a caller that accepts these encodings. */
export const compress = async (answer: AwsResponse, acceptEncoding: string): Promise<AwsResponse> => {
  const { headers = {} } = answer;
  const body = Buffer.from(answer.body ?? "");
  if (!isWorthIt(answer, body)) return answer;
  const vary = { ...headers, vary: "accept-encoding" };
  const encoding = encodingFor(acceptEncoding);
  if (encoding === undefined) return { ...answer, headers: vary };
  const packed = await encoders[encoding](body);
  return {
    ...answer,
    headers: {
      ...vary,
      ...(headers.etag !== undefined && { etag: weak(headers.etag) }),
      "content-encoding": encoding,
      "content-length": String(packed.length),
    },
    body: packed,
  };
};
