import { S3Client } from "@aws-sdk/client-s3";
import { SFNClient } from "@aws-sdk/client-sfn";
import { clientSettings, type OwnerAccess } from "local-region";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import type { StudentId } from "../../course/ids.ts";
import { makeKey } from "../../trainer/api-key.ts";
import { CourseBucket } from "../../trainer/aws/bucket.ts";

/** A region of this machine, or what its process reported about itself. */
export interface RunningRegion extends OwnerAccess {
  /** URL of the front door. */
  readonly api: string;
  /** Outputs of its one stack. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** The course's bucket, with the rights of this machine's owner. */
export const bucketOf = (region: RunningRegion): CourseBucket =>
  new CourseBucket(new S3Client(clientSettings(region)), region.outputs.BucketName ?? "");

/** The caller must end it, by `destroy`. */
export const stepFunctionsOf = (region: OwnerAccess): SFNClient => new SFNClient(clientSettings(region));

/** Asks Step Functions something with a client of its own. */
export const withStepFunctions = async <T>(
  region: OwnerAccess,
  work: (states: SFNClient) => Promise<T>,
): Promise<T> => {
  const states = stepFunctionsOf(region);
  try {
    return await work(states);
  } finally {
    states.destroy();
  }
};

export const stateMachineOf = ({ outputs }: RunningRegion): string => outputs.StateMachineArn ?? "";

/** Keys made at once. */
const keyLanes = 16;

/** A new key for each student, by id. */
export const makeKeys = async (
  bucket: CourseBucket,
  studentIds: readonly StudentId[],
): Promise<Map<StudentId, string>> => {
  const keys = new Map<StudentId, string>();
  await forEachBounded(studentIds, keyLanes, async (studentId) => {
    keys.set(studentId, (await makeKey(bucket, studentId, { rotate: true })) ?? "");
  });
  return keys;
};
