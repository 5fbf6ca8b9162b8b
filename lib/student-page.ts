import { Aws, Duration, Fn, Names, RemovalPolicy, Validations } from "aws-cdk-lib";
import type { RestApi } from "aws-cdk-lib/aws-apigateway";
import { Certificate } from "aws-cdk-lib/aws-certificatemanager";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  type ErrorResponse,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  S3OriginAccessControl,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from "aws-cdk-lib/aws-s3";
import { Construct } from "constructs";
import { pageHeaders } from "../course/api/security-headers.ts";
import type { OwnDomain } from "./own-domain.ts";
import { stageName } from "./student-api.ts";

export interface StudentPageProps {
  /** Reached under the page's own origin, at its stage's name. */
  readonly api: RestApi;
  /**
   * The page's own address. Whoever owns the domain points it at the distribution, by DNS.
   *
   * @default - CloudFront's
   */
  readonly ownDomain?: OwnDomain | undefined;
}

/** An IBucket says whether it is a website; CDK's own Bucket may leave it undefined. */
class PageBucket extends Bucket {
  override get isWebsite(): boolean {
    return super.isWebsite ?? false;
  }
}

/**
 * CloudFront caches these error answers to GET and HEAD for 10 s by default, most of them whatever their Cache-Control says.
 * One student's error would then be everybody's at that edge location. The API's calls use the policy CACHING_DISABLED; one
 * page of AWS's guide says that it prevents this, the other page does not. The page's own files have no such policy. Other
 * errors are cached only with a max-age, which neither the API nor S3 sends.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/custom-error-pages-expiration.html
 */
const neverKept: ErrorResponse[] = [404, 414, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

/**
 * The students' page: a private bucket behind CloudFront, and the API behind the same address, so that the page calls its
 * own origin. `bin/trainer publish` uploads the files, as on the local region: CDK's BucketDeployment would add a function
 * in another language.
 */
export class StudentPage extends Construct {
  readonly bucket: PageBucket;
  /** Without a slash at its end. */
  readonly url: string;

  /** Where an own domain must point to; null: there is none. */
  readonly domainTarget: string | null;

  constructor(scope: Construct, id: string, { api, ownDomain }: StudentPageProps) {
    super(scope, id);
    this.bucket = this.#bucket();
    const originAccessControl = new S3OriginAccessControl(this, "OriginAccess", {
      originAccessControlName: this.#nameInAccount(),
    });
    const distribution = new Distribution(this, "Distribution", {
      comment: `${Aws.STACK_NAME}: the students' page`,
      defaultRootObject: "index.html",
      ...(ownDomain && {
        domainNames: [ownDomain.name],
        certificate: Certificate.fromCertificateArn(this, "Certificate", ownDomain.certificateArn),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
      }),
      httpVersion: HttpVersion.HTTP2_AND_3,
      // Edge locations in North America and Europe; the rest of the world is served from there.
      priceClass: PriceClass.PRICE_CLASS_100,
      errorResponses: neverKept,
      defaultBehavior: {
        origin: S3BucketOrigin.withOriginAccessControl(this.bucket, { originAccessControl }),
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
        cachePolicy: CachePolicy.CACHING_OPTIMIZED,
        responseHeadersPolicy: this.#responseHeaders(),
        compress: true,
      },
      additionalBehaviors: {
        [`/${stageName}/*`]: {
          origin: this.#apiOrigin(api),
          // A key must never be sent unencrypted, not even to get a redirect.
          viewerProtocolPolicy: ViewerProtocolPolicy.HTTPS_ONLY,
          allowedMethods: AllowedMethods.ALLOW_ALL,
          cachePolicy: CachePolicy.CACHING_DISABLED,
          // All headers, x-api-key among them, except Host: API Gateway needs its own host name.
          originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
          compress: false,
        },
      },
    });
    this.url = `https://${ownDomain?.name ?? distribution.distributionDomainName}`;
    this.domainTarget = ownDomain ? distribution.distributionDomainName : null;
    this.#acknowledge(distribution);
  }

  /**
   * CloudFront spans all regions, so such names must be unique in the account. With the region in the name, a course can
   * exist in two regions. At most 64 characters: 45 for the path of this construct, 18 for the region.
   */
  #nameInAccount(): string {
    return `${Names.uniqueResourceName(this, { maxLength: 45 })}-${Aws.REGION}`;
  }

  #bucket(): PageBucket {
    const bucket = new PageBucket(this, "Bucket", {
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      // Each publishing makes the files anew. The bucket stays only because CloudFormation can't delete one that has objects.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    Validations.of(bucket).acknowledge({
      id: "AwsSolutions-S1",
      reason: "The page is public and holds nobody's data; who reads it is not recorded.",
    });
    return bucket;
  }

  #apiOrigin(api: RestApi): HttpOrigin {
    const domainName = Fn.join(".", [api.restApiId, "execute-api", Aws.REGION, Aws.URL_SUFFIX]);
    return new HttpOrigin(domainName, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY });
  }

  #responseHeaders(): ResponseHeadersPolicy {
    const { contentSecurityPolicy, permissionsPolicy } = pageHeaders;
    return new ResponseHeadersPolicy(this, "Headers", {
      responseHeadersPolicyName: this.#nameInAccount(),
      comment: "Own scripts and styles only; never in a frame.",
      securityHeadersBehavior: {
        contentSecurityPolicy: { contentSecurityPolicy, override: true },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(365), override: true },
      },
      customHeadersBehavior: {
        customHeaders: [
          { header: "cross-origin-opener-policy", value: "same-origin", override: true },
          { header: "cross-origin-resource-policy", value: "same-origin", override: true },
          { header: "permissions-policy", value: permissionsPolicy, override: true },
        ],
      },
    });
  }

  #acknowledge(distribution: Distribution): void {
    Validations.of(distribution).acknowledge(
      { id: "AwsSolutions-CFR1", reason: "Students may be anywhere." },
      {
        id: "AwsSolutions-CFR2",
        reason: "Files without secrets, and an API that has keys, throttling and a size limit of its own.",
      },
      {
        id: "AwsSolutions-CFR3",
        reason:
          "The API's access log names each call with its student; who reads a public page is not recorded.",
      },
      {
        id: "AwsSolutions-CFR4",
        reason:
          "Under CloudFront's own domain name its certificate sets the oldest protocol; a course with a domain of its own sets TLS 1.2 there.",
      },
    );
  }
}
