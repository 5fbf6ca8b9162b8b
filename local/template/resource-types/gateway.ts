import { z } from "zod";
import { shortId } from "../names.ts";
import type { PlannedApi, RegionPlan, RequiredParameter } from "../plan.ts";
import { defineResource, harmlessResource, type ResourceType } from "../resource-type.ts";

/** Longest time an integration may take, in milliseconds: API Gateway's own limit. */
const longestIntegrationMs = 29_000;

const withShortId: ResourceType["identify"] = ({ logicalId, world }) => ({
  ref: shortId(world.stackName, logicalId),
  attributes: {},
});

const addTo = (
  plan: RegionPlan,
  id: string,
  add: (api: PlannedApi) => string | undefined,
): string | undefined => {
  const api = plan.apis.get(id);
  return api ? add(api) : `property RestApiId is "${id}", which is no API of this template`;
};

/** `arn:aws:apigateway:<region>:lambda:path/2015-03-31/functions/<function ARN>/invocations`. */
const functionUri = z
  .string()
  .regex(
    /^arn:[^:]+:apigateway:[^:]+:lambda:path\/2015-03-31\/functions\/.+\/invocations$/,
    "must invoke a function",
  )
  .transform((uri) => uri.replace(/^.*\/functions\//, "").replace(/\/invocations$/, ""));

const parameterPattern = /^method\.request\.(querystring|header|path)\.([\w!#$%&'*+.^`|~-]+)$/;

const requestParameter = z
  .string()
  .regex(parameterPattern, "must be such as method.request.header.x-api-key")
  .transform((text): RequiredParameter => {
    const [, location, name = ""] = parameterPattern.exec(text) ?? [];
    return { location: z.enum(["querystring", "header", "path"]).parse(location), name };
  });

const restApi = defineResource({
  type: "AWS::ApiGateway::RestApi",
  supported: z.strictObject({
    Name: z.string(),
    BinaryMediaTypes: z.array(z.string()).default([]),
    DisableExecuteApiEndpoint: z.literal(false).optional(),
  }),
  harmless: {
    Description: "only describes",
    EndpointConfiguration: "there is one front door",
    MinimumCompressionSize: "nothing is compressed on the loopback address",
    SecurityPolicy: "the front door speaks plain HTTP on the loopback address",
    EndpointAccessMode: "the front door speaks plain HTTP on the loopback address",
    Tags: "only describe",
  },
  identify: ({ logicalId, world }) => {
    const id = shortId(world.stackName, logicalId);
    return {
      ref: id,
      attributes: { RestApiId: id, RootResourceId: shortId(world.stackName, `${logicalId}/`) },
    };
  },
  add: ({ identity }, { Name, BinaryMediaTypes }, plan) => {
    plan.apis.set(identity.ref, {
      id: identity.ref,
      name: Name,
      binaryMediaTypes: BinaryMediaTypes,
      stages: [],
      paths: new Map([[identity.attributes.RootResourceId ?? "", "/"]]),
      methods: [],
      authorizers: new Map(),
      gatewayResponses: new Map(),
      parameterValidators: new Set(),
    });
  },
});

const resource = defineResource({
  type: "AWS::ApiGateway::Resource",
  supported: z.strictObject({
    RestApiId: z.string(),
    ParentId: z.string(),
    PathPart: z.string().regex(/^([\w.:~-]+|\{\w+\}|\{proxy\+\})$/, "is not a path part"),
  }),
  identify: withShortId,
  add: ({ identity }, { RestApiId, ParentId, PathPart }, plan) =>
    addTo(plan, RestApiId, (api) => {
      const parent = api.paths.get(ParentId);
      if (parent === undefined) return `property ParentId is "${ParentId}", which is no resource of the API`;
      api.paths.set(identity.ref, `${parent === "/" ? "" : parent}/${PathPart}`);
      return undefined;
    }),
});

const method = defineResource({
  type: "AWS::ApiGateway::Method",
  supported: z
    .strictObject({
      RestApiId: z.string(),
      ResourceId: z.string(),
      HttpMethod: z.string(),
      AuthorizationType: z.enum(["NONE", "CUSTOM"]).default("NONE"),
      AuthorizerId: z.string().optional(),
      ApiKeyRequired: z.literal(false).optional(),
      RequestValidatorId: z.string().optional(),
      RequestParameters: z.record(z.string().regex(parameterPattern), z.boolean()).default({}),
      Integration: z.strictObject({
        Type: z.literal("AWS_PROXY"),
        IntegrationHttpMethod: z.literal("POST"),
        Uri: functionUri,
        TimeoutInMillis: z.number().min(50).max(longestIntegrationMs).default(longestIntegrationMs),
      }),
    })
    .refine((m) => (m.AuthorizationType === "CUSTOM") === (m.AuthorizerId !== undefined), {
      path: ["AuthorizerId"],
      message: "AuthorizationType CUSTOM and AuthorizerId go together",
    }),
  harmless: {
    MethodResponses: "a proxy integration's answer passes unchanged",
    OperationName: "only describes",
  },
  identify: withShortId,
  add: (_, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      const isValidated = api.parameterValidators.has(properties.RequestValidatorId ?? "");
      const required = Object.entries(properties.RequestParameters).filter(([, isRequired]) => isRequired);
      api.methods.push({
        httpMethod: properties.HttpMethod,
        resourceId: properties.ResourceId,
        functionArn: properties.Integration.Uri,
        authorizerId: properties.AuthorizerId,
        timeoutMs: properties.Integration.TimeoutInMillis,
        requiredParameters: isValidated ? required.map(([name]) => requestParameter.parse(name)) : [],
      });
      return undefined;
    }),
});

const authorizer = defineResource({
  type: "AWS::ApiGateway::Authorizer",
  supported: z.strictObject({
    RestApiId: z.string(),
    Name: z.string(),
    Type: z.literal("REQUEST"),
    AuthorizerUri: functionUri,
    AuthorizerResultTtlInSeconds: z.number().min(0).max(3600).default(300),
    IdentitySource: z
      .string()
      .transform((list) => list.split(",").map((source) => source.trim()))
      .pipe(z.array(requestParameter)),
  }),
  harmless: { AuthType: "only documents the API" },
  identify: ({ logicalId, world }) => {
    const id = shortId(world.stackName, logicalId);
    return { ref: id, attributes: { AuthorizerId: id } };
  },
  add: ({ identity }, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      api.authorizers.set(identity.ref, {
        functionArn: properties.AuthorizerUri,
        identitySources: properties.IdentitySource,
        cacheTtlSeconds: properties.AuthorizerResultTtlInSeconds,
      });
      return undefined;
    }),
});

const staticHeader = /^gatewayresponse\.header\.([\w-]+)$/;
const staticValue = /^'(.*)'$/s;

const gatewayResponse = defineResource({
  type: "AWS::ApiGateway::GatewayResponse",
  supported: z.strictObject({
    RestApiId: z.string(),
    ResponseType: z.string(),
    StatusCode: z
      .string()
      .regex(/^[1-5]\d\d$/)
      .optional(),
    ResponseParameters: z
      .record(
        z.string().regex(staticHeader),
        z.string().regex(staticValue, "only fixed values in single quotes are supported"),
      )
      .default({}),
    ResponseTemplates: z.record(z.string(), z.string()).default({}),
  }),
  identify: ({ name }) => ({ ref: name, attributes: { Id: name } }),
  add: (_, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      const headers = Object.entries(properties.ResponseParameters).map(([key, value]) => [
        key.replace(staticHeader, "$1"),
        value.replace(staticValue, "$1"),
      ]);
      api.gatewayResponses.set(properties.ResponseType, {
        statusCode: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
        headers: Object.fromEntries(headers),
        templates: properties.ResponseTemplates,
      });
      return undefined;
    }),
});

const requestValidator = defineResource({
  type: "AWS::ApiGateway::RequestValidator",
  supported: z.strictObject({
    RestApiId: z.string(),
    Name: z.string().optional(),
    ValidateRequestParameters: z.boolean().default(false),
    ValidateRequestBody: z.literal(false).optional(),
  }),
  identify: ({ logicalId, world }) => {
    const id = shortId(world.stackName, logicalId);
    return { ref: id, attributes: { RequestValidatorId: id } };
  },
  add: ({ identity }, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      if (properties.ValidateRequestParameters) api.parameterValidators.add(identity.ref);
      return undefined;
    }),
});

