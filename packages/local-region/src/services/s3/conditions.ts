import { AwsError } from "../../ports.ts";
import type { S3Call } from "./call.ts";
import type { Version } from "./versions.ts";

const failed = (condition: string) =>
  new AwsError(
    "PreconditionFailed",
    `At least one of the pre-conditions you specified did not hold: ${condition}.`,
    412,
  );

const isAmong = (list: string, etag: string): boolean =>
  list
    .split(",")
    .map((t) => t.trim().replace(/^W\//, "").replaceAll('"', ""))
    .some((t) => t === "*" || t === etag);

/** Throws PreconditionFailed, NoSuchKey or NotImplemented when `current` forbids the write that these headers ask for. */
export const checkWrite = (
  { headers, key }: Pick<S3Call, "headers" | "key">,
  current: Version | undefined,
): void => {
  const existing = current?.isDeleteMarker ? undefined : current;
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined && ifNoneMatch.trim() !== "*") {
    throw new AwsError("NotImplemented", 'A write takes If-None-Match: "*" only.', 501);
  }
  if (ifNoneMatch !== undefined && existing) throw failed("If-None-Match");
  const ifMatch = headers["if-match"];
  if (ifMatch === undefined) return;
  if (!existing) throw new AwsError("NoSuchKey", `The key "${key}" does not exist.`, 404);
  if (!isAmong(ifMatch, existing.etag)) throw failed("If-Match");
};

/** HTTP dates have whole seconds. */
const isModifiedSince = (version: Version, date: string) =>
  Math.floor(version.modifiedMs / 1000) * 1000 > Date.parse(date);

/**
 * Whether the reader has this version already (304). Throws PreconditionFailed. An ETag condition wins over a date, as
 * RFC 9110 section 13.2.2 orders them.
 */
export const isUnchanged = ({ headers }: S3Call, version: Version): boolean => {
  const ifMatch = headers["if-match"];
  const ifUnmodifiedSince = headers["if-unmodified-since"];
  if (ifMatch !== undefined) {
    if (!isAmong(ifMatch, version.etag)) throw failed("If-Match");
  } else if (ifUnmodifiedSince !== undefined && isModifiedSince(version, ifUnmodifiedSince)) {
    throw failed("If-Unmodified-Since");
  }
  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined) return isAmong(ifNoneMatch, version.etag);
  const ifModifiedSince = headers["if-modified-since"];
  return ifModifiedSince !== undefined && !isModifiedSince(version, ifModifiedSince);
};
