import { account, type Json, region } from "../../ports.ts";
import type { PlannedApi } from "../../template/plan.ts";
import { type AuthorizerContext, type Call, headerOf } from "./call.ts";
import type { Match } from "./routes.ts";

type Values = readonly (readonly [string, string])[];

/** The last value of each name, and all values of each; null when there is none, as API Gateway gives it. */
const singleAndMulti = (values: Values): { readonly single: Json; readonly multi: Json } => {
  if (values.length === 0) return { single: null, multi: null };
  // A Map, because a name may be that of a member of every object, such as `constructor`.
  const multi = new Map<string, string[]>();
  for (const [name, value] of values) multi.set(name, [...(multi.get(name) ?? []), value]);
  return { single: Object.fromEntries(values), multi: Object.fromEntries(multi) };
};

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `09/Apr/2015:12:34:56 +0000`. */
export const commonLogTime = (epochMs: number): string => {
  const iso = new Date(epochMs).toISOString();
  const month = months[Number(iso.slice(5, 7)) - 1];
  return `${iso.slice(8, 10)}/${month}/${iso.slice(0, 4)}:${iso.slice(11, 19)} +0000`;
};

/** `arn:aws:execute-api:<region>:<account>:<api>/<part>`. */
export const executeApiArn = (api: PlannedApi, part: string): string =>
  `arn:aws:execute-api:${region}:${account}:${api.id}/${part}`;

/** The ARN that an authorizer's policy must allow: stage, method and path of the call. */
export const methodArn = ({ api, stage, method, path }: Call): string =>
  executeApiArn(api, `${stage.name}/${method}${path}`);

const requestContext = (call: Call, match: Match, authorizer: AuthorizerContext | undefined): Json => ({
  accountId: account,
  apiId: call.api.id,
  ...(authorizer ? { authorizer } : {}),
  deploymentId: call.stage.deploymentId,
  domainName: headerOf(call, "host") ?? "",
  domainPrefix: (headerOf(call, "host") ?? "").split(".")[0] ?? "",
  extendedRequestId: call.requestId,
  httpMethod: call.method,
  identity: {
    accessKey: null,
    accountId: null,
    caller: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    sourceIp: call.sourceIp,
    user: null,
    userAgent: headerOf(call, "user-agent") ?? null,
    userArn: null,
  },
  path: `/${call.stage.name}${call.path}`,
  protocol: "HTTP/1.1",
  requestId: call.requestId,
  requestTime: commonLogTime(call.receivedMs),
  requestTimeEpoch: call.receivedMs,
  resourceId: match.method.resourceId,
  resourcePath: match.resourcePath,
  stage: call.stage.name,
});

const requestFields = (call: Call, match: Match, authorizer: AuthorizerContext | undefined) => {
  const headers = singleAndMulti(call.headers);
  const query = singleAndMulti([...call.query]);
  const { pathParameters } = match;
  const { variables } = call.stage;
  return {
    resource: match.resourcePath,
    path: call.path,
    httpMethod: call.method,
    headers: headers.single,
    multiValueHeaders: headers.multi,
    queryStringParameters: query.single,
    multiValueQueryStringParameters: query.multi,
    pathParameters: Object.keys(pathParameters).length > 0 ? pathParameters : null,
    stageVariables: Object.keys(variables).length > 0 ? variables : null,
    requestContext: requestContext(call, match, authorizer),
  };
};

/** @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html */
export const authorizerEvent = (call: Call, match: Match): Json => ({
  type: "REQUEST",
  methodArn: methodArn(call),
  ...requestFields(call, match, undefined),
});

/** Whether a content type is one that the API passes as base64. */
export const isBinary = (binaryMediaTypes: readonly string[], contentType: string | undefined): boolean => {
  const [type = ""] = (contentType ?? "").toLowerCase().split(";");
  return binaryMediaTypes.some((binary) => binary === "*/*" || binary.toLowerCase() === type.trim());
};

/**
 * The event of a Lambda proxy integration: body as text, or as base64 when its content type is one of the API's binary
 * media types.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html
 */
export const proxyEvent = (
  call: Call,
  match: Match,
  authorizer: AuthorizerContext | undefined,
  body: Buffer,
): Json => {
  const isBase64Encoded = isBinary(call.api.binaryMediaTypes, headerOf(call, "content-type"));
  return {
    ...requestFields(call, match, authorizer),
    body: body.length === 0 ? null : body.toString(isBase64Encoded ? "base64" : "utf8"),
    isBase64Encoded,
  };
};
