import { element, renderXml, type XmlElement } from "../../../http/xml.ts";
import { AwsError, type AwsResponse, account, type Json } from "../../../ports.ts";
import type { BucketSettings, EncryptionRule } from "../bucket-settings.ts";
import { type ObjectStorage, type S3Call, type S3Operation, xmlHeaders, xmlNamespace } from "../call.ts";
import { ruleElement } from "./lifecycle-rule.ts";

const answer = (root: XmlElement, headers: AwsResponse["headers"] = {}): AwsResponse => ({
  status: 200,
  headers: { ...xmlHeaders, ...headers },
  body: renderXml(root, xmlNamespace),
});

/** @throws {AwsError} NoSuchBucket. */
const settingsOf = ({ bucket }: S3Call, { versions, settings }: ObjectStorage): BucketSettings | undefined =>
  settings.get(versions.bucket(bucket).name);

const notSet = (code: string, message: string): AwsError => new AwsError(code, message, 404);

export const getBucketVersioning: S3Operation = (call, storage) => {
  const { isVersioned } = storage.versions.bucket(call.bucket);
  const status = isVersioned ? "Enabled" : settingsOf(call, storage)?.VersioningConfiguration?.Status;
  return answer(
    element("VersioningConfiguration", status === undefined ? undefined : element("Status", status)),
  );
};

export const getBucketLifecycleConfiguration: S3Operation = (call, storage) => {
  const lifecycle = settingsOf(call, storage)?.LifecycleConfiguration;
  if (lifecycle === undefined) {
    throw notSet("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
  }
  return answer(element("LifecycleConfiguration", ...lifecycle.Rules.map(ruleElement)), {
    "x-amz-transition-default-minimum-object-size": lifecycle.TransitionDefaultMinimumObjectSize,
  });
};

const policyOf: (...of: Parameters<S3Operation>) => Json = (call, storage) => {
  const policy = settingsOf(call, storage)?.policy;
  if (policy === undefined) throw notSet("NoSuchBucketPolicy", "The bucket policy does not exist");
  return policy;
};

export const getBucketPolicy: S3Operation = (call, storage) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(policyOf(call, storage)),
});

/** A policy that opens a bucket to the public does not start here. */
export const getBucketPolicyStatus: S3Operation = (call, storage) => {
  policyOf(call, storage);
  return answer(element("PolicyStatus", element("IsPublic", false)));
};

export const getBucketTagging: S3Operation = (call, storage) => {
  const tags = settingsOf(call, storage)?.Tags ?? [];
  if (tags.length === 0) throw notSet("NoSuchTagSet", "The TagSet does not exist");
  const members = tags.map(({ Key, Value }) => element("Tag", element("Key", Key), element("Value", Value)));
  return answer(element("Tagging", element("TagSet", ...members)));
};

/** S3's own since January 2023, so every bucket has an encryption. */
const ownEncryption: readonly EncryptionRule[] = [
  { ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" }, BucketKeyEnabled: false },
];

export const getBucketEncryption: S3Operation = (call, storage) => {
  const set = settingsOf(call, storage)?.BucketEncryption?.ServerSideEncryptionConfiguration;
  const rules = (set ?? ownEncryption).map((rule) => {
    const { ServerSideEncryptionByDefault: byDefault, BlockedEncryptionTypes: blocked } = rule;
    const key = byDefault?.KMSMasterKeyID;
    return element(
      "Rule",
      byDefault &&
        element(
          "ApplyServerSideEncryptionByDefault",
          element("SSEAlgorithm", byDefault.SSEAlgorithm),
          key === undefined ? undefined : element("KMSMasterKeyID", key),
        ),
      element("BucketKeyEnabled", rule.BucketKeyEnabled),
      blocked &&
        element(
          "BlockedEncryptionTypes",
          ...blocked.EncryptionType.map((type) => element("EncryptionType", type)),
        ),
    );
  });
  return answer(element("ServerSideEncryptionConfiguration", ...rules));
};

/**
 * New buckets are closed to the public and have no access lists, unless somebody says otherwise, since April 2023.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html
 */
export const getPublicAccessBlock: S3Operation = (call, storage) => {
  const set = settingsOf(call, storage)?.PublicAccessBlockConfiguration;
  return answer(
    element(
      "PublicAccessBlockConfiguration",
      element("BlockPublicAcls", set?.BlockPublicAcls ?? true),
      element("IgnorePublicAcls", set?.IgnorePublicAcls ?? true),
      element("BlockPublicPolicy", set?.BlockPublicPolicy ?? true),
      element("RestrictPublicBuckets", set?.RestrictPublicBuckets ?? true),
    ),
  );
};

export const getBucketOwnershipControls: S3Operation = (call, storage) => {
  const set = settingsOf(call, storage)?.OwnershipControls?.Rules;
  const rules = set ?? [{ ObjectOwnership: "BucketOwnerEnforced" }];
  const members = rules.map(({ ObjectOwnership }) =>
    element("Rule", element("ObjectOwnership", ObjectOwnership)),
  );
  return answer(element("OwnershipControls", ...members));
};

export const getBucketLogging: S3Operation = (call, storage) => {
  const logging = settingsOf(call, storage)?.LoggingConfiguration;
  return answer(
    element(
      "BucketLoggingStatus",
      logging &&
        element(
          "LoggingEnabled",
          element("TargetBucket", logging.DestinationBucketName ?? call.bucket),
          element("TargetPrefix", logging.LogFilePrefix),
        ),
    ),
  );
};

/** Access lists are off, so the owner may do everything and nobody else is on the list. */
export const getBucketAcl: S3Operation = (call, storage) => {
  settingsOf(call, storage);
  const grantee = element("Grantee", element("ID", account));
  const attributes = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xsi:type": "CanonicalUser",
  };
  const grant = element("Grant", { ...grantee, attributes }, element("Permission", "FULL_CONTROL"));
  const owner = element("Owner", element("ID", account));
  return answer(element("AccessControlPolicy", owner, element("AccessControlList", grant)));
};

// No bucket has any of the following here, because a template that asks for it does not start.

export const getBucketNotificationConfiguration: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  return answer(element("NotificationConfiguration"));
};

export const getBucketRequestPayment: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  return answer(element("RequestPaymentConfiguration", element("Payer", "BucketOwner")));
};

export const getBucketAccelerateConfiguration: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  return answer(element("AccelerateConfiguration"));
};

export const getBucketCors: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  throw notSet("NoSuchCORSConfiguration", "The CORS configuration does not exist");
};

export const getBucketWebsite: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  throw notSet("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration");
};

export const getBucketReplication: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  throw notSet("ReplicationConfigurationNotFoundError", "The replication configuration was not found");
};

export const getObjectLockConfiguration: S3Operation = (call, storage) => {
  storage.versions.bucket(call.bucket);
  throw notSet(
    "ObjectLockConfigurationNotFoundError",
    "Object Lock configuration does not exist for this bucket",
  );
};
