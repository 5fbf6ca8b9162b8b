import { describe, expect, test } from "@jest/globals";
import { ResponseType } from "aws-cdk-lib/aws-apigateway";
import { gatewayAnswers } from "../../lib/gateway-responses.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const resources = await synthesize();

describe("The student API", () => {
  test("has the routes of version 1, behind the authorizer all but a calendar's own address", () => {
    const methods = ofType(resources, "AWS::ApiGateway::Method").map(([, method]) => [
      method.HttpMethod,
      pathOf(String(method.ResourceId)),
      method.AuthorizationType,
      method.AuthorizerId,
      asRecord(method.Integration).Type,
      /<(\w+)\.Arn>/.exec(String(asRecord(method.Integration).Uri))?.[1],
    ]);
    const guarded = ["CUSTOM", "<StudentApiAuthorizer>", "AWS_PROXY"];
    expect(methods).toEqual([
      ["POST", "/v1/tests", ...guarded, "StudentApiListTestsFunction"],
      ["GET", "/v1/test", ...guarded, "StudentApiShowTestFunction"],
      ["POST", "/v1/test", ...guarded, "StudentApiSubmitTestFunction"],
      ["GET", "/v1/score", ...guarded, "StudentApiShowScoreFunction"],
      ["POST", "/v1/appeals", ...guarded, "StudentApiAppealQuestionFunction"],
      ["GET", "/v1/calendar", ...guarded, "StudentApiChangeCalendarFunction"],
      ["POST", "/v1/calendar", ...guarded, "StudentApiChangeCalendarFunction"],
      ["DELETE", "/v1/calendar", ...guarded, "StudentApiChangeCalendarFunction"],
      [
        ...["GET", "/v1/calendar/{studentId}/{secret}", "NONE", undefined, "AWS_PROXY"],
        "StudentApiShowCalendarFunction",
      ],
    ]);
  });

  test("waits for a function only as long as it may run: what is stored later has no receipt", () => {
    const integrations = ofType(resources, "AWS::ApiGateway::Method").map(([, method]) =>
      asRecord(method.Integration),
    );
    expect(new Set(integrations.map(({ TimeoutInMillis }) => TimeoutInMillis))).toEqual(new Set([10_000]));
  });

  test("asks for the key in x-api-key, and forgets what it knows of one after a minute", () => {
    const [authorizer] = ofType(resources, "AWS::ApiGateway::Authorizer");
    expect(authorizer?.[1]).toMatchObject({
      Type: "REQUEST",
      IdentitySource: "method.request.header.x-api-key",
      AuthorizerResultTtlInSeconds: 60,
    });
  });

  test("is served under the stage api, throttled and logged, but not traced: a trace holds the whole address", () => {
    const [stage] = ofType(resources, "AWS::ApiGateway::Stage");
    expect(stage?.[1]).toMatchObject({
      StageName: "api",
      TracingEnabled: false,
      AccessLogSetting: { DestinationArn: expect.stringMatching(/:log-group:<StudentApiAccessLog>$/) },
      MethodSettings: [
        {
          HttpMethod: "*",
          ResourcePath: "/*",
          ThrottlingRateLimit: 2000,
          ThrottlingBurstLimit: 1000,
          LoggingLevel: "ERROR",
          DataTraceEnabled: false,
          MetricsEnabled: false,
        },
      ],
    });
  });

  test("compresses long answers, which the distribution before it never keeps and so never compresses", () => {
    const [api] = ofType(resources, "AWS::ApiGateway::RestApi");
    expect(api?.[1].MinimumCompressionSize).toBe(1024);
  });

  test("keeps the gateway's own log no longer than the access log, and takes it along when the stack goes", () => {
    const logs = new Map(ofType(resources, "AWS::Logs::LogGroup"));
    expect(logs.get("StudentApiExecutionLog")).toEqual({
      LogGroupName: "API-Gateway-Execution-Logs_<StudentApi>/api",
      RetentionInDays: logs.get("StudentApiAccessLog")?.RetentionInDays,
    });
    const { StudentApiExecutionLog, StudentApiDeploymentStageapi } = resources;
    expect(StudentApiExecutionLog?.DeletionPolicy).toBe("Delete");
    expect(StudentApiDeploymentStageapi?.DependsOn).toContain("StudentApiExecutionLog");
  });

  test("logs neither keys nor addresses of students", () => {
    const [stage] = ofType(resources, "AWS::ApiGateway::Stage");
    const format = String(asRecord(stage?.[1].AccessLogSetting).Format);
    expect(Object.keys(JSON.parse(format))).not.toContain("ip");
    expect(format).not.toMatch(/identity|header|apiKey/);
    // The request's own path holds the secret of a calendar.
    expect(JSON.parse(format)).toMatchObject({ path: "$context.resourcePath" });
    expect(format).not.toMatch(/context\.(path|customDomain|extendedRequestId)/);
  });
});

