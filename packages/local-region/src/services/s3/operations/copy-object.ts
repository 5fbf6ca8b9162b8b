import { element, renderXml } from "../../../http/xml.ts";
import { AwsError } from "../../../ports.ts";
import {
  encryptionHeaders,
  keptHeaders,
  quoted,
  type S3Call,
  type S3Operation,
  versionHeaders,
  xmlHeaders,
  xmlNamespace,
} from "../call.ts";
import { onlyChecksums } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import { parseCopySource } from "../copy-source.ts";
import type { KeptHeaders, Version, WantedVersion } from "../versions.ts";
import { wantedVersion } from "./get-object.ts";

const illegalCopy = () =>
  new AwsError(
    "InvalidRequest",
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );

/** Headers that let an object be copied onto itself, even with the values that it has. */
const changes = ["x-amz-storage-class", "x-amz-server-side-encryption"];

const isReplaced = ({ headers }: S3Call): boolean => headers["x-amz-metadata-directive"] === "REPLACE";

/** Throws AwsError InvalidRequest for a copy that would change nothing. An older version may be copied onto the newest. */
const checkTarget = (call: S3Call, source: WantedVersion): void => {
  const isItself = source.bucket === call.bucket && source.key === call.key && source.versionId === null;
  if (!isItself || isReplaced(call)) return;
  if (!changes.some((name) => call.headers[name] !== undefined)) throw illegalCopy();
};

const copiedHeaders = (call: S3Call, source: Version): KeptHeaders => {
  if (!isReplaced(call)) return source.headers;
  return { ...keptHeaders(call.headers), ...onlyChecksums(source.headers) };
};

export const copyObject: S3Operation = (call, storage) => {
  const { versions, clock } = storage;
  const bucket = versions.bucket(call.bucket);
  const from = parseCopySource(call.headers["x-amz-copy-source"] ?? "");
  const source = wantedVersion(from, storage);
  checkTarget(call, from);
  checkWrite(call, versions.newest(bucket.name, call.key));
  const { size, etag } = source;
  const headers = copiedHeaders(call, source);
  const version = {
    bucket,
    key: call.key,
    isDeleteMarker: false,
    size,
    etag,
    modifiedMs: clock.now(),
    headers,
  };
  const stored = versions.copy(source, version);
  const root = element(
    "CopyObjectResult",
    element("LastModified", new Date(stored.modifiedMs).toISOString()),
    element("ETag", quoted(stored.etag)),
  );
  return {
    status: 200,
    headers: { ...xmlHeaders, ...encryptionHeaders, ...versionHeaders(stored) },
    body: renderXml(root, xmlNamespace),
  };
};
