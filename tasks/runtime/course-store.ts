import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { once } from "../../adapters/storage/once.ts";
import { s3Client } from "../../adapters/storage/s3-client.ts";
import { S3ObjectStore } from "../../adapters/storage/s3-object-store.ts";
import { env } from "./env.ts";

/** The course's bucket, named by the environment. */
export const courseStore = once((): ObjectStore => new S3ObjectStore(s3Client(), env.bucketName()));
