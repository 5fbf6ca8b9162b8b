import * as z from "zod";
import { parsePolicy } from "../../services/iam/policy.ts";
import { lambdaArnOf } from "../../services/iam/requests.ts";
import { arnOf, defineResource } from "../resource-type.ts";

/** Defaults and bounds of Lambda. */
const lambdaFunction = defineResource({
  type: "AWS::Lambda::Function",
  nameProperty: "FunctionName",
  longestName: 64,
  supported: z.strictObject({
    FunctionName: z
      .string()
      .regex(/^[\w-]{1,64}$/)
      .optional(),
    Code: z.strictObject({ S3Bucket: z.string(), S3Key: z.string() }),
    Handler: z.string().regex(/^[\w./-]+\.\w+$/, "must be a file and its export, such as index.handler"),
    Runtime: z.literal("nodejs24.x"),
    Role: z.string(),
    MemorySize: z.int().min(128).max(10_240).default(128),
    Timeout: z.int().min(1).max(900).default(3),
    Environment: z.strictObject({ Variables: z.record(z.string(), z.string()).default({}) }).optional(),
    LoggingConfig: z.strictObject({ LogGroup: z.string().optional() }).optional(),
    ReservedConcurrentExecutions: z.number().min(1).optional(),
  }),
  harmless: {
    Architectures: "a bundle of JavaScript runs on any",
    Description: "only describes",
    "LoggingConfig.LogFormat": "lines are kept as the function writes them",
    "LoggingConfig.ApplicationLogLevel": "lines are kept as the function writes them",
    "LoggingConfig.SystemLogLevel": "the region writes one line an invocation",
    TracingConfig: "traces are not recorded",
    Tags: "only describe",
  },
  identify: ({ name, world }) => ({
    ref: name,
    attributes: { Arn: arnOf(world, "lambda", `function:${name}`) },
  }),
  add: ({ logicalId, name, identity, world }, properties, plan) => {
    const codeFolder = world.assets.get(properties.Code.S3Key);
    if (codeFolder === undefined) {
      return `property Code.S3Key is "${properties.Code.S3Key}", which is no asset of the assembly`;
    }
    plan.functions.push({
      logicalId,
      name,
      arn: identity.attributes.Arn ?? "",
      roleArn: properties.Role,
      codeFolder,
      handler: properties.Handler,
      timeoutSeconds: properties.Timeout,
      memoryMiB: properties.MemorySize,
      environment: properties.Environment?.Variables ?? {},
      logGroup: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      reservedConcurrency: properties.ReservedConcurrentExecutions,
    });
    return undefined;
  },
});

const eventSourceMapping = defineResource({
  type: "AWS::Lambda::EventSourceMapping",
  supported: z
    .strictObject({
      EventSourceArn: z.string().regex(/^arn:[\w-]+:sqs:/, "only queues are event sources here"),
      FunctionName: z.string(),
      BatchSize: z.number().min(1).max(10_000).default(10),
      MaximumBatchingWindowInSeconds: z.number().min(0).max(300).default(0),
      Enabled: z.literal(true).optional(),
      FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
      ScalingConfig: z.strictObject({ MaximumConcurrency: z.number().min(2).max(1000) }).optional(),
    })
    .refine((mapping) => mapping.BatchSize <= 10 || mapping.MaximumBatchingWindowInSeconds > 0, {
      path: ["BatchSize"],
      message: "above 10 it needs a MaximumBatchingWindowInSeconds of at least 1",
    }),
  harmless: { Tags: "only describe", MetricsConfig: "metrics are not recorded" },
  identify: ({ name, world }) => ({
    ref: name,
    attributes: { Id: name, EventSourceMappingArn: arnOf(world, "lambda", `event-source-mapping:${name}`) },
  }),
  add: ({ logicalId }, properties, plan) => {
    plan.eventSources.push({
      logicalId,
      queueArn: properties.EventSourceArn,
      functionName: properties.FunctionName,
      batchSize: properties.BatchSize,
      batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
      maximumConcurrency: properties.ScalingConfig?.MaximumConcurrency,
      reportsItemFailures: properties.FunctionResponseTypes.length > 0,
    });
  },
});

const permission = defineResource({
  type: "AWS::Lambda::Permission",
  supported: z.strictObject({
    Action: z.literal("lambda:InvokeFunction"),
    FunctionName: z.string(),
    Principal: z.literal("apigateway.amazonaws.com"),
    SourceArn: z.string().optional(),
  }),
  harmless: { SourceAccount: "there is one account" },
  identify: ({ name }) => ({ ref: name, attributes: { Id: name } }),
  add: ({ logicalId }, { Action, FunctionName, SourceArn }, plan) => {
    plan.permissions.push({ logicalId, functionName: FunctionName });
    const Condition = SourceArn === undefined ? {} : { ArnLike: { "aws:SourceArn": SourceArn } };
    const statement = { Effect: "Allow", Action, Resource: lambdaArnOf(FunctionName), Condition };
    plan.invocationStatements.push(...parsePolicy({ Statement: statement }));
  },
});

export const computeTypes = [lambdaFunction, eventSourceMapping, permission];
