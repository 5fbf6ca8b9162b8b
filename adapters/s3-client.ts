import { S3Client } from "@aws-sdk/client-s3";
import { cacheMiddleware, maxAttempts, requestHandler } from "./client-settings.ts";
import { once } from "./once.ts";

/** For a call that carries a whole class: a roster or gradebook of 400,000 students has up to 100 MB. */
export const bulkCall = { requestTimeout: 60_000 } as const;

/** What the time of an ordinary call is surely enough for, in bytes. */
export const longestOrdinaryBody = 1024 * 1024;

/**
 * Connections at the same time. They are made as they are needed: a function that answers the API makes a few, one that
 * closes a run reads hundreds of thousands of small objects. At some 20 ms for each, 200 connections carry more than
 * a processor makes of them.
 */
export const mostConnections = 200;

const agent = { maxSockets: mostConnections } as const;

/** TLS guards bodies on their way; the checksums that the SDK adds beyond what S3 requires cost every call. */
const checksums = {
  requestChecksumCalculation: "WHEN_REQUIRED",
  responseChecksumValidation: "WHEN_REQUIRED",
} as const;

export const s3Client = once(
  () =>
    new S3Client({
      maxAttempts,
      cacheMiddleware,
      requestHandler: { ...requestHandler, httpAgent: agent, httpsAgent: agent },
      ...checksums,
    }),
);
