import * as z from "zod";
import { shortId } from "../names.ts";
import type { RequiredParameter } from "../plan.ts";
import { defineResource } from "../resource-type.ts";
import { addTo, withShortId } from "./gateway-parts.ts";

/** Longest time an integration may take, in milliseconds: API Gateway's own limit. */
const longestIntegrationMs = 29_000;

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

const method = defineResource({
  type: "AWS::ApiGateway::Method",
  supported: z
    .strictObject({
      RestApiId: z.string(),
      ResourceId: z.string(),
      HttpMethod: z.enum(["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]),
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
  add: ({ logicalId }, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      const isValidated = api.parameterValidators.has(properties.RequestValidatorId ?? "");
      const required = Object.entries(properties.RequestParameters).filter(([, isRequired]) => isRequired);
      api.methods.push({
        logicalId,
        httpMethod: properties.HttpMethod,
        resourceId: properties.ResourceId,
        functionArn: properties.Integration.Uri,
        authorizerId: properties.AuthorizerId,
        validatorId: properties.RequestValidatorId,
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
  add: ({ logicalId, identity }, properties, plan) =>
    addTo(plan, properties.RestApiId, (api) => {
      api.authorizers.set(identity.ref, {
        logicalId,
        functionArn: properties.AuthorizerUri,
        identitySources: properties.IdentitySource,
        cacheTtlSeconds: properties.AuthorizerResultTtlInSeconds,
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

/** The types that say what answers a call, and who may make it. */
export const gatewayMethodTypes = [method, authorizer, requestValidator];
