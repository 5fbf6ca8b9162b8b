import { element, renderXml, xmlElements, xmlText } from "../../../http/xml.ts";
import { AwsError } from "../../../ports.ts";
import {
  encryptionHeaders,
  keptHeaders,
  type ObjectStorage,
  quoted,
  requiredQuery,
  type S3Call,
  type S3Operation,
  uploadedBody,
  versionHeaders,
  xmlHeaders,
  xmlNamespace,
} from "../call.ts";
import { checkWrite } from "../conditions.ts";
import { checksumElements, checksumsInPart } from "../part-checksums.ts";
import type { MultipartUpload, PartName } from "../uploads.ts";

/** Source: docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html. */
const maxParts = 10_000;

const findUpload = (call: S3Call, { uploads }: ObjectStorage): MultipartUpload =>
  uploads.find(requiredQuery(call, "uploadId"), call.bucket, call.key);

export const createMultipartUpload: S3Operation = (call, { versions, uploads }) => {
  const bucket = versions.bucket(call.bucket);
  const uploadId = uploads.create(bucket.name, call.key, keptHeaders(call.headers));
  const root = element(
    "InitiateMultipartUploadResult",
    element("Bucket", bucket.name),
    element("Key", call.key),
    element("UploadId", uploadId),
  );
  return {
    status: 200,
    headers: { ...xmlHeaders, ...encryptionHeaders },
    body: renderXml(root, xmlNamespace),
  };
};

export const uploadPart: S3Operation = (call, storage) => {
  if (call.headers["x-amz-copy-source"] !== undefined) {
    throw new AwsError("NotImplemented", "The region's S3 has no UploadPartCopy.", 501);
  }
  const upload = findUpload(call, storage);
  const number = Number(requiredQuery(call, "partNumber"));
  if (!Number.isInteger(number) || number < 1 || number > maxParts) {
    throw new AwsError("InvalidArgument", `Part number must be an integer between 1 and ${maxParts}.`);
  }
  const part = uploadedBody(call);
  const etag = storage.uploads.addPart(upload, number, part);
  return { status: 200, headers: { etag: quoted(etag), ...encryptionHeaders, ...part.checksums } };
};

const partNames = (xml: string): PartName[] =>
  xmlElements(xml, "Part").map((part) => ({
    number: Number(xmlText(part, "PartNumber")),
    etag: (xmlText(part, "ETag") ?? "").replaceAll('"', ""),
    checksums: checksumsInPart(part),
  }));

export const completeMultipartUpload: S3Operation = (call, storage) => {
  const bucket = storage.versions.bucket(call.bucket);
  const upload = findUpload(call, storage);
  const names = partNames(call.body.toString());
  if (names.length === 0) throw new AwsError("MalformedXML", "CompleteMultipartUpload names no Part.");
  checkWrite(call, storage.versions.newest(bucket.name, call.key));
  const stored = storage.uploads.complete(
    upload,
    { names, headers: call.headers },
    bucket,
    storage.clock.now(),
  );
  const root = element(
    "CompleteMultipartUploadResult",
    element("Location", `/${bucket.name}/${encodeURI(call.key)}`),
    element("Bucket", bucket.name),
    element("Key", call.key),
    element("ETag", quoted(stored.etag)),
    ...checksumElements(stored.headers),
  );
  const headers = { ...xmlHeaders, ...encryptionHeaders, ...versionHeaders(stored) };
  return { status: 200, headers, body: renderXml(root, xmlNamespace) };
};

export const abortMultipartUpload: S3Operation = (call, storage) => {
  storage.uploads.abort(findUpload(call, storage));
  return { status: 204 };
};
