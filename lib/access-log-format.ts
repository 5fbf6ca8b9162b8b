import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";

/**
 * One JSON line for each request, without the student's key or address. The path is that of the route, as
 * `/v1/calendar/{studentId}/{secret}`: the request's own may hold a secret.
 */
export const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: "$context.requestId",
      time: "$context.requestTime",
      method: "$context.httpMethod",
      path: "$context.resourcePath",
      status: "$context.status",
      studentId: "$context.authorizer.studentId",
      errorType: "$context.error.responseType",
      authorizerLatencyMs: "$context.authorizer.integrationLatency",
      latencyMs: "$context.responseLatency",
      bytes: "$context.responseLength",
    }),
  );
