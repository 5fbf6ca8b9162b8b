import type { Mailer, SendOutcome } from "../../adapters/mail/mailer.ts";
import type { LongObjectStore, ObjectStore } from "../../adapters/storage/object-store.ts";
import type { StudentId } from "../../course/ids.ts";
import type { ScoreMailDeps } from "../../tasks/mail/mail-score.ts";
import type { CourseTest } from "../../trainer/course-folder/course.ts";

/** A week of a class that is written into its bucket, without a region. */
export interface WrittenWeek {
  readonly store: LongObjectStore;
  readonly bucketName: string;
  /** Names the execution that would have run. */
  readonly executionArn: string;
  readonly studentIds: readonly StudentId[];
  readonly tests: readonly CourseTest[];
  /** When everybody's time was over; milliseconds since 1970. */
  readonly deadlineMs: number;
}

/** Students whose work is written at the same time. */
export const lanes = 64;

const taken: Promise<SendOutcome> = Promise.resolve({ status: "sent", messageId: "written" });

/** Takes every mail, and keeps none. */
const silentMailer: Mailer = {
  send: () => taken,
  sendWith: () => taken,
};

const addresses = { pageUrl: "https://tests.example.com", apiUrl: "https://tests.example.com" };

/** What the mail worker needs to mail nobody. */
export const silentMail = (store: ObjectStore): ScoreMailDeps => ({
  ...{ store, mailer: silentMailer },
  pacer: { turn: async () => undefined },
  addresses: () => addresses,
});

/** Writes a map's results as Step Functions does. Returns the key of the manifest. */
export const writeResults = async (
  { store, bucketName }: WrittenWeek,
  prefix: string,
  results: readonly unknown[],
): Promise<string> => {
  const [succeeded, manifest] = [`${prefix}/written/SUCCEEDED_0.jsonl`, `${prefix}/written/manifest.json`];
  const text = results.map((result) => `${JSON.stringify(result)}\n`).join("");
  await store.put(succeeded, text);
  const files = { SUCCEEDED: [{ Key: succeeded, Size: Buffer.byteLength(text) }], FAILED: [], PENDING: [] };
  await store.put(manifest, JSON.stringify({ DestinationBucket: bucketName, ResultFiles: files }));
  return manifest;
};
