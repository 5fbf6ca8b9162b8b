import { HeadBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import * as z from "zod";
import { type Instant, toInstant } from "../../course/ids.ts";

const datedSchema = z.object({ headers: z.object({ date: z.string() }) });

/** S3's own time, to the second, in the SDK's HTTP response; milliseconds since 1970. */
export const answeredAtMs = (response: unknown): number =>
  Date.parse(datedSchema.parse(response).headers.date);

/** S3's own time, to the second. Deadlines are compared with it, because this machine's clock may be wrong. */
export const bucketTime = async (client: S3Client, bucket: string): Promise<Instant> => {
  const command = new HeadBucketCommand({ Bucket: bucket });
  let nowMs = Number.NaN;
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      nowMs = answeredAtMs(result.response);
      return result;
    },
    { step: "deserialize", priority: "low" },
  );
  await client.send(command);
  return toInstant(new Date(nowMs));
};
