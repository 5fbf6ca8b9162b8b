import * as z from "zod";
import type { StatementSource } from "../../services/iam/policy.ts";
import { bucketProperties } from "../../services/s3/bucket-settings.ts";
import { bucketName } from "../names.ts";
import type { RegionPlan } from "../plan.ts";
import { arnOf, defineResource, describeIssue, harmlessResource } from "../resource-type.ts";
import { policyDocument } from "./policy-document.ts";

/** CloudFormation adds them to those of the template. */
const stackTags = ({ stackName, stackId }: RegionPlan, logicalId: string) => [
  { Key: "aws:cloudformation:stack-name", Value: stackName },
  { Key: "aws:cloudformation:logical-id", Value: logicalId },
  { Key: "aws:cloudformation:stack-id", Value: stackId },
];

const bucket = defineResource({
  type: "AWS::S3::Bucket",
  nameProperty: "BucketName",
  longestName: 63,
  supported: z.strictObject({
    BucketName: z
      .string()
      .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)
      .optional(),
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
  add: ({ logicalId, identity }, { VersioningConfiguration }, plan, all) => {
    const isVersioned = VersioningConfiguration?.Status === "Enabled";
    const told = bucketProperties.safeParse(all);
    if (!told.success) return told.error.issues.flatMap((issue) => describeIssue(issue, all));
    const Tags = [...told.data.Tags, ...stackTags(plan, logicalId)];
    plan.buckets.push({ logicalId, name: identity.ref, isVersioned, settings: { ...told.data, Tags } });
    return [];
  },
});

/** CreateQueue takes text only; the redrive policy is JSON. */
const asAttribute = (value: string | number | boolean | object): string =>
  typeof value === "object" ? JSON.stringify(value) : String(value);

/** Bounds of SQS. */
const queue = defineResource({
  type: "AWS::SQS::Queue",
  nameProperty: "QueueName",
  longestName: 80,
  supported: z.strictObject({
    QueueName: z.string().optional(),
    DelaySeconds: z.int().min(0).max(900).optional(),
    MaximumMessageSize: z.int().min(1024).max(1_048_576).optional(),
    MessageRetentionPeriod: z.int().min(60).max(1_209_600).optional(),
    ReceiveMessageWaitTimeSeconds: z.int().min(0).max(20).optional(),
    VisibilityTimeout: z.int().min(0).max(43_200).optional(),
    RedrivePolicy: z
      .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.int().min(1).max(1000) })
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

const isEverybody = (principal: unknown): boolean =>
  ["*", JSON.stringify({ AWS: "*" })].includes(
    typeof principal === "string" ? principal : JSON.stringify(principal),
  );

const allowsService = ({ Effect, Principal }: StatementSource, service: string): boolean =>
  Effect === "Allow" && JSON.stringify(Principal) === JSON.stringify({ Service: service });

/** CloudFront's right to read a bucket. */
const isForEdge = (source: StatementSource): boolean => allowsService(source, "cloudfront.amazonaws.com");

/** The right of EventBridge's rules, which are never asked here: no service sends events. */
const isForEvents = (source: StatementSource): boolean => allowsService(source, "events.amazonaws.com");

/**
 * A policy of a bucket or queue that refuses something to everybody, or lets a distribution read, or a rule of EventBridge send. One that
 * gives rights to others is not supported.
 */
const resourcePolicy = (type: string) =>
  defineResource({
    type,
    supported: z.strictObject({ PolicyDocument: policyDocument }),
    harmless: { Bucket: "each statement names its resource", Queues: "each statement names its resource" },
    identify: ({ name }) => ({ ref: name, attributes: {} }),
    add: (_, { PolicyDocument }, plan, all) => {
      if (typeof all.Bucket === "string") plan.bucketPolicies.set(all.Bucket, all.PolicyDocument ?? null);
      plan.edgeStatements.push(...PolicyDocument.filter(({ source }) => isForEdge(source)));
      const statements = PolicyDocument.filter(({ source }) => !isForEdge(source) && !isForEvents(source));
      plan.resourceStatements.push(...statements);
      return statements
        .filter(({ effect, source }) => effect !== "Deny" || !isEverybody(source.Principal))
        .map(
          ({ source }) =>
            `only a Deny for everybody and the rights of CloudFront and EventBridge are known here, not ${source.Effect} for ${JSON.stringify(source.Principal)}`,
        );
    },
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
