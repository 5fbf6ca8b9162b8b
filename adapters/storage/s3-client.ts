import { S3Client } from "@aws-sdk/client-s3";
import { cacheMiddleware, maxAttempts, requestHandler } from "./client-settings.ts";
import { once } from "./once.ts";

/** For a call that carries a whole class: a roster or gradebook of 400,000 students has up to 100 MB. */
export const bulkCall = { requestTimeout: 60_000 } as const;

/** Size that an ordinary call surely transfers in time, in bytes. */
export const longestOrdinaryBody = 1024 * 1024;

/**
 * Connections at the same time, opened as they are needed: a function of the API opens a few, Close run reads hundreds
 * of thousands of small objects. At about 20 ms for each object, 200 connections deliver more than one processor can handle.
 */
export const mostConnections = 200;

const agent = { maxSockets: mostConnections } as const;

/** TLS protects bodies in transit; checksums beyond those that S3 requires would cost time on every call. */
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
