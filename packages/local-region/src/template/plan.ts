import type { Json } from "../ports.ts";
import type { Statement } from "../services/iam/policy.ts";
import type { BucketSettings } from "../services/s3/bucket-settings.ts";

/**
 * What a template asks the region to start, with every reference resolved. Lists are in the order of dependency. The keys
 * of maps are the values by which other resources refer to the entries (`Ref` or ARN).
 */
export interface RegionPlan {
  readonly stackName: string;
  readonly stackId: string;
  /** The template as it was synthesized, as text. */
  readonly templateBody: string;
  readonly outputs: PlannedOutput[];
  readonly resources: PlannedResource[];
  readonly buckets: PlannedBucket[];
  /** By the bucket's name. */
  readonly bucketPolicies: Map<string, Json>;
  readonly queues: PlannedQueue[];
  /** By name. */
  readonly roles: Map<string, PlannedRole>;
  /** What the policies of buckets and queues deny to everybody. */
  readonly resourceStatements: Statement[];
  /** Who may invoke the functions, in addition to roles that have the right. */
  readonly invocationStatements: Statement[];
  /** The permissions that those statements were made from. */
  readonly permissions: PlannedPermission[];
  /** What the policies of buckets allow distributions to read. */
  readonly edgeStatements: Statement[];
  /** Headers that a distribution's answers get, by the policy's id. */
  readonly responseHeaders: Map<string, Readonly<Record<string, string>>>;
  readonly distributions: PlannedDistribution[];
  readonly functions: PlannedFunction[];
  /** By API id. */
  readonly apis: Map<string, PlannedApi>;
  readonly stateMachines: PlannedStateMachine[];
  readonly eventSources: PlannedEventSource[];
  readonly schedules: PlannedSchedule[];
  /** Default configuration set of each address and domain that SES sends as; undefined: it has none. */
  readonly senders: Map<string, string | undefined>;
}

/** A resource of the template, whatever becomes of it here. */
export interface PlannedResource {
  readonly logicalId: string;
  readonly type: string;
  /** What a `Ref` to it gives. */
  readonly physicalId: string;
}

export interface PlannedOutput {
  readonly key: string;
  readonly value: string;
  readonly description: string | undefined;
  /** The name under which other stacks may have it; undefined: they may not. */
  readonly exportName?: string | undefined;
}

export interface PlannedBucket {
  readonly logicalId: string;
  readonly name: string;
  readonly isVersioned: boolean;
  readonly settings: BucketSettings;
}

export interface PlannedQueue {
  readonly logicalId: string;
  readonly name: string;
  /** In the form of CreateQueue. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A CloudFront distribution: a bucket's objects at its root, APIs under their stages' names. */
export interface PlannedDistribution {
  readonly logicalId: string;
  readonly arn: string;
  readonly domainName: string;
  /** Name of the bucket whose objects it serves. */
  readonly bucket: string;
  /** Object that is served for `/`. */
  readonly rootObject: string | undefined;
  /** Headers of every answer from the bucket. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether text is compressed for callers that accept it. */
  readonly isCompressing: boolean;
  /** Paths that lead elsewhere than to the bucket. */
  readonly behaviours: readonly {
    readonly pattern: string;
    /** undefined: no API of the template. */
    readonly apiId: string | undefined;
  }[];
}

export interface PlannedRole {
  readonly logicalId: string;
  readonly arn: string;
  /** The statements of all policies attached to the role. */
  readonly statements: Statement[];
}

export interface PlannedFunction {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Folder of the bundle. */
  readonly codeFolder: string;
  /** `file.export`, e.g. `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMiB: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logGroup: string;
  readonly reservedConcurrency: number | undefined;
}

export interface PlannedMethod {
  readonly logicalId: string;
  /** `ANY` for all. */
  readonly httpMethod: string;
  readonly resourceId: string;
  readonly functionArn: string;
  readonly authorizerId: string | undefined;
  readonly validatorId: string | undefined;
  readonly timeoutMs: number;
  readonly requiredParameters: readonly RequiredParameter[];
}

export interface RequiredParameter {
  readonly location: "querystring" | "header" | "path";
  readonly name: string;
}

export interface PlannedAuthorizer {
  readonly logicalId: string;
  readonly functionArn: string;
  /** Headers and query parameters that make up the identity; all must be there. */
  readonly identitySources: readonly RequiredParameter[];
  readonly cacheTtlSeconds: number;
}

export interface PlannedGatewayResponse {
  readonly statusCode: number | undefined;
  /** By header name. */
  readonly headers: Readonly<Record<string, string>>;
  /** By content type. */
  readonly templates: Readonly<Record<string, string>>;
}

export interface PlannedStage {
  readonly name: string;
  readonly deploymentId: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Requests a second, and how many may come at once. */
  readonly throttle: { readonly rate: number; readonly burst: number } | undefined;
  /** With `$context` variables; undefined: no access log is kept. */
  readonly accessLogFormat?: string | undefined;
}

export interface PlannedApi {
  readonly id: string;
  readonly name: string;
  readonly binaryMediaTypes: readonly string[];
  /** Answers of at least this many bytes are compressed for callers that accept it; undefined: none are. */
  readonly minimumCompressionSize: number | undefined;
  readonly stages: PlannedStage[];
  /** Path of each resource, e.g. `/v1/test`, by resource id; the root is `/`. */
  readonly paths: Map<string, string>;
  readonly methods: PlannedMethod[];
  readonly authorizers: Map<string, PlannedAuthorizer>;
  /** By response type, e.g. `UNAUTHORIZED`. */
  readonly gatewayResponses: Map<string, PlannedGatewayResponse>;
  /** Ids of validators that check required parameters. */
  readonly parameterValidators: Set<string>;
}

export interface PlannedStateMachine {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly definition: string;
}

export interface PlannedPermission {
  readonly logicalId: string;
  /** Name or ARN. */
  readonly functionName: string;
}

export interface PlannedEventSource {
  readonly logicalId: string;
  readonly queueArn: string;
  readonly functionName: string;
  readonly batchSize: number;
  readonly batchingWindowSeconds: number;
  readonly maximumConcurrency: number | undefined;
  readonly reportsItemFailures: boolean;
}

export interface PlannedSchedule {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** `cron(...)`, `rate(...)` or `at(...)`. */
  readonly expression: string;
  readonly timeZone: string;
  /** A state machine, started; or a function, invoked. */
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly deadLetterArn: string | undefined;
}

/** What S3 tells of each bucket, by its name. */
export const bucketSettings = ({
  buckets,
  bucketPolicies,
}: Pick<RegionPlan, "buckets" | "bucketPolicies">): ReadonlyMap<string, BucketSettings> =>
  new Map(
    buckets.map(({ name, settings }) => {
      const policy = bucketPolicies.get(name);
      return [name, policy === undefined ? settings : { ...settings, policy }];
    }),
  );

export const emptyPlan = (stackName: string, stackId: string): RegionPlan => ({
  stackName,
  stackId,
  templateBody: "",
  outputs: [],
  resources: [],
  buckets: [],
  bucketPolicies: new Map(),
  queues: [],
  roles: new Map(),
  resourceStatements: [],
  invocationStatements: [],
  permissions: [],
  edgeStatements: [],
  responseHeaders: new Map(),
  distributions: [],
  functions: [],
  apis: new Map(),
  stateMachines: [],
  eventSources: [],
  schedules: [],
  senders: new Map(),
});
