import { AwsError, type AwsResponse } from "../../../ports.ts";
import { byteRange } from "../byte-range.ts";
import {
  encryptionHeaders,
  type ObjectStorage,
  quoted,
  type S3Call,
  type S3Operation,
  versionHeaders,
} from "../call.ts";
import { isChecksum } from "../checksums.ts";
import { isUnchanged } from "../conditions.ts";
import type { Version, WantedVersion } from "../versions.ts";

/** The version that a request means. Throws AwsError NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker. */
export const wantedVersion = (wanted: WantedVersion, { versions }: ObjectStorage): Version => {
  const bucket = versions.bucket(wanted.bucket);
  const { key, versionId } = wanted;
  if (versionId === null) {
    const newest = versions.newest(bucket.name, key);
    if (!newest || newest.isDeleteMarker) {
      throw new AwsError("NoSuchKey", `The key "${key}" does not exist.`, 404);
    }
    return newest;
  }
  const version = versions.byId(bucket.name, key, versionId);
  if (!version) throw new AwsError("NoSuchVersion", `There is no version ${versionId} of "${key}".`, 404);
  if (version.isDeleteMarker) {
    throw new AwsError("MethodNotAllowed", "A delete marker has no content.", 405);
  }
  return version;
};

const objectHeaders = (version: Version, withChecksum: boolean): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(version.headers).filter(([name]) => withChecksum || !isChecksum(name)),
  ),
  ...encryptionHeaders,
  ...versionHeaders(version),
  etag: quoted(version.etag),
  "last-modified": new Date(version.modifiedMs).toUTCString(),
  "accept-ranges": "bytes",
});

const answer = (
  call: S3Call,
  storage: ObjectStorage,
  body: (v: Version, start: number, end: number) => Buffer | undefined,
): AwsResponse => {
  const version = wantedVersion({ ...call, versionId: call.query.get("versionId") }, storage);
  if (isUnchanged(call, version)) return { status: 304, headers: objectHeaders(version, false) };
  const range = byteRange(call.headers.range, version.size);
  const { start, end } = range ?? { start: 0, end: version.size };
  const isWhole = range === undefined;
  const headers = objectHeaders(version, isWhole && call.headers["x-amz-checksum-mode"] === "ENABLED");
  headers["content-length"] = String(end - start);
  if (!isWhole) headers["content-range"] = `bytes ${start}-${end - 1}/${version.size}`;
  const content = body(version, start, end);
  return { status: isWhole ? 200 : 206, headers, ...(content && { body: content }) };
};

export const getObject: S3Operation = (call, storage) =>
  answer(call, storage, (version, start, end) => {
    const pieces = [...storage.versions.read(version, start, end)];
    return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
  });

export const headObject: S3Operation = (call, storage) => answer(call, storage, () => undefined);
