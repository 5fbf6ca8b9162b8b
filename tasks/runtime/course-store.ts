import { callerOfFunction } from "../../adapters/aws/caller.ts";
import { SignedS3 } from "../../adapters/aws/signed-s3.ts";
import type { ObjectStore } from "../../adapters/object-store.ts";
import { once } from "../../adapters/once.ts";
import { S3ObjectStore } from "../../adapters/s3-object-store.ts";
import { env } from "./env.ts";

/** The calls of the course's bucket, which the environment names. */
export const courseBucket = once(() => new SignedS3(env.bucketName(), callerOfFunction()));

export const courseStore = once((): ObjectStore => new S3ObjectStore(courseBucket()));