describe("An answer that the gateway makes by itself", () => {
  const responses = ofType(resources, "AWS::ApiGateway::GatewayResponse").map(([, response]) => response);

  test("has a sentence for every type there is", () => {
    const types = Object.getOwnPropertyNames(ResponseType)
      .map((name) => Object.getOwnPropertyDescriptor(ResponseType, name)?.value)
      .filter((value): value is ResponseType => value instanceof ResponseType);
    expect(types.length).toBeGreaterThan(15);
    expect(new Set(gatewayAnswers.keys())).toEqual(new Set(types));
    expect(responses.map((r) => r.ResponseType).sort()).toEqual(types.map((t) => t.responseType).sort());
  });

  test("is JSON with the status as code and a sentence as body", () => {
    for (const response of responses) {
      const answer = JSON.parse(String(asRecord(response.ResponseTemplates)["application/json"]));
      expect(answer).toEqual({
        code: Number(response.StatusCode),
        body: expect.stringMatching(/^[A-Z].*\.$/),
        ...(answer.reason !== undefined && { reason: expect.stringMatching(/^[a-z-]+$/) }),
      });
      expect(response.ResponseParameters).toMatchObject({
        "gatewayresponse.header.cache-control": "'no-store'",
        "gatewayresponse.header.content-security-policy": "'sandbox'",
        "gatewayresponse.header.content-type": "'application/json; charset=utf-8'",
        "gatewayresponse.header.cross-origin-resource-policy": "'same-origin'",
        "gatewayresponse.header.referrer-policy": "'no-referrer'",
        "gatewayresponse.header.strict-transport-security": "'max-age=31536000'",
        "gatewayresponse.header.x-content-type-options": "'nosniff'",
        "gatewayresponse.header.x-frame-options": "'DENY'",
      });
    }
  });

  test("has no single quote inside a header's value, which API Gateway refuses, and none of CORS", () => {
    for (const response of responses) {
      for (const [name, value] of Object.entries(asRecord(response.ResponseParameters))) {
        expect(value).toMatch(/^'[^']+'$/);
        expect(name).not.toContain("access-control");
      }
    }
  });

  test("says when to try again if the call came too fast, and only then", () => {
    for (const response of responses) {
      const headers = asRecord(response.ResponseParameters);
      const retryAfter = response.StatusCode === "429" ? "'5'" : undefined;
      expect(headers["gatewayresponse.header.retry-after"]).toBe(retryAfter);
    }
  });

  test.each([
    ["MISSING_AUTHENTICATION_TOKEN", 404],
    ["UNAUTHORIZED", 401],
    ["ACCESS_DENIED", 403],
    ["REQUEST_TOO_LARGE", 413],
    ["THROTTLED", 429],
  ])("for %s is a %d", (type, code) => {
    expect(responses.find((r) => r.ResponseType === type)?.StatusCode).toBe(String(code));
  });
});

/** The path of an API resource, by its reference. */
const pathOf = (reference: string): string => {
  const id = reference.replace(/^<|>$/g, "");
  const [found] = ofType(resources, "AWS::ApiGateway::Resource").filter(([name]) => name === id);
  if (!found) return "";
  return `${pathOf(String(found[1].ParentId))}/${found[1].PathPart}`;
};
