import { expect, test } from "@jest/globals";
import type { Json } from "../../src/ports.ts";
import { TemplateProblems } from "../../src/template/problems.ts";
import { readPlan } from "../../src/template/read-plan.ts";
import { templateSchema } from "../../src/template/template.ts";

const behaviour = { TargetOriginId: "files", ViewerProtocolPolicy: "redirect-to-https" };

const filesBehaviour = {
  ...behaviour,
  AllowedMethods: ["GET", "HEAD"],
  CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  ResponseHeadersPolicyId: { Ref: "Headers" },
  Compress: true,
};

const apiBehaviour = {
  TargetOriginId: "api",
  PathPattern: { "Fn::Join": ["", ["/", { Ref: "Stage" }, "/*"]] },
  AllowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"],
  CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

const fileOrigin = {
  Id: "files",
  DomainName: { "Fn::GetAtt": ["Bucket", "RegionalDomainName"] },
  OriginAccessControlId: { "Fn::GetAtt": ["Access", "Id"] },
  S3OriginConfig: { OriginAccessIdentity: "" },
};

const apiOrigin = {
  Id: "api",
  DomainName: { "Fn::Join": [".", [{ Ref: "Api" }, "execute-api.us-east-1.amazonaws.com"]] },
  CustomOriginConfig: { OriginProtocolPolicy: "https-only" },
};

const config = (changes: Record<string, Json> = {}): Json => ({
  DistributionConfig: {
    Enabled: true,
    DefaultRootObject: "index.html",
    DefaultCacheBehavior: filesBehaviour,
    CacheBehaviors: [apiBehaviour],
    Origins: [fileOrigin, apiOrigin],
    ...changes,
  },
});

const resources = (distribution: Json): Record<string, { Type: string; Properties?: Json }> => ({
  Bucket: { Type: "AWS::S3::Bucket" },
  Access: {
    Type: "AWS::CloudFront::OriginAccessControl",
    Properties: {
      OriginAccessControlConfig: {
        Name: "a",
        OriginAccessControlOriginType: "s3",
        SigningBehavior: "always",
        SigningProtocol: "sigv4",
      },
    },
  },
  Headers: {
    Type: "AWS::CloudFront::ResponseHeadersPolicy",
    Properties: {
      ResponseHeadersPolicyConfig: {
        Name: "h",
        SecurityHeadersConfig: { FrameOptions: { FrameOption: "DENY", Override: true } },
        CustomHeadersConfig: { Items: [{ Header: "x-own", Value: "1", Override: true }] },
      },
    },
  },
  Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: "students" } },
  Deployment: { Type: "AWS::ApiGateway::Deployment", Properties: { RestApiId: { Ref: "Api" } } },
  Stage: {
    Type: "AWS::ApiGateway::Stage",
    Properties: { RestApiId: { Ref: "Api" }, DeploymentId: { Ref: "Deployment" }, StageName: "api" },
  },
  Page: { Type: "AWS::CloudFront::Distribution", Properties: distribution },
});

const plan = (distribution: Json) =>
  readPlan(
    {
      stackName: "Course",

      templateBody: "",
      template: templateSchema.parse({
        Resources: resources(distribution),
        Outputs: {
          PageUrl: { Value: { "Fn::Join": ["", ["https://", { "Fn::GetAtt": ["Page", "DomainName"] }]] } },
        },
      }),
      assets: new Map(),
    },
    {
      account: "000000000000",
      region: "us-east-1",
      partition: "aws",
      urlSuffix: "amazonaws.com",
      queueUrl: (name) => `http://aws/${name}`,
      frontDoorUrl: "http://door",
    },
  );

const problemsOf = (distribution: Json): readonly string[] => {
  try {
    plan(distribution);
  } catch (error) {
    if (error instanceof TemplateProblems) return error.problems;
    throw error;
  }
  return [];
};

test("a distribution gives out its bucket with the headers of its policy, at the front door", () => {
  const { distributions, buckets, outputs } = plan(config());
  expect(distributions).toEqual([
    {
      logicalId: "Page",
      arn: expect.stringMatching(/^arn:aws:cloudfront::000000000000:distribution\/[A-Z0-9]{10}$/),
      domainName: expect.stringMatching(/^[a-z0-9]{10}\.cloudfront\.net$/),
      bucket: buckets[0]?.name,
      rootObject: "index.html",
      headers: { "x-frame-options": "DENY", "x-own": "1" },
      isCompressing: true,
      behaviours: [{ pattern: "/api/*", apiId: expect.any(String) }],
    },
  ]);
  expect(outputs).toMatchObject([{ key: "PageUrl", value: "http://door" }]);
});

test("how long a distribution keeps an error makes no difference here", () => {
  const errors = { CustomErrorResponses: [{ ErrorCode: 503, ErrorCachingMinTTL: 0 }] };
  expect(plan(config(errors)).distributions).toEqual(plan(config()).distributions);
});

test.each<[string, Record<string, Json>, RegExp]>([
  [
    "another path than an API's stage",
    { CacheBehaviors: [{ ...apiBehaviour, PathPattern: "/other/*" }] },
    /\/other\/\* must be \/<stage>\/\* of an API of this template/,
  ],
  [
    "a bucket read as anybody",
    { Origins: [{ ...fileOrigin, OriginAccessControlId: { Ref: "AWS::NoValue" } }, apiOrigin] },
    /must be a bucket of this template, with origin access control/,
  ],
  [
    "a page for an error",
    { CustomErrorResponses: [{ ErrorCode: 404, ErrorCachingMinTTL: 0, ResponsePagePath: "/lost.html" }] },
    /ResponsePagePath is not supported/,
  ],
  ["names of its own", { Aliases: ["tests.example.com"] }, /Aliases is not supported/],
  [
    "another cache policy",
    { DefaultCacheBehavior: { ...filesBehaviour, CachePolicyId: "mine" } },
    /CachePolicyId is "mine"; supported/,
  ],
])("a distribution with %s stops the start", (_, changes, problem) => {
  expect(problemsOf(config(changes))).toEqual([expect.stringMatching(problem)]);
});
