import { ResponseType, type RestApi } from "aws-cdk-lib/aws-apigateway";
import { type Refused, refused } from "../course/api/refused.ts";
import { contentSecurityPolicyWithoutQuotes, securityHeaders } from "../course/api/security-headers.ts";

/** Headers that the functions send too (tasks/api/api.ts). */
const headers = {
  "content-type": "application/json; charset=utf-8",
  "content-security-policy": contentSecurityPolicyWithoutQuotes,
  ...securityHeaders,
} as const;

/** The gateway's token buckets are full again within seconds. */
const retryAfter = { "retry-after": "5" } as const;

const notYou = refused("key-refused", {});
const ourFault = refused("unavailable", {});
const tooFast = refused("overloaded", {});
/** For mistakes that only programs make. */
const programs = (body: string): Refused => ({ body });

/**
 * The answers that API Gateway gives without asking a function, in the API's own form. All types are listed, so the two
 * DEFAULT ones serve only types that AWS adds later. API Gateway calls an unknown address or method "missing
 * authentication token"; clients get a 404.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
export const gatewayAnswers: ReadonlyMap<ResponseType, readonly [code: number, refused: Refused]> = new Map([
  [ResponseType.ACCESS_DENIED, [403, notYou]],
  [ResponseType.API_CONFIGURATION_ERROR, [500, ourFault]],
  [ResponseType.AUTHORIZER_CONFIGURATION_ERROR, [500, ourFault]],
  [ResponseType.AUTHORIZER_FAILURE, [500, ourFault]],
  [ResponseType.BAD_REQUEST_BODY, [400, programs("The body of the call can't be read.")]],
  [ResponseType.BAD_REQUEST_PARAMETERS, [400, programs("The parameters of the call can't be read.")]],
  [ResponseType.DEFAULT_4XX, [400, programs("The call can't be understood.")]],
  [ResponseType.DEFAULT_5XX, [500, ourFault]],
  [ResponseType.EXPIRED_TOKEN, [403, notYou]],
  [ResponseType.INTEGRATION_FAILURE, [502, ourFault]],
  [ResponseType.INTEGRATION_TIMEOUT, [504, refused("too-slow", {})]],
  [ResponseType.INVALID_API_KEY, [403, notYou]],
  [ResponseType.INVALID_SIGNATURE, [403, notYou]],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, [404, programs("There is nothing at this address.")]],
  [ResponseType.QUOTA_EXCEEDED, [429, tooFast]],
  [ResponseType.REQUEST_TOO_LARGE, [413, programs("The call is too large.")]],
  [ResponseType.RESOURCE_NOT_FOUND, [404, programs("There is nothing at this address.")]],
  [ResponseType.THROTTLED, [429, tooFast]],
  [ResponseType.UNAUTHORIZED, [401, refused("no-valid-key", {})]],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, [415, programs("Post JSON.")]],
  [ResponseType.WAF_FILTERED, [403, programs("The call was refused.")]],
]);

export const addGatewayResponses = (api: RestApi): void => {
  for (const [type, [code, { body, reason }]] of gatewayAnswers) {
    api.addGatewayResponse(type.responseType, {
      type,
      statusCode: String(code),
      responseHeaders: quoted(code === 429 ? { ...headers, ...retryAfter } : headers),
      templates: { "application/json": JSON.stringify({ code, body, reason }) },
    });
  }
};

/** API Gateway expects fixed header values in single quotes. */
const quoted = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `'${value}'`]));
