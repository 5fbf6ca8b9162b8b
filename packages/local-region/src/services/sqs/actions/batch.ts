import * as z from "zod";
import { AwsError } from "../../../ports.ts";
import { queueSchema } from "./input.ts";

/** Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html. */
const mostEntries = 10;

/** A call with entries; each has an Id, and the fields of `entry`. */
export const batchSchema = <T extends z.ZodRawShape>(entry: z.ZodObject<T>) =>
  queueSchema.extend({ Entries: z.array(entry.extend({ Id: z.string() })).default([]) });

const checkIds = (ids: readonly string[]): void => {
  if (ids.length === 0) {
    throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (ids.length > mostEntries) {
    const message = `Maximum number of entries per request are ${mostEntries}. You have sent ${ids.length}.`;
    throw new AwsError("TooManyEntriesInBatchRequest", message);
  }
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id))) {
    const message =
      "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.";
    throw new AwsError("InvalidBatchEntryId", message);
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError("BatchEntryIdsNotDistinct", "Two or more batch entries have the same Id.");
  }
};

/** Acts on each entry; when one throws an AwsError, only that entry fails. Throws AwsError when the Ids are wrong. */
export const forEachEntry = <T extends { readonly Id: string }>(
  entries: readonly T[],
  act: (entry: T) => object,
): { readonly Successful: object[]; readonly Failed: object[] } => {
  checkIds(entries.map(({ Id }) => Id));
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      Failed.push({ Id: entry.Id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful, Failed };
};
