import * as z from "zod";
import { shortId } from "../names.ts";
import type { PlannedDistribution, RegionPlan } from "../plan.ts";
import { type Declared, defineResource, type ResourceType } from "../resource-type.ts";
import { withShortId } from "./gateway-parts.ts";

/** How a distribution signs its reads; the bucket's policy says whether it may. */
const originAccessControl = defineResource({
  type: "AWS::CloudFront::OriginAccessControl",
  supported: z.strictObject({
    OriginAccessControlConfig: z.strictObject({
      Name: z.string(),
      OriginAccessControlOriginType: z.literal("s3"),
      SigningBehavior: z.literal("always"),
      SigningProtocol: z.literal("sigv4"),
    }),
  }),
  harmless: { "OriginAccessControlConfig.Description": "only describes" },
  identify: ({ logicalId, world }) => {
    const id = shortId(world.stackName, logicalId);
    return { ref: id, attributes: { Id: id } };
  },
});

/** Headers come only from the policy here, so there is nothing to override. */
const override = { Override: z.boolean() };

const securityHeadersSchema = z.strictObject({
  ContentSecurityPolicy: z.strictObject({ ContentSecurityPolicy: z.string(), ...override }).optional(),
  ContentTypeOptions: z.strictObject(override).optional(),
  FrameOptions: z.strictObject({ FrameOption: z.string(), ...override }).optional(),
  ReferrerPolicy: z.strictObject({ ReferrerPolicy: z.string(), ...override }).optional(),
  StrictTransportSecurity: z.strictObject({ AccessControlMaxAgeSec: z.number(), ...override }).optional(),
});

type SecurityHeaders = z.infer<typeof securityHeadersSchema>;

const securityHeaders = (config: SecurityHeaders): Record<string, string> => {
  const { ContentSecurityPolicy, ContentTypeOptions, FrameOptions, ReferrerPolicy, StrictTransportSecurity } =
    config;
  return {
    ...(ContentSecurityPolicy && { "content-security-policy": ContentSecurityPolicy.ContentSecurityPolicy }),
    ...(ContentTypeOptions && { "x-content-type-options": "nosniff" }),
    ...(FrameOptions && { "x-frame-options": FrameOptions.FrameOption }),
    ...(ReferrerPolicy && { "referrer-policy": ReferrerPolicy.ReferrerPolicy }),
    ...(StrictTransportSecurity && {
      "strict-transport-security": `max-age=${StrictTransportSecurity.AccessControlMaxAgeSec}`,
    }),
  };
};

const responseHeadersPolicy = defineResource({
  type: "AWS::CloudFront::ResponseHeadersPolicy",
  supported: z.strictObject({
    ResponseHeadersPolicyConfig: z.strictObject({
      Name: z.string(),
      SecurityHeadersConfig: securityHeadersSchema.default({}),
      CustomHeadersConfig: z
        .strictObject({
          Items: z.array(z.strictObject({ Header: z.string(), Value: z.string(), ...override })),
        })
        .default({ Items: [] }),
    }),
  }),
  harmless: { "ResponseHeadersPolicyConfig.Comment": "only describes" },
  identify: withShortId,
  add: ({ identity }, { ResponseHeadersPolicyConfig: config }, plan) => {
    plan.responseHeaders.set(identity.ref, {
      ...securityHeaders(config.SecurityHeadersConfig),
      ...Object.fromEntries(config.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value])),
    });
  },
});

const originSchema = z.strictObject({
  Id: z.string(),
  DomainName: z.string(),
  OriginAccessControlId: z.string().optional(),
  S3OriginConfig: z.strictObject({ OriginAccessIdentity: z.literal("") }).optional(),
  CustomOriginConfig: z
    .strictObject({
      OriginProtocolPolicy: z.literal("https-only"),
      OriginSSLProtocols: z.array(z.string()).optional(),
    })
    .optional(),
});

/** AWS's own policies by their ids, as the region behaves: nothing is cached here, and everything is forwarded. */
const managedPolicies = {
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  allViewerExceptHostHeader: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
} as const;

const behaviourSchema = z.strictObject({ TargetOriginId: z.string() });

