import { SFNClient } from "@aws-sdk/client-sfn";
import { cacheMiddleware, maxAttempts, requestHandler } from "../storage/client-settings.ts";
import { once } from "../storage/once.ts";

export const sfnClient = once(
  () => new SFNClient({ maxAttempts, cacheMiddleware, requestHandler: { ...requestHandler } }),
);
