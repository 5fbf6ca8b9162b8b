import { S3Client } from "@aws-sdk/client-s3";
import { cacheMiddleware, maxAttempts, requestHandler } from "./client-settings.ts";
import { once } from "./once.ts";

/** For a call that carries a whole class: a roster or gradebook of 400,000 students has up to 100 MB. */
export const bulkCall = { requestTimeout: 60_000 } as const;

/** What the time of an ordinary call is surely enough for, in bytes. */
export const longestOrdinaryBody = 1024 * 1024;

/** TLS guards bodies on their way; the checksums that the SDK adds beyond what S3 requires cost every call. */
const checksums = {
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
} as const;

export const s3Client = once(
  () => new S3Client({ maxAttempts, cacheMiddleware, requestHandler: { ...requestHandler }, ...checksums }),
);
