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

const maxAttempts = 3;

export const s3Client = once(() => new S3Client({ maxAttempts, requestHandler: { ...requestHandler } }));

export const sfnClient = once(() => new SFNClient({ maxAttempts, requestHandler: { ...requestHandler } }));

/** One attempt only: SendEmail has no idempotency token, so a retry after a lost answer would send a second mail. */
export const sesClient = once(
  () => new SESClient({ maxAttempts: 1, requestHandler: { ...requestHandler, requestTimeout: 15_000 } }),
);
