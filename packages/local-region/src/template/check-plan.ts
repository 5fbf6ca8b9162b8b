import * as z from "zod";
import { lambdaArnOf } from "../services/iam/requests.ts";
import type { Identity } from "./intrinsics.ts";
import type { PlannedApi, PlannedQueue, RegionPlan } from "./plan.ts";

/** A resource of the template, also one that the region can't start, whose problems are reported elsewhere. */
export interface DeclaredResource {
  readonly logicalId: string;
  readonly type: string;
  readonly identity: Identity;
}

export interface PlanProblem {
  readonly logicalId: string;
  readonly problem: string;
}

interface Reference {
  readonly logicalId: string;
  readonly property: string;
  readonly value: string | undefined;
  readonly to: keyof typeof kinds;
}

const ref = ({ ref }: Identity): string => ref;
const arn = ({ attributes }: Identity): string | undefined => attributes.Arn;

/** What other resources can name, by type of resource. */
const kinds = {
  queue: { "AWS::SQS::Queue": arn },
  role: { "AWS::IAM::Role": arn },
  function: { "AWS::Lambda::Function": arn },
  "state machine or function": { "AWS::StepFunctions::StateMachine": arn, "AWS::Lambda::Function": arn },
  "resource of an API": {
    "AWS::ApiGateway::Resource": ref,
    "AWS::ApiGateway::RestApi": ({ attributes }) => attributes.RootResourceId,
  },
  authorizer: { "AWS::ApiGateway::Authorizer": ref },
  "request validator": { "AWS::ApiGateway::RequestValidator": ref },
} satisfies Record<string, Record<string, (identity: Identity) => string | undefined>>;

const redriveSchema = z.object({ deadLetterTargetArn: z.string() });

const deadLetterArnOf = ({ attributes }: PlannedQueue): string | undefined =>
  attributes.RedrivePolicy && redriveSchema.parse(JSON.parse(attributes.RedrivePolicy)).deadLetterTargetArn;

const referencesOfApi = ({ methods, authorizers }: PlannedApi): Reference[] => [
  ...methods.flatMap(({ logicalId, resourceId, authorizerId, validatorId, functionArn }): Reference[] => [
    { logicalId, property: "ResourceId", value: resourceId, to: "resource of an API" },
    { logicalId, property: "AuthorizerId", value: authorizerId, to: "authorizer" },
    { logicalId, property: "RequestValidatorId", value: validatorId, to: "request validator" },
    { logicalId, property: "Integration.Uri", value: functionArn, to: "function" },
  ]),
  ...[...authorizers.values()].map(
    ({ logicalId, functionArn }): Reference => ({
      logicalId,
      property: "AuthorizerUri",
      value: functionArn,
      to: "function",
    }),
  ),
];

const referencesOf = (plan: RegionPlan): Reference[] => [
  ...plan.queues.map((queue): Reference => {
    const { logicalId } = queue;
    return {
      logicalId,
      property: "RedrivePolicy.deadLetterTargetArn",
      to: "queue",
      value: deadLetterArnOf(queue),
    };
  }),
  ...plan.functions.map(
    ({ logicalId, roleArn }): Reference => ({ logicalId, property: "Role", value: roleArn, to: "role" }),
  ),
  ...plan.stateMachines.map(
    ({ logicalId, roleArn }): Reference => ({ logicalId, property: "RoleArn", value: roleArn, to: "role" }),
  ),
  ...plan.eventSources.flatMap(({ logicalId, queueArn, functionName }): Reference[] => [
    { logicalId, property: "EventSourceArn", value: queueArn, to: "queue" },
    { logicalId, property: "FunctionName", value: functionName && lambdaArnOf(functionName), to: "function" },
  ]),
  ...plan.permissions.map(({ logicalId, functionName }): Reference => {
    const value = functionName && lambdaArnOf(functionName);
    return { logicalId, property: "FunctionName", value, to: "function" };
  }),
  ...plan.schedules.flatMap(({ logicalId, targetArn, roleArn, deadLetterArn }): Reference[] => [
    { logicalId, property: "Target.Arn", value: targetArn, to: "state machine or function" },
    { logicalId, property: "Target.RoleArn", value: roleArn, to: "role" },
    { logicalId, property: "Target.DeadLetterConfig.Arn", value: deadLetterArn, to: "queue" },
  ]),
  ...[...plan.apis.values()].flatMap(referencesOfApi),
];

