import { S3Client } from "@aws-sdk/client-s3";
import { clientSettings } from "local-region";
import * as z from "zod";
import { forEachBounded } from "../../adapters/bounded.ts";
import { type Receipt, receiptSchema } from "../../course/submission.ts";
import { makeKey } from "../../trainer/api-key.ts";
import { CourseBucket } from "../../trainer/aws/bucket.ts";
import { answersOf, type SoakClass, type SoakStudent } from "./soak-class.ts";
import type { Address, SoakedRegion } from "./soaked-region.ts";

/** Students that submit at once, and keys that are made at once. */
const lanes = 16;

/** Longer than any answer takes. */
const answerTimeoutMs = 30_000;

/** A student gives up after so many tries of one submission; each kill costs at most one or two. */
const mostTries = 300;

/** A receipt that a student was sent. */
export interface SentReceipt {
  readonly student: SoakStudent;
  readonly right: number;
  readonly receipt: Receipt;
}

/** The course's bucket, as this machine's owner has it. */
export const bucketAt = (address: Address): CourseBucket =>
  new CourseBucket(new S3Client(clientSettings(address)), address.outputs.BucketName ?? "");

/** A key for each student, by id. */
export const makeKeys = async (
  region: SoakedRegion,
  { students }: SoakClass,
): Promise<Map<string, string>> => {
  const bucket = bucketAt(await region.address());
  const keys = new Map<string, string>();
  await forEachBounded(students, lanes, async ({ studentId }) => {
    keys.set(studentId, (await makeKey(bucket, studentId, { rotate: true })) ?? "");
  });
  return keys;
};

const replySchema = z.object({ code: z.number(), body: z.unknown(), receipt: receiptSchema.optional() });

/** The receipt; undefined when no answer came, or none that says yes or no. */
const trySubmitting = async (url: string, key: string, body: string): Promise<Receipt | undefined> => {
  let status: number;
  let text: string;
  try {
    const signal = AbortSignal.timeout(answerTimeoutMs);
    const answer = await fetch(url, { method: "POST", headers: { "x-api-key": key }, body, signal });
    status = answer.status;
    text = await answer.text();
  } catch {
    return undefined;
  }
  if (status >= 500 || status === 429) return undefined;
  const { code, body: said, receipt } = replySchema.parse(JSON.parse(text));
  if (code === 200 && receipt) return receipt;
  throw new Error(`A submission was answered with ${code}: ${String(said)}`);
};

const submit = async (region: SoakedRegion, key: string, body: string): Promise<Receipt> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { api } = await region.address();
    const receipt = await trySubmitting(`${api}/api/v1/test`, key, body);
    if (receipt) return receipt;
  }
  throw new Error(`A submission had no answer in ${mostTries} tries.`);
};

/** Everybody submits what the class is to submit, again and again until there is a receipt. Gives all receipts. */
export const submitClass = async (
  region: SoakedRegion,
  { students, test }: SoakClass,
  keys: ReadonlyMap<string, string>,
): Promise<SentReceipt[]> => {
  const receipts: SentReceipt[] = [];
  await forEachBounded(students, lanes, async (student) => {
    const { studentId, attempts } = student;
    for (const right of attempts) {
      const { subject: subjectName, testId } = test;
      const body = { subjectName, testId, studentId, testResult: answersOf(test, right) };
      const receipt = await submit(region, keys.get(studentId) ?? "", JSON.stringify(body));
      receipts.push({ student, right, receipt });
      region.accepted();
    }
  });
  return receipts;
};
