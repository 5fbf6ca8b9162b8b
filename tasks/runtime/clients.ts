import { S3Client } from "@aws-sdk/client-s3";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { once } from "./once.ts";

/**
 * One client a service and environment, so that connections are kept alive between invocations. Where the services are
 * and who calls is told by the SDK's own environment variables. Every call is bounded: three attempts of at most 2.5 s and
 * the SDK's backoff of at most 0.3 s between them end before the API's functions do, after 10 s.
 */
const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 2_500,
  throwOnRequestTimeout: true,
} as const;

/** For a call that carries a whole class: a roster or gradebook of 400,000 students has up to 100 MB. */
export const bulkCall = { requestTimeout: 60_000 } as const;

/** What the time of an ordinary call is surely enough for, in bytes. */
export const longestOrdinaryBody = 1024 * 1024;

const maxAttempts = 3;

/** Nothing changes a client's middleware once it is made, so that each kind of call resolves it once. */
const cacheMiddleware = true;

/** TLS guards bodies on their way; the checksums that the SDK adds beyond what S3 requires cost every call. */
const checksums = {
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
} as const;

export const s3Client = once(
  () => new S3Client({ maxAttempts, cacheMiddleware, requestHandler: { ...requestHandler }, ...checksums }),
);

export const sfnClient = once(
  () => new SFNClient({ maxAttempts, cacheMiddleware, requestHandler: { ...requestHandler } }),
);

/** One attempt only: SendEmail has no idempotency token, so a retry after a lost answer would send a second mail. */
export const sesClient = once(
  () =>
    new SESClient({
      maxAttempts: 1,
      cacheMiddleware,
      requestHandler: { ...requestHandler, requestTimeout: 15_000 },
    }),
);
