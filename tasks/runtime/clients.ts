import { S3Client } from "@aws-sdk/client-s3";
import { SESClient } from "@aws-sdk/client-ses";
import { SFNClient } from "@aws-sdk/client-sfn";
import { once } from "./once.ts";

/**
 * One client a service and environment, so that connections are kept alive between invocations. Where the services are
 * and who calls is told by the SDK's own environment variables. Every call is bounded: with three attempts of at most
 * five seconds and the SDK's backoff it ends within the shortest function timeout that retries make sense in.
 */
const requestHandler = {
  connectionTimeout: 1_000,
  requestTimeout: 5_000,
  throwOnRequestTimeout: true,
} as const;

const maxAttempts = 3;

export const s3Client = once(() => new S3Client({ maxAttempts, requestHandler: { ...requestHandler } }));

export const sfnClient = once(() => new SFNClient({ maxAttempts, requestHandler: { ...requestHandler } }));

/** One attempt only: SendEmail has no idempotency token, so a retry after a lost answer would send a second mail. */
export const sesClient = once(
  () => new SESClient({ maxAttempts: 1, requestHandler: { ...requestHandler, requestTimeout: 15_000 } }),
);
