import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from "aws-lambda";

const identity = {
  accessKey: null,
  accountId: null,
  apiKey: null,
  apiKeyId: null,
  caller: null,
  clientCert: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  sourceIp: "192.0.2.1",
  user: null,
  userAgent: null,
  userArn: null,
};

const requestContext = {
  accountId: "000000000000",
  apiId: "api1",
  httpMethod: "POST",
  identity,
  path: "/api/v1/tests",
  protocol: "HTTP/1.1",
  requestId: "request-1",
  requestTimeEpoch: Date.parse("2026-11-20T12:00:00.000Z"),
  resourceId: "r",
  resourcePath: "/v1/tests",
  stage: "api",
};

const noParameters = {
  headers: {},
  multiValueHeaders: {},
  pathParameters: null,
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  stageVariables: null,
};

export interface EventOptions {
  readonly caller?: string;
  readonly at?: string;
  /** An object is sent as JSON. */
  readonly body?: unknown;
  readonly query?: Record<string, string>;
  /** The parts of the address that the route leaves open. */
  readonly path?: Record<string, string>;
  readonly isBase64Encoded?: boolean;
  readonly headers?: Record<string, string[]>;
}

/** A request as API Gateway hands it to a function, by a student whose key was checked. */
export const apiEvent = (options: EventOptions = {}): APIGatewayProxyEvent => {
  const {
    caller = "ann",
    at,
    body = null,
    query = null,
    path = null,
    isBase64Encoded = false,
    headers = {},
  } = options;
  const epoch = at === undefined ? {} : { requestTimeEpoch: Date.parse(at) };
  return {
    ...noParameters,
    resource: "/v1/tests",
    path: "/v1/tests",
    httpMethod: "POST",
    multiValueHeaders: headers,
    queryStringParameters: query,
    pathParameters: path,
    body: body === null || typeof body === "string" ? body : JSON.stringify(body),
    isBase64Encoded,
    requestContext: { ...requestContext, ...epoch, authorizer: { principalId: caller, studentId: caller } },
  };
};

export const authorizerEvent = (headers: Record<string, string[]>): APIGatewayRequestAuthorizerEvent => ({
  ...noParameters,
  type: "REQUEST",
  methodArn: "arn:aws:execute-api:us-east-1:000000000000:api1/api/POST/v1/test",
  resource: "/v1/test",
  path: "/v1/test",
  httpMethod: "POST",
  multiValueHeaders: headers,
  requestContext: { ...requestContext, authorizer: undefined },
});
