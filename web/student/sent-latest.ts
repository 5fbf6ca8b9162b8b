import type { ListTestsAnswer, OpenTest, SubmitTestAnswer } from "../../course/api/answers.ts";
import type { Device } from "./device/device.ts";
import { type TestName, testPath } from "./route.ts";

export type Receipt = SubmitTestAnswer["receipt"];

/** A test in a list; undefined: it is not open, as far as the list knows. */
export const listed = (list: ListTestsAnswer | null, test: TestName): OpenTest | undefined =>
  list?.open.find((open) => testPath(open) === testPath(test));

/** The receipt of what arrived last, from the server's list; null: there is none, or the list does not say. */
export const receiptInList = (list: ListTestsAnswer | null, test: TestName): Receipt | null =>
  listed(list, test)?.receipt ?? null;

/** The later of what this device sent and what the server's list said last; null: nothing is known to have arrived. */
export const sentLatest = (
  device: Pick<Device, "receipt" | "list">,
  studentId: string,
  test: TestName,
): Receipt | null => {
  const here = device.receipt(studentId, test)?.receipt ?? null;
  const listed = receiptInList(device.list(studentId), test);
  if (here === null || listed === null) return here ?? listed;
  return listed.receivedAt > here.receivedAt ? listed : here;
};
