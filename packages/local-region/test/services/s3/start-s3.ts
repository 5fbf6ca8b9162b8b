import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { Clock } from "../../../src/clock.ts";
import type { AwsEndpoint } from "../../../src/http/endpoint.ts";
import type { BucketSettings } from "../../../src/services/s3/bucket-settings.ts";
import { type ObjectStore, openObjectStore } from "../../../src/services/s3/object-store.ts";
import { clientSettings, startEndpoint } from "../../http/start-endpoint.ts";

export const bucket = "course";
export const plainBucket = "without-versions";

export interface RunningS3 {
  readonly client: S3Client;
  readonly clock: Clock;
  readonly endpoint: AwsEndpoint;
  readonly store: ObjectStore;
  stop(): Promise<void>;
}

/** The region's S3 behind a real port, with a bucket that keeps versions and one that doesn't. */
export const startS3 = async (settings?: ReadonlyMap<string, BucketSettings>): Promise<RunningS3> => {
  const folder = mkdtempSync(join(tmpdir(), "s3-"));
  const clock = new Clock(new Date("2026-11-17T18:00:00Z"));
  const store = openObjectStore({
    dataFile: join(folder, "objects.db"),
    clock,
    ...(settings ? { settings } : {}),
  });
  await store.createBucket(bucket, { versioned: true });
  await store.createBucket(plainBucket, { versioned: false });
  const endpoint = await startEndpoint({ s3: store.service });
  const client = new S3Client(clientSettings(endpoint));
  const stop = async () => {
    client.destroy();
    await endpoint.close();
    store.close();
    clock.stop();
    rmSync(folder, { recursive: true });
  };
  return { client, clock, endpoint, store, stop };
};
