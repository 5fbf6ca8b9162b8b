import * as z from "zod";
import type { Json } from "../../ports.ts";

/** Templates write numbers and truth values as texts, too. */
const count = z.coerce.number().int();
const flag = z.union([z.boolean(), z.stringbool()]);

const tag = z.object({ Key: z.string(), Value: z.string() });

const transition = z.object({
  StorageClass: z.string(),
  TransitionDate: z.string().optional(),
  TransitionInDays: count.optional(),
});

const laterTransition = z.object({
  StorageClass: z.string(),
  TransitionInDays: count,
  NewerNoncurrentVersions: count.optional(),
});

const lifecycleRule = z.object({
  Id: z.string().optional(),
  Status: z.enum(["Enabled", "Disabled"]),
  Prefix: z.string().optional(),
  TagFilters: z.array(tag).default([]),
  ObjectSizeGreaterThan: count.optional(),
  ObjectSizeLessThan: count.optional(),
  ExpirationDate: z.string().optional(),
  ExpirationInDays: count.optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  NoncurrentVersionExpiration: z
    .object({ NoncurrentDays: count, NewerNoncurrentVersions: count.optional() })
    .optional(),
  NoncurrentVersionExpirationInDays: count.optional(),
  Transition: transition.optional(),
  Transitions: z.array(transition).default([]),
  NoncurrentVersionTransition: laterTransition.optional(),
  NoncurrentVersionTransitions: z.array(laterTransition).default([]),
  AbortIncompleteMultipartUpload: z.object({ DaysAfterInitiation: count }).optional(),
});

export type LifecycleRule = z.infer<typeof lifecycleRule>;

const encryptionRule = z.object({
  ServerSideEncryptionByDefault: z
    .object({ SSEAlgorithm: z.string(), KMSMasterKeyID: z.string().optional() })
    .optional(),
  BucketKeyEnabled: flag.default(false),
  BlockedEncryptionTypes: z.object({ EncryptionType: z.array(z.string()) }).optional(),
});

export type EncryptionRule = z.infer<typeof encryptionRule>;

/**
 * What a template says of a bucket and S3 only tells again here; in CloudFormation's form.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
 */
export const bucketProperties = z.object({
  VersioningConfiguration: z.object({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
  LifecycleConfiguration: z
    .object({
      Rules: z.array(lifecycleRule),
      TransitionDefaultMinimumObjectSize: z.string().default("all_storage_classes_128K"),
    })
    .optional(),
  Tags: z.array(tag).default([]),
  BucketEncryption: z.object({ ServerSideEncryptionConfiguration: z.array(encryptionRule) }).optional(),
  PublicAccessBlockConfiguration: z
    .object({
      BlockPublicAcls: flag.default(false),
      IgnorePublicAcls: flag.default(false),
      BlockPublicPolicy: flag.default(false),
      RestrictPublicBuckets: flag.default(false),
    })
    .optional(),
  OwnershipControls: z.object({ Rules: z.array(z.object({ ObjectOwnership: z.string() })) }).optional(),
  LoggingConfiguration: z
    .object({ DestinationBucketName: z.string().optional(), LogFilePrefix: z.string().default("") })
    .optional(),
});

export interface BucketSettings extends z.infer<typeof bucketProperties> {
  /** undefined: the bucket has no policy. */
  readonly policy?: Json;
}