const distributionSchema = z.strictObject({
  DistributionConfig: z.strictObject({
    Enabled: z.literal(true),
    DefaultRootObject: z.string().optional(),
    // Only how long errors are cached; other answers in their place are not supported.
    CustomErrorResponses: z.array(z.strictObject({ ErrorCode: z.number() })).optional(),
    Origins: z.array(originSchema),
    DefaultCacheBehavior: behaviourSchema.extend({
      AllowedMethods: z.tuple([z.literal("GET"), z.literal("HEAD")]).optional(),
      // It lets both gzip and Brotli through.
      CachePolicyId: z.literal(managedPolicies.cachingOptimized),
      Compress: z.boolean().default(false),
      ResponseHeadersPolicyId: z.string().optional(),
    }),
    CacheBehaviors: z
      .array(
        behaviourSchema.extend({
          PathPattern: z.string(),
          // A behaviour with some methods only would have to refuse the others.
          AllowedMethods: z.array(z.string()).length(7, "supported: all seven methods"),
          CachePolicyId: z.literal(managedPolicies.cachingDisabled),
          OriginRequestPolicyId: z.literal(managedPolicies.allViewerExceptHostHeader),
        }),
      )
      .default([]),
  }),
});

type DistributionConfig = z.infer<typeof distributionSchema>["DistributionConfig"];
type Origin = z.infer<typeof originSchema>;

/** The bucket that an origin names by its regional domain; the distribution reads it with its own rights. */
const bucketOf = (origin: Origin | undefined, { world }: Declared, plan: RegionPlan): string | undefined => {
  if (!origin?.S3OriginConfig || origin.OriginAccessControlId === undefined) return undefined;
  const host = `s3.${world.region}.${world.urlSuffix}`;
  return plan.buckets.find(({ name }) => origin.DomainName === `${name}.${host}`)?.name;
};

/** The API that an origin names by its domain; undefined: it names none of this template. */
const apiOf = (origin: Origin | undefined, { world }: Declared, plan: RegionPlan): string | undefined =>
  [...plan.apis.keys()].find(
    (id) => origin?.DomainName === `${id}.execute-api.${world.region}.${world.urlSuffix}`,
  );

const addDistribution = (declared: Declared, config: DistributionConfig, plan: RegionPlan): string[] => {
  const originOf = (id: string) => config.Origins.find((origin) => origin.Id === id);
  const { TargetOriginId, ResponseHeadersPolicyId = "", Compress } = config.DefaultCacheBehavior;
  const bucket = bucketOf(originOf(TargetOriginId), declared, plan);
  const problems: string[] = [];
  if (plan.distributions.length > 0) problems.push("the front door serves one distribution only");
  if (bucket === undefined) {
    return [...problems, "the default origin must be a bucket of this template, with origin access control"];
  }
  const { logicalId, identity } = declared;
  const planned: PlannedDistribution = {
    logicalId,
    arn: `arn:${declared.world.partition}:cloudfront::${declared.world.account}:distribution/${identity.ref}`,
    domainName: identity.attributes.DomainName ?? "",
    bucket,
    rootObject: config.DefaultRootObject,
    headers: plan.responseHeaders.get(ResponseHeadersPolicyId) ?? {},
    isCompressing: Compress,
    behaviours: config.CacheBehaviors.map(({ TargetOriginId, PathPattern }) => ({
      pattern: PathPattern,
      apiId: apiOf(originOf(TargetOriginId), declared, plan),
    })),
  };
  plan.distributions.push(planned);
  return problems;
};

const identifyDistribution: ResourceType["identify"] = ({ logicalId, world }) => {
  const id = shortId(world.stackName, logicalId);
  return { ref: id.toUpperCase(), attributes: { DomainName: `${id}.cloudfront.net`, Id: id.toUpperCase() } };
};

const distribution = defineResource({
  type: "AWS::CloudFront::Distribution",
  supported: distributionSchema,
  harmless: {
    "DistributionConfig.Comment": "only describes",
    "DistributionConfig.CustomErrorResponses.*.ErrorCachingMinTTL": "nothing is cached here, errors neither",
    "DistributionConfig.HttpVersion": "the front door speaks HTTP 1.1",
    "DistributionConfig.IPV6Enabled": "the front door listens on the loopback address",
    "DistributionConfig.PriceClass": "there is one place",
    "DistributionConfig.CacheBehaviors.*.Compress": "the API's answers go as they are",
    "DistributionConfig.CacheBehaviors.*.ViewerProtocolPolicy": "nothing crosses a network",
    "DistributionConfig.DefaultCacheBehavior.ViewerProtocolPolicy": "nothing crosses a network",
    Tags: "only describe",
  },
  identify: identifyDistribution,
  add: (declared, { DistributionConfig }, plan) => addDistribution(declared, DistributionConfig, plan),
});

export const edgeTypes = [originAccessControl, responseHeadersPolicy, distribution];
