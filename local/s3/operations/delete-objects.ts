import { element, renderXml, type XmlElement, xmlElements, xmlText } from "../../aws/xml.ts";
import { AwsError } from "../../ports.ts";
import { type ObjectStorage, type S3Operation, uploadedBody, xmlHeaders, xmlNamespace } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import type { Bucket, Version } from "../versions.ts";

/** Most keys that one request may delete. Source: S3's DeleteObjects. */
const maxKeys = 1000;

interface Deleted {
  readonly versionId: string | undefined;
  /** The delete marker that was made or removed. */
  readonly marker: Version | undefined;
}

/** Deleting what isn't there succeeds, as on S3. */
const deleteOne = (
  { versions, clock }: ObjectStorage,
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): Deleted => {
  if (versionId === undefined && bucket.isVersioned) {
    const modifiedMs = clock.now();
    const marker = { bucket, key, isDeleteMarker: true, size: 0, etag: "", modifiedMs, headers: {} };
    return { versionId: undefined, marker: versions.put(marker, Buffer.alloc(0)) };
  }
  const version =
    versionId === undefined ? versions.newest(bucket.name, key) : versions.byId(bucket.name, key, versionId);
  if (version) versions.remove(version);
  return { versionId, marker: version?.isDeleteMarker ? version : undefined };
};

export const deleteObject: S3Operation = (call, storage) => {
  const bucket = storage.versions.bucket(call.bucket);
  if (call.headers["if-match"] !== undefined) {
    checkWrite(call, storage.versions.newest(bucket.name, call.key));
  }
  const requested = call.query.get("versionId") ?? undefined;
  const { marker, versionId = marker?.versionId } = deleteOne(storage, bucket, call.key, requested);
  return {
    status: 204,
    headers: {
      ...(versionId && { "x-amz-version-id": versionId }),
      ...(marker && { "x-amz-delete-marker": "true" }),
    },
  };
};

const deletedElement = (key: string, { versionId, marker }: Deleted): XmlElement =>
  element(
    "Deleted",
    element("Key", key),
    versionId === undefined ? undefined : element("VersionId", versionId),
    marker && element("DeleteMarker", true),
    marker && element("DeleteMarkerVersionId", marker.versionId),
  );

export const deleteObjects: S3Operation = (call, storage) => {
  const bucket = storage.versions.bucket(call.bucket);
  const xml = uploadedBody(call).body.toString();
  const objects = xmlElements(xml, "Object").map((object) => ({
    key: xmlText(object, "Key") ?? "",
    versionId: xmlText(object, "VersionId"),
  }));
  if (objects.length === 0 || objects.length > maxKeys || objects.some(({ key }) => key === "")) {
    throw new AwsError("MalformedXML", `DeleteObjects takes 1 to ${maxKeys} keys, none of them empty.`);
  }
  const deleted = objects.map(({ key, versionId }) =>
    deletedElement(key, deleteOne(storage, bucket, key, versionId)),
  );
  const isQuiet = xmlText(xml, "Quiet") === "true";
  const root = element("DeleteResult", ...(isQuiet ? [] : deleted));
  return { status: 200, headers: xmlHeaders, body: renderXml(root, xmlNamespace) };
};
