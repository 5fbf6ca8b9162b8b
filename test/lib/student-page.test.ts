import { describe, expect, test } from "@jest/globals";
import { pageHeaders } from "../../course/api/security-headers.ts";
import { ownDomainOf } from "../../lib/own-domain.ts";
import { asRecord, ofType, synthesize } from "./support/template.ts";

const resources = await synthesize();
const distributions = ofType(resources, "AWS::CloudFront::Distribution");
const config = asRecord(distributions[0]?.[1].DistributionConfig);

describe("A course without a page", () => {
  test("has nothing on CloudFront and no bucket for files; mails and calendars have the API's own address", async () => {
    const bare = await synthesize({ reminders: {} }, { hasPage: false });
    expect(Object.values(bare).filter(({ Type }) => Type.startsWith("AWS::CloudFront"))).toEqual([]);
    expect(ofType(bare, "AWS::S3::Bucket").map(([id]) => id)).toEqual(["StorageBucket"]);
    const linking = ofType(bare, "AWS::Lambda::Function").flatMap(([id, { Environment }]) => {
      const { PAGE_URL, API_URL } = Object(Environment).Variables;
      return PAGE_URL === undefined && API_URL === undefined ? [] : [[id, PAGE_URL, API_URL]];
    });
    expect(linking.toSorted()).toEqual(
      ["ChangeCalendar", "ChooseReminders", "ShowCalendar"]
        .map((task) => `StudentApi${task}Function`)
        .concat("TasksMailStudentWorkerFunction")
        .map((id) => [id, undefined, "https://<StudentApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>"]),
    );
  });
});

describe("A page with a domain of its own", () => {
  const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/0a-1b";

  test("answers there with the certificate over TLS 1.2, and mails lead there", async () => {
    const own = await synthesize({}, { ownDomain: { name: "tests.example.com", certificateArn } });
    const [, distribution] = ofType(own, "AWS::CloudFront::Distribution")[0] ?? [];
    expect(asRecord(distribution?.DistributionConfig)).toMatchObject({
      Aliases: ["tests.example.com"],
      ViewerCertificate: {
        AcmCertificateArn: certificateArn,
        MinimumProtocolVersion: "TLSv1.2_2021",
        SslSupportMethod: "sni-only",
      },
    });
    const urls = ofType(own, "AWS::Lambda::Function").map(
      ([, fn]) => Object(fn.Environment).Variables.PAGE_URL,
    );
    expect([...new Set(urls)].filter((url) => url !== undefined)).toEqual(["https://tests.example.com"]);
  });

  test.each([
    ["tests.example.com", undefined, /needs both/],
    [undefined, certificateArn, /needs both/],
    ["https://tests.example.com", certificateArn, /must be a name such as tests\.example\.com/],
    [
      "tests.example.com",
      certificateArn.replace("us-east-1", "eu-west-1"),
      /in us-east-1, where CloudFront looks/,
    ],
  ])("is not made of %s and %s", (domain, certificate, words) => {
    expect(() => ownDomainOf(domain, certificate)).toThrow(words);
  });

  test("is not there unless it is asked for", () => {
    expect(ownDomainOf(undefined, undefined)).toBeUndefined();
    expect(config).not.toHaveProperty("Aliases");
  });
});

describe("The students' page", () => {
  test("lies in a bucket that only its own distribution may read, over TLS", () => {
    const [, policy] =
      ofType(resources, "AWS::S3::BucketPolicy").find(([id]) => id === "StudentPageBucketPolicy") ?? [];
    const bucket = "<StudentPageBucket.Arn>";
    expect(asRecord(policy?.PolicyDocument).Statement).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "s3:*",
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
      {
        Effect: "Allow",
        Principal: { Service: "cloudfront.amazonaws.com" },
        Action: "s3:GetObject",
        Resource: `${bucket}/*`,
        Condition: {
          StringEquals: {
            "AWS:SourceArn": `arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<StudentPageDistribution>`,
          },
        },
      },
    ]);
    const buckets = ofType(resources, "AWS::S3::Bucket").map(
      ([, bucket]) => bucket.PublicAccessBlockConfiguration,
    );
    const blocked = {
      ...{
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    };
    expect(buckets).toEqual(buckets.map(() => blocked));
  });

  test("is written by no function: no role of the stack has a right to its files, the pictures of tests among them", () => {
    const policies = JSON.stringify([
      ...ofType(resources, "AWS::IAM::Policy"),
      ...ofType(resources, "AWS::IAM::Role"),
    ]);
    expect(policies).not.toContain("<StudentPageBucket");
    expect(policies).toContain("s3:PutObject");
  });

  test("is read only, redirected to HTTPS, and cached as its files say", () => {
    expect(distributions).toHaveLength(1);
    expect(config).toMatchObject({ DefaultRootObject: "index.html", Enabled: true });
    expect(config.DefaultCacheBehavior).toMatchObject({
      AllowedMethods: ["GET", "HEAD"],
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
      ViewerProtocolPolicy: "redirect-to-https",
      ResponseHeadersPolicyId: "<StudentPageHeaders>",
    });
  });

  test("has the API behind the same address: nothing cached, the key's header forwarded, never without TLS", () => {
    expect(config.CacheBehaviors).toMatchObject([
      {
        PathPattern: "/api/*",
        CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        OriginRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        ViewerProtocolPolicy: "https-only",
      },
    ]);
    expect(config.Origins).toContainEqual(
      expect.objectContaining({
        DomainName: "<StudentApi>.execute-api.<AWS::Region>.<AWS::URLSuffix>",
        CustomOriginConfig: { OriginProtocolPolicy: "https-only", OriginSSLProtocols: ["TLSv1.2"] },
      }),
    );
  });

  test("keeps no error at the edge: one student's is nobody else's", () => {
    expect(config.CustomErrorResponses).toEqual(
      [404, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    );
  });

  test("names its parts, which CloudFront keeps for all regions of an account, by their region", () => {
    const nameOf = (type: string, config: string) =>
      String(asRecord(ofType(resources, type)[0]?.[1][config]).Name);
    for (const name of [
      nameOf("AWS::CloudFront::ResponseHeadersPolicy", "ResponseHeadersPolicyConfig"),
      nameOf("AWS::CloudFront::OriginAccessControl", "OriginAccessControlConfig"),
    ]) {
      expect(name).toMatch(/^RulesStudentPage\w+-<AWS::Region>$/);
      expect(name.replace("<AWS::Region>", "ap-southeast-1").length).toBeLessThanOrEqual(64);
    }
  });

  test("allows scripts, styles and calls of its own origin only, and no frames", () => {
    const [[, policy] = ["", {}]] = ofType(resources, "AWS::CloudFront::ResponseHeadersPolicy");
    const headers = asRecord(asRecord(asRecord(policy).ResponseHeadersPolicyConfig).SecurityHeadersConfig);
    expect(headers).toEqual({
      ContentSecurityPolicy: {
        ContentSecurityPolicy: pageHeaders.contentSecurityPolicy,
        Override: true,
      },
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: "DENY", Override: true },
      ReferrerPolicy: { ReferrerPolicy: "no-referrer", Override: true },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, Override: true },
    });
    expect(pageHeaders.contentSecurityPolicy).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
    expect(pageHeaders.contentSecurityPolicy).toMatch(/^default-src 'none'; script-src 'self'; /);
  });
});
