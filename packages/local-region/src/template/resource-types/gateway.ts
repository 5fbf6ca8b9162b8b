import * as z from "zod";
import { shortId } from "../names.ts";
import { defineResource, harmlessResource } from "../resource-type.ts";
import { gatewayMethodTypes } from "./gateway-methods.ts";
import { addTo, withShortId } from "./gateway-parts.ts";

const restApi = defineResource({
  type: "AWS::ApiGateway::RestApi",
  supported: z.strictObject({
    Name: z.string(),
    BinaryMediaTypes: z.array(z.string()).default([]),
    DisableExecuteApiEndpoint: z.literal(false).optional(),
    MinimumCompressionSize: z.int().min(0).max(10_485_760).optional(),
  }),
  harmless: {
    Description: "only describes",
    EndpointConfiguration: "there is one front door",
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
  add: ({ identity }, { Name, BinaryMediaTypes, MinimumCompressionSize }, plan) => {
    plan.apis.set(identity.ref, {
      id: identity.ref,
      name: Name,
      binaryMediaTypes: BinaryMediaTypes,
      minimumCompressionSize: MinimumCompressionSize,
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
      const path = `${parent === "/" ? "" : parent}/${PathPart}`;
      const isSecond = [...api.paths.values()].includes(path);
      api.paths.set(identity.ref, path);
      return isSecond ? `${path} is the path of another resource of the API` : undefined;
    }),
});

const staticHeader = /^gatewayresponse\.header\.([\w-]+)$/;
const staticValue = /^'(.*)'$/s;

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const responseTypes = [
  "ACCESS_DENIED",
  "API_CONFIGURATION_ERROR",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "AUTHORIZER_FAILURE",
  "BAD_REQUEST_BODY",
  "BAD_REQUEST_PARAMETERS",
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "EXPIRED_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "RESOURCE_NOT_FOUND",
  "THROTTLED",
  "UNAUTHORIZED",
  "UNSUPPORTED_MEDIA_TYPE",
  "WAF_FILTERED",
];

const gatewayResponse = defineResource({
  type: "AWS::ApiGateway::GatewayResponse",
  supported: z.strictObject({
    RestApiId: z.string(),
    ResponseType: z.enum(responseTypes),
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
      const isSecond = api.gatewayResponses.has(properties.ResponseType);
      api.gatewayResponses.set(properties.ResponseType, {
        statusCode: properties.StatusCode === undefined ? undefined : Number(properties.StatusCode),
        headers: Object.fromEntries(headers),
        templates: properties.ResponseTemplates,
      });
      return isSecond ? `the API has another response for ${properties.ResponseType}` : undefined;
    }),
});

/** One without the other would limit nothing. */
const isThrottledWhole = (settings: {
  readonly ThrottlingRateLimit?: number | undefined;
  readonly ThrottlingBurstLimit?: number | undefined;
}): boolean => (settings.ThrottlingRateLimit === undefined) === (settings.ThrottlingBurstLimit === undefined);

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
    AccessLogSetting: z.strictObject({ Format: z.string() }).optional(),
    MethodSettings: z
      .array(
        z
          .strictObject({
            ...everyMethod,
            ThrottlingRateLimit: z.number().optional(),
            ThrottlingBurstLimit: z.number().optional(),
          })
          .refine(isThrottledWhole, "ThrottlingRateLimit and ThrottlingBurstLimit go together"),
      )
      .max(1, "supported: one entry, for all methods")
      .default([]),
  }),
  harmless: {
    "AccessLogSetting.DestinationArn": "the access log is a file among the functions' logs",
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
      const isSecond = api.stages.some(({ name }) => name === properties.StageName);
      const [settings] = properties.MethodSettings;
      const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings ?? {};
      api.stages.push({
        name: properties.StageName,
        deploymentId: properties.DeploymentId,
        variables: properties.Variables,
        throttle: rate === undefined || burst === undefined ? undefined : { rate, burst },
        accessLogFormat: properties.AccessLogSetting?.Format,
      });
      return isSecond ? `the API has another stage ${properties.StageName}` : undefined;
    }),
});

export const gatewayTypes = [
  ...gatewayMethodTypes,
  restApi,
  resource,
  gatewayResponse,
  stage,
  harmlessResource("AWS::ApiGateway::Deployment", "the API is served as the template has it", withShortId),
  harmlessResource("AWS::ApiGateway::Account", "only lets the gateway write logs"),
];
