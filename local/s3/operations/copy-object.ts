import { element, renderXml } from "../../aws/xml.ts";
import { AwsError } from "../../ports.ts";
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
import { isChecksum } from "../checksums.ts";
import { checkWrite } from "../conditions.ts";
import type { KeptHeaders, Version } from "../versions.ts";
import { wantedVersion } from "./get-object.ts";

/** `[/]<bucket>/<key>[?versionId=<id>]`, percent-encoded. */
const sourceCall = (call: S3Call): S3Call => {
  const [path = "", search = ""] = (call.headers["x-amz-copy-source"] ?? "").split("?", 2);
  const [, bucket, key] = /^\/?([^/]+)\/(.+)$/s.exec(decodeURIComponent(path)) ?? [];
  if (!bucket || !key) {
    throw new AwsError("InvalidArgument", "x-amz-copy-source must be <bucket>/<key>, percent-encoded.");
  }
  return { ...call, bucket, key, query: new URLSearchParams(search) };
};

const copiedHeaders = (call: S3Call, source: Version): KeptHeaders => {
  const isReplaced = call.headers["x-amz-metadata-directive"] === "REPLACE";
  if (!isReplaced) return source.headers;
  const checksums = Object.entries(source.headers).filter(([name]) => isChecksum(name));
  return { ...keptHeaders(call.headers), ...Object.fromEntries(checksums) };
};

export const copyObject: S3Operation = (call, storage) => {
  const { versions, clock } = storage;
  const bucket = versions.bucket(call.bucket);
  const source = wantedVersion(sourceCall(call), storage);
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
