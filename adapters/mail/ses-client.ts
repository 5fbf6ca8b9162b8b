import { SESClient } from "@aws-sdk/client-ses";
import { cacheMiddleware, requestHandler } from "../storage/client-settings.ts";
import { once } from "../storage/once.ts";

/** One attempt only: SendEmail has no idempotency token, so a retry after a lost answer would send a second mail. */
export const sesClient = once(
  () =>
    new SESClient({
      maxAttempts: 1,
      cacheMiddleware,
      requestHandler: { ...requestHandler, requestTimeout: 15_000 },
    }),
);