const everyMethod = { HttpMethod: z.literal("*"), ResourcePath: z.literal("/*") };

const stage = defineResource({
  type: "AWS::ApiGateway::Stage",
  nameProperty: "StageName",
  longestName: 128,
  supported: z.strictObject({
    RestApiId: z.string(),
    StageName: z.string(),
    DeploymentId: z.string(),
    Variables: z.record(z.string(), z.string()).default({}),
    MethodSettings: z
      .array(
        z.strictObject({
          ...everyMethod,
          ThrottlingRateLimit: z.number().optional(),
          ThrottlingBurstLimit: z.number().optional(),
        }),
      )
      .default([]),
  }),
  harmless: {
    AccessLogSetting: "the front door keeps no access log",
    Description: "only describes",
    "MethodSettings.*.CachingEnabled": "answers are not cached",
    "MethodSettings.*.DataTraceEnabled": "requests are not logged",
    "MethodSettings.*.LoggingLevel": "requests are not logged",
    "MethodSettings.*.MetricsEnabled": "metrics are not recorded",
    TracingEnabled: "traces are not recorded",
    Tags: "only describe",
  },
  identify: ({ name }) => ({ ref: name, attributes: {} }),
  add: (_, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      const [settings] = properties.MethodSettings;
      const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings ?? {};
      api.stages.push({
        name: properties.StageName,
        deploymentId: properties.DeploymentId,
        variables: properties.Variables,
        throttle: rate === undefined || burst === undefined ? undefined : { rate, burst },
      });
      return undefined;
    }),
});

export const gatewayTypes = [
  restApi,
  resource,
  method,
  authorizer,
  gatewayResponse,
  requestValidator,
  stage,
  harmlessResource("AWS::ApiGateway::Deployment", "the API is served as the template has it", withShortId),
  harmlessResource("AWS::ApiGateway::Account", "only lets the gateway write logs"),
];
