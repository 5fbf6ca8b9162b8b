import { AwsError } from "../ports.ts";

/** Seven days. Source: docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html. */
const mostSeconds = 604_800;

/** How far a signer's clock may be ahead of this machine's. */
const skewMs = 15 * 60 * 1000;

/** S3's old signature, which names no service: `AWS <key>:<signature>`, or in the address. */
export const isVersion2 = (authorization: string | undefined, query: URLSearchParams): boolean =>
  authorization === undefined
    ? query.has("AWSAccessKeyId") && query.has("Signature") && !query.has("SignatureVersion")
    : authorization.startsWith("AWS ");

export const version2Refused = (): AwsError =>
  new AwsError(
    "InvalidRequest",
    "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256. The AWS command line does so after: aws configure set default.s3.signature_version s3v4",
  );

const malformed = (message: string) => new AwsError("AuthorizationQueryParametersError", message);

/** When a request was signed, by its client's clock; milliseconds since 1970. Throws AwsError. */
export const signedAtMs = (date: string): number => {
  const iso = date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z");
  const ms = iso === date ? Number.NaN : Date.parse(iso);
  if (!Number.isNaN(ms)) return ms;
  throw malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
};

/** How long a presigned address is valid. Throws AwsError. */
export const presignedForSeconds = (expires: string): number => {
  if (!/^\d+$/.test(expires)) throw malformed("X-Amz-Expires should be a number");
  if (Number(expires) <= mostSeconds) return Number(expires);
  throw malformed(
    `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${mostSeconds} seconds`,
  );
};

/**
 * Throws AwsError AccessDenied for a presigned address of S3 that is not yet, or no longer, valid at `nowMs` (the machine's
 * time, which clients use to sign), and AuthorizationQueryParametersError for one that names no time.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export const checkPresigned = (query: URLSearchParams, nowMs: number): void => {
  const [date, expires] = [query.get("X-Amz-Date"), query.get("X-Amz-Expires")];
  if (date === null || expires === null) {
    throw malformed(
      "Query-string authentication version 4 requires the X-Amz-Date and X-Amz-Expires parameters.",
    );
  }
  const fromMs = signedAtMs(date);
  const untilMs = fromMs + presignedForSeconds(expires) * 1000;
  if (nowMs < fromMs - skewMs) throw new AwsError("AccessDenied", "Request is not yet valid", 403);
  if (nowMs > untilMs) throw new AwsError("AccessDenied", "Request has expired", 403);
};
