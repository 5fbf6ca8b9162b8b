import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import type { Week } from "../weeks/support/week.ts";
import { forgetWhatWasRead } from "./recent.ts";

/** Lets `act` happen while an object is not there. */
export const hidden = async <T>(week: Week, key: string, act: () => Promise<T>): Promise<T> => {
  const stored = await week.bucket.get(key);
  if (stored === null) throw new Error(`There is no ${key} to hide.`);
  await week.aws.s3.send(new DeleteObjectCommand({ Bucket: week.bucketName, Key: key }));
  forgetWhatWasRead(week);
  try {
    return await act();
  } finally {
    await week.bucket.put(key, stored.text);
    forgetWhatWasRead(week);
  }
};
