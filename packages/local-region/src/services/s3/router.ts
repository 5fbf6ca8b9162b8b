import { AwsError, account } from "../../ports.ts";
import type { S3Call, S3Operation } from "./call.ts";
import { isAlgorithm, isChecksum } from "./checksums.ts";
import * as settings from "./operations/bucket-settings.ts";
import { getBucketLocation, headBucket, listBuckets } from "./operations/buckets.ts";
import { copyObject } from "./operations/copy-object.ts";
import { deleteObject, deleteObjects } from "./operations/delete-objects.ts";
import { getObject, headObject } from "./operations/get-object.ts";
import { listObjects, listObjectsV2, listObjectVersions } from "./operations/list-objects.ts";
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  uploadPart,
} from "./operations/multipart.ts";
import { putObject } from "./operations/put-object.ts";

interface Route {
  readonly method: string;
  readonly target: "service" | "bucket" | "object";
  /** Query parameter that distinguishes this operation from others with the same method and target. */
  readonly flag?: string;
  /** Header that does the same. */
  readonly header?: string;
  /** Further query parameters it understands. */
  readonly query?: readonly string[];
  readonly operation: S3Operation;
}

/** Questions about a bucket's settings, by the query parameter that asks them. */
const settingsByFlag: Readonly<Record<string, S3Operation>> = {
  accelerate: settings.getBucketAccelerateConfiguration,
  acl: settings.getBucketAcl,
  cors: settings.getBucketCors,
  encryption: settings.getBucketEncryption,
  lifecycle: settings.getBucketLifecycleConfiguration,
  logging: settings.getBucketLogging,
  notification: settings.getBucketNotificationConfiguration,
  "object-lock": settings.getObjectLockConfiguration,
  ownershipControls: settings.getBucketOwnershipControls,
  policy: settings.getBucketPolicy,
  policyStatus: settings.getBucketPolicyStatus,
  publicAccessBlock: settings.getPublicAccessBlock,
  replication: settings.getBucketReplication,
  requestPayment: settings.getBucketRequestPayment,
  tagging: settings.getBucketTagging,
  versioning: settings.getBucketVersioning,
  website: settings.getBucketWebsite,
};

const settingsRoutes: readonly Route[] = Object.entries(settingsByFlag).map(([flag, operation]) => ({
  method: "GET",
  target: "bucket",
  flag,
  operation,
}));

const listQuery = ["prefix", "delimiter", "max-keys", "encoding-type"];

/** The first that fits is used, so those with a flag or a header come first. */
const routes: readonly Route[] = [
  {
    method: "GET",
    target: "service",
    query: ["prefix", "max-buckets", "continuation-token", "bucket-region"],
    operation: listBuckets,
  },
  { method: "HEAD", target: "bucket", operation: headBucket },
  { method: "GET", target: "bucket", flag: "location", operation: getBucketLocation },
  ...settingsRoutes,
  {
    method: "GET",
    target: "bucket",
    flag: "versions",
    query: ["prefix", "max-keys", "encoding-type", "key-marker", "version-id-marker"],
    operation: listObjectVersions,
  },
  {
    method: "GET",
    target: "bucket",
    flag: "list-type",
    query: [...listQuery, "continuation-token", "start-after", "fetch-owner"],
    operation: listObjectsV2,
  },
  { method: "GET", target: "bucket", query: [...listQuery, "marker"], operation: listObjects },
  { method: "POST", target: "bucket", flag: "delete", operation: deleteObjects },
  { method: "POST", target: "object", flag: "uploads", operation: createMultipartUpload },
  { method: "POST", target: "object", flag: "uploadId", operation: completeMultipartUpload },
  { method: "PUT", target: "object", flag: "uploadId", query: ["partNumber"], operation: uploadPart },
  { method: "PUT", target: "object", header: "x-amz-copy-source", operation: copyObject },
  { method: "PUT", target: "object", operation: putObject },
  { method: "GET", target: "object", query: ["versionId"], operation: getObject },
  { method: "HEAD", target: "object", query: ["versionId"], operation: headObject },
  { method: "DELETE", target: "object", flag: "uploadId", operation: abortMultipartUpload },
  { method: "DELETE", target: "object", query: ["versionId"], operation: deleteObject },
];

/** As S3 names them. */
export const operationNames: readonly string[] = routes.map(
  ({ operation: { name } }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
);

const notImplemented = (what: string) =>
  new AwsError("NotImplemented", `The region's S3 does not have what this request asks for: ${what}.`, 501);

/** Parts of a presigned address, and the operation's name that SDKs add: they are not instructions. */
const isNeutralQuery = (name: string) => name === "x-id" || name.startsWith("X-Amz-");

const understoodHeaders = new Set([
  "x-amz-checksum-algorithm",
  "x-amz-checksum-mode",
  "x-amz-checksum-type",
  "x-amz-content-sha256",
  "x-amz-copy-source",
  "x-amz-date",
  "x-amz-decoded-content-length",
  "x-amz-metadata-directive",
  "x-amz-mp-object-size",
  "x-amz-sdk-checksum-algorithm",
  "x-amz-security-token",
  "x-amz-trailer",
  "x-amz-user-agent",
]);

/** Headers that announce a checksum: one that can't be computed here is refused, not accepted unchecked. */
const checksumNames: Readonly<Record<string, (name: string) => boolean>> = {
  "x-amz-checksum-algorithm": isAlgorithm,
  "x-amz-sdk-checksum-algorithm": isAlgorithm,
  "x-amz-trailer": isChecksum,
};

/** Headers that are instructions are followed or refused, never silently ignored. */
const checkHeaders = (headers: S3Call["headers"]): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith("x-amz-")) continue;
    const isKnownChecksum = checksumNames[name];
    if (isKnownChecksum && !isKnownChecksum(value.trim().toLowerCase())) {
      throw notImplemented(`header ${name}: ${value}`);
    }
    if (understoodHeaders.has(name)) continue;
    if (name.startsWith("x-amz-meta-") || isChecksum(name)) continue;
    if (name === "x-amz-server-side-encryption" && value === "AES256") continue;
    if (name === "x-amz-storage-class" && value === "STANDARD") continue;
    if (name !== "x-amz-expected-bucket-owner") throw notImplemented(`header ${name}: ${value}`);
    if (value !== account) throw new AwsError("AccessDenied", `The bucket is not owned by ${value}.`, 403);
  }
};

/** Throws AwsError NotImplemented, naming what is not supported. */
export const operationFor = (call: S3Call): S3Operation => {
  const target = call.bucket === "" ? "service" : call.key === "" ? "bucket" : "object";
  const names = [...call.query.keys()].filter((name) => !isNeutralQuery(name));
  const route = routes.find(
    (r) =>
      r.method === call.method &&
      r.target === target &&
      (r.flag === undefined || call.query.has(r.flag)) &&
      (r.header === undefined || call.headers[r.header] !== undefined),
  );
  if (!route) throw notImplemented(`${call.method} ?${names.join("&")} (${target})`);
  const unknown = names.find((name) => name !== route.flag && !route.query?.includes(name));
  if (unknown !== undefined) throw notImplemented(`${call.method} ?${unknown} (${target})`);
  checkHeaders(call.headers);
  return route.operation;
};
