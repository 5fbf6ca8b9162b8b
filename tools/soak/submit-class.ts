import { forEachBounded } from "../../adapters/storage/bounded.ts";
import type { Receipt } from "../../course/submission.ts";
import { answersFor } from "../class/answers.ts";
import {
  type Access,
  type ApiCall,
  type ApiReply,
  callApi,
  submissionCall,
  UnknownReply,
} from "../class/students.ts";
import type { SoakClass, SoakStudent } from "./soak-class.ts";
import type { SoakedRegion } from "./soaked-region.ts";

/** Students that submit at once. */
const lanes = 16;

/** A student gives up after so many tries of one submission; each kill costs at most one or two. */
const mostTries = 300;

/** A receipt that a student was sent. */
export interface SentReceipt {
  readonly student: SoakStudent;
  readonly right: number;
  readonly receipt: Receipt;
}

const isForNow = (status: number): boolean => status >= 500 || status === 429;

/** The receipt; undefined when no answer came, or one that leaves open whether it was stored. */
const trySubmitting = async (call: ApiCall): Promise<Receipt | undefined> => {
  let reply: ApiReply;
  try {
    reply = await callApi(call);
  } catch (error) {
    if (error instanceof UnknownReply && !isForNow(error.status)) throw error;
    return undefined;
  }
  const { status, code, body, receipt } = reply;
  if (isForNow(status)) return undefined;
  if (code === 200 && receipt) return receipt;
  throw new Error(`A submission was answered with ${code}: ${String(body)}`);
};

const submit = async (region: SoakedRegion, callTo: (api: string) => ApiCall): Promise<Receipt> => {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { api } = await region.address();
    const receipt = await trySubmitting(callTo(api));
    if (receipt) return receipt;
  }
  throw new Error(`A submission had no answer in ${mostTries} tries.`);
};

/** Every student submits, and tries again until there is a receipt. Returns all receipts. */
export const submitClass = async (
  region: SoakedRegion,
  { students, test }: SoakClass,
  keys: ReadonlyMap<string, string>,
): Promise<SentReceipt[]> => {
  const receipts: SentReceipt[] = [];
  await forEachBounded(students, lanes, async (student) => {
    const { studentId, attempts } = student;
    for (const right of attempts) {
      const access = (api: string): Access => ({ api, studentId, key: keys.get(studentId) ?? "" });
      const answers = answersFor(test, { right });
      const receipt = await submit(region, (api) => submissionCall(access(api), test, answers));
      receipts.push({ student, right, receipt });
      region.accepted();
    }
  });
  return receipts;
};
