import { SFNClient } from "@aws-sdk/client-sfn";
import { cacheMiddleware, maxAttempts, requestHandler } from "./client-settings.ts";
import { once } from "./once.ts";

export const sfnClient = once(
  () => new SFNClient({ maxAttempts, cacheMiddleware, requestHandler: { ...requestHandler } }),
);
