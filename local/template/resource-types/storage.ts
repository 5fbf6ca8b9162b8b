import { z } from "zod";
import { bucketName } from "../names.ts";
import { arnOf, defineResource, harmlessResource } from "../resource-type.ts";

const bucket = defineResource({
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  longestName: 63,
  supported: z.strictObject({
    BucketName: z.string().optional(),
    VersioningConfiguration: z.strictObject({ Status: z.enum(["Enabled", "Suspended"]) }).optional(),
  }),
  harmless: {
    BucketEncryption: "objects lie in the data folder, under the disk's own protection",
    LifecycleConfiguration: "nothing expires by itself on one machine",
    LoggingConfiguration: "calls are not logged to a bucket",
    OwnershipControls: "there is one account",
    PublicAccessBlockConfiguration: "the endpoint answers on the loopback address and to known keys only",
    Tags: "only describe",
  },
  identify: ({ logicalId, name, world }, properties) => {
    const bucket = "BucketName" in properties ? name : bucketName(world.stackName, logicalId);
    const host = `s3.${world.region}.${world.urlSuffix}`;
    return {
      ref: bucket,
      attributes: {
        Arn: `arn:${world.partition}:s3:::${bucket}`,
        DomainName: `${bucket}.s3.${world.urlSuffix}`,
        RegionalDomainName: `${bucket}.${host}`,
      },
    };
  },
  add: ({ logicalId, identity }, { VersioningConfiguration }, plan) => {
    const isVersioned = VersioningConfiguration?.Status === "Enabled";
    plan.buckets.push({ logicalId, name: identity.ref, isVersioned });
  },
});

/** CreateQueue takes text; the redrive policy as JSON. */
const asAttribute = (value: string | number | boolean | object): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

const queue = defineResource({
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  longestName: 80,
  supported: z.strictObject({
    QueueName: z.string().optional(),
    DelaySeconds: z.number().optional(),
    MaximumMessageSize: z.number().optional(),
    MessageRetentionPeriod: z.number().optional(),
    ReceiveMessageWaitTimeSeconds: z.number().optional(),
    VisibilityTimeout: z.number().optional(),
    RedrivePolicy: z
      .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() })
      .optional(),
  }),
  harmless: {
    SqsManagedSseEnabled: "messages lie in the data folder, under the disk's own protection",
    RedriveAllowPolicy: "only forbids other queues, and every queue here is the template's",
    Tags: "only describe",
  },
  identify: ({ name, world }) => ({
    ref: world.queueUrl(name),
    attributes: { Arn: arnOf(world, "sqs", name), QueueName: name, QueueUrl: world.queueUrl(name) },
  }),
  add: ({ logicalId, name }, { QueueName: _, ...settings }, plan) => {
    const attributes = Object.entries(settings).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, asAttribute(value)]],
    );
    plan.queues.push({ logicalId, name, attributes: Object.fromEntries(attributes) });
  },
});

const plainHttpOnly = { Bool: { "aws:SecureTransport": "false" } };

/** What the CDK writes here only refuses plain HTTP. Anything else would be ignored, so it is refused. */
const resourcePolicy = (type: string) =>
  defineResource({
    type,
    supported: z.strictObject({
      PolicyDocument: z.object({
        Statement: z.array(z.object({ Effect: z.literal("Deny"), Condition: z.json() })),
      }),
    }),
    harmless: { Bucket: "says whom the policy is for", Queues: "says whom the policy is for" },
    identify: ({ name }) => ({ ref: name, attributes: {} }),
    add: (_, { PolicyDocument }) =>
      PolicyDocument.Statement.map(({ Condition }) => JSON.stringify(Condition))
        .filter((condition) => condition !== JSON.stringify(plainHttpOnly))
        .map((condition) => `only the refusal of plain HTTP is known here, not ${condition}`),
  });

export const storageTypes = [
  bucket,
  queue,
  resourcePolicy("AWS::S3::BucketPolicy"),
  resourcePolicy("AWS::SQS::QueuePolicy"),
  harmlessResource("AWS::Logs::LogGroup", "log lines lie in the data folder", ({ name, world }) => ({
    ref: name,
    attributes: { Arn: `${arnOf(world, "logs", `log-group:${name}`)}:*` },
  })),
];
