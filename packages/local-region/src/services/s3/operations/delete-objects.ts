import { element, renderXml, type XmlElement } from "../../../http/xml.ts";
import { AwsError } from "../../../ports.ts";
import { type ObjectStorage, type S3Operation, xmlHeaders, xmlNamespace } from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { type ObjectToDelete, parseDeleteRequest } from "../delete-request.ts";
import type { Bucket, Version } from "../versions.ts";

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

const errorElement = ({ key, versionId }: ObjectToDelete, { code, message }: AwsError): XmlElement =>
  element(
    "Error",
    element("Key", key),
    versionId === undefined ? undefined : element("VersionId", versionId),
    element("Code", code),
    element("Message", message),
  );

/** One object's part of the answer: an unmet condition is that object's error, not the request's. */
const deleteEach = (storage: ObjectStorage, bucket: Bucket, object: ObjectToDelete): XmlElement => {
  const { key, versionId, etag } = object;
  try {
    if (etag !== undefined) {
      // Also when a version's id is given: S3 compares conditions with the current version only.
      checkWrite({ key, headers: { "if-match": etag } }, storage.versions.newest(bucket.name, key));
    }
    return deletedElement(key, deleteOne(storage, bucket, key, versionId));
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return errorElement(object, error);
  }
};

export const deleteObjects: S3Operation = (call, storage) => {
  const bucket = storage.versions.bucket(call.bucket);
  const { objects, isQuiet } = parseDeleteRequest(call);
  const answers = objects.map((object) => deleteEach(storage, bucket, object));
  const told = isQuiet ? answers.filter(({ name }) => name === "Error") : answers;
  return {
    status: 200,
    headers: xmlHeaders,
    body: renderXml(element("DeleteResult", ...told), xmlNamespace),
  };
};
