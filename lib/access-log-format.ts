import { AccessLogFormat } from "aws-cdk-lib/aws-apigateway";

/** One JSON line for each request, without the student's key or address. */
export const accessLogFormat = (): AccessLogFormat =>
  AccessLogFormat.custom(
    JSON.stringify({
      requestId: "$context.requestId",
      time: "$context.requestTime",
      method: "$context.httpMethod",
      path: "$context.path",
      status: "$context.status",
      studentId: "$context.authorizer.studentId",
      errorType: "$context.error.responseType",
      authorizerLatencyMs: "$context.authorizer.integrationLatency",
      latencyMs: "$context.responseLatency",
      bytes: "$context.responseLength",
    }),
  );
