import { type AwsEndpoint, startAwsEndpoint } from "../../../local/aws/endpoint.ts";
import type { AwsService } from "../../../local/ports.ts";

export const accessKeyId = "AKIAOWNER";

/** Starts the AWS endpoint on a free port for one owner; a fault of the region itself fails the test. */
export const startEndpoint = (services: Readonly<Record<string, AwsService>>): Promise<AwsEndpoint> =>
  startAwsEndpoint({
    port: 0,
    principals: (id) => (id === accessKeyId ? { kind: "owner" } : undefined),
    services: new Map(Object.entries(services)),
    log: (message) => {
      throw new Error(message);
    },
  });

/** Settings that an SDK client needs to reach `endpoint`. Refused requests are not tried again. */
export const clientSettings = ({ url }: AwsEndpoint) => ({
  endpoint: url,
  region: "us-east-1",
  credentials: { accessKeyId, secretAccessKey: "secret" },
  maxAttempts: 1,
});
