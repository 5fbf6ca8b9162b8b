import type { Clock } from "../../clock.ts";
import { AwsError, type AwsRequest, type AwsResponse } from "../../ports.ts";
import { decodeAwsChunked } from "./aws-chunked.ts";
import type { BucketSettings } from "./bucket-settings.ts";
import { type CheckedBody, onlyChecksums, verifyChecksums } from "./checksums.ts";
import type { Listing } from "./listing.ts";
import type { Uploads } from "./uploads.ts";
import type { KeptHeaders, Version, Versions } from "./versions.ts";

/** What the operations work on. */
export interface ObjectStorage {
  readonly versions: Versions;
  readonly listing: Listing;
  readonly uploads: Uploads;
  /** By the bucket's name. */
  readonly settings: ReadonlyMap<string, BucketSettings>;
  readonly clock: Clock;
}

/** One request with its bucket and key; "" where it names none. */
export interface S3Call extends AwsRequest {
  readonly bucket: string;
  readonly key: string;
}

/** Runs in one turn of the event loop, so that what it checked is still true when it writes. */
export type S3Operation = (call: S3Call, storage: ObjectStorage) => AwsResponse;

export const xmlNamespace = "http://s3.amazonaws.com/doc/2006-03-01/";
export const xmlHeaders = { "content-type": "application/xml" } as const;
export const encryptionHeaders = { "x-amz-server-side-encryption": "AES256" } as const;

const maxKeyBytes = 1024;

/** Throws AwsError KeyTooLongError. Keys may be 1,024 bytes of UTF-8. */
export const toCall = (request: AwsRequest): S3Call => {
  const [bucket = "", key = ""] = request.path
    .slice(1)
    .split(/\/(.*)/s, 2)
    .map(decodeURIComponent);
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new AwsError("KeyTooLongError", `Your key is longer than ${maxKeyBytes} bytes.`);
  }
  return { ...request, bucket, key };
};

/** The body without its chunk headers, checked against the checksums that came with it. */
export const uploadedBody = ({ headers, body }: AwsRequest): CheckedBody => {
  const isChunked = headers["x-amz-content-sha256"]?.startsWith("STREAMING-") ?? false;
  const decoded = isChunked ? decodeAwsChunked(body) : { body, trailers: {} };
  const length = headers["x-amz-decoded-content-length"];
  if (isChunked && length !== undefined && Number(length) !== decoded.body.length) {
    throw new AwsError("IncompleteBody", `The body holds ${decoded.body.length} bytes, not ${length}.`);
  }
  const all = { ...headers, ...decoded.trailers };
  verifyChecksums(all, decoded.body);
  return { body: decoded.body, checksums: onlyChecksums(all) };
};

const keptNames = new Set([
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
]);

/** The headers of a request that S3 gives back with the object. */
export const keptHeaders = (headers: Readonly<Record<string, string>>): KeptHeaders => {
  const kept: Record<string, string> = { "content-type": "binary/octet-stream" };
  for (const [name, value] of Object.entries(headers)) {
    const isKept = keptNames.has(name) || name.startsWith("x-amz-meta-");
    const text =
      name === "content-encoding" ? value.replace(/^aws-chunked(,\s*)?|,\s*aws-chunked/, "") : value;
    if (isKept && text !== "") kept[name] = text;
  }
  return kept;
};

export const quoted = (etag: string): string => `"${etag}"`;

/** Names the version that an answer is about, if the bucket has versions. */
export const versionHeaders = ({ versionId }: Version): Readonly<Record<string, string>> =>
  versionId === "null" ? {} : { "x-amz-version-id": versionId };

export const requiredQuery = ({ query }: S3Call, name: string): string => {
  const value = query.get(name);
  if (!value) throw new AwsError("InvalidArgument", `The query parameter ${name} is missing.`);
  return value;
};

/** A count in the query, e.g. `max-keys`: at most 1,000, as S3 caps it. Throws AwsError InvalidArgument. */
export const pageSize = ({ query }: S3Call, name: string): number => {
  const value = query.get(name) ?? "1000";
  if (!/^\d{1,10}$/.test(value)) {
    throw new AwsError("InvalidArgument", `${name} must be a number from 0 on, not "${value}".`);
  }
  return Math.min(Number(value), 1000);
};