/** A name that could not be resolved is empty, and has been reported. */
const missing = (plan: RegionPlan, declared: readonly DeclaredResource[]): PlanProblem[] =>
  referencesOf(plan).flatMap(({ logicalId, property, value, to }) => {
    const named: Readonly<Record<string, (identity: Identity) => string | undefined>> = kinds[to];
    const isThere = declared.some(({ type, identity }) => named[type]?.(identity) === value);
    if (value === undefined || value === "" || isThere) return [];
    return [{ logicalId, problem: `property ${property} is "${value}", which is no ${to} of this template` }];
  });

/** Every item after the first with the same key. */
const repeated = <T extends { readonly logicalId: string }>(
  all: readonly T[],
  keyOf: (one: T) => string,
  what: string,
): PlanProblem[] =>
  [...Map.groupBy(all, keyOf).values()].flatMap(([first, ...others]) =>
    others.map(({ logicalId }) => ({ logicalId, problem: `has the same ${what} as ${first?.logicalId}` })),
  );

/**
 * Seconds. SQS's default. Source:
 * docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html.
 */
const defaultVisibilitySeconds = 30;

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const visibleTooSoon = ({ eventSources, queues, functions }: RegionPlan): PlanProblem[] =>
  eventSources.flatMap(({ logicalId, queueArn, functionName }) => {
    const queue = queues.find(({ name }) => queueArn.endsWith(`:${name}`));
    const fn = functions.find(({ arn }) => arn === lambdaArnOf(functionName));
    const visibilitySeconds = Number(queue?.attributes.VisibilityTimeout ?? defaultVisibilitySeconds);
    if (!queue || !fn || visibilitySeconds >= fn.timeoutSeconds) return [];
    const problem = `Queue visibility timeout: ${visibilitySeconds} seconds is less than Function timeout: ${fn.timeoutSeconds} seconds`;
    return [{ logicalId, problem }];
  });

/** The front door answers `/<stage>/...` by itself, so a behaviour must have exactly this pattern. */
const noStage = ({ distributions, apis }: RegionPlan): PlanProblem[] =>
  distributions.flatMap(({ logicalId, behaviours }) =>
    behaviours
      .filter(
        ({ pattern, apiId = "" }) => !apis.get(apiId)?.stages.some(({ name }) => pattern === `/${name}/*`),
      )
      .map(({ pattern }) => ({
        logicalId,
        problem: `${pattern} must be /<stage>/* of an API of this template`,
      })),
  );

/**
 * Problems of the whole plan for which a deployment would fail: names of missing resources, duplicates, and an event source
 * that would get its messages again while its function still works on them.
 */
export const checkPlan = (plan: RegionPlan, declared: readonly DeclaredResource[]): PlanProblem[] => [
  ...repeated(
    declared.filter(({ identity }) => identity.attributes.Arn !== undefined),
    ({ type, identity }) => `${type} ${identity.attributes.Arn}`,
    "name",
  ),
  ...repeated(plan.eventSources, (s) => `${s.queueArn} ${lambdaArnOf(s.functionName)}`, "queue and function"),
  ...[...plan.apis.values()].flatMap(({ methods }) =>
    repeated(methods, (m) => `${m.httpMethod} ${m.resourceId}`, "resource and HTTP method"),
  ),
  ...missing(plan, declared),
  ...visibleTooSoon(plan),
  ...noStage(plan),
];
