import type { OpenTest } from "../../course/api/answers.ts";
import type { Device } from "./device/device.ts";
import { type TestName, testPath } from "./route.ts";
import { listed, sentLatest } from "./sent-latest.ts";

/** Puts what the server just said about a test into the list that this device saw last. */
export const keepListed = (
  device: Pick<Device, "list" | "keepList">,
  studentId: string,
  fresh: OpenTest,
): void => {
  const list = device.list(studentId);
  if (list === null) return;
  const open = list.open.map((test) => (testPath(test) === testPath(fresh) ? fresh : test));
  device.keepList(studentId, { ...list, open });
};

/**
 * Whether the server surely takes no further answers, because all attempts are used: those that it reported last, and one
 * that was received here since.
 *
 * @param attemptsAllowed null: no limit; undefined: not known.
 */
export const isUsedUp = (
  device: Pick<Device, "list" | "receipt">,
  studentId: string,
  test: TestName,
  attemptsAllowed: number | null | undefined,
): boolean => {
  if (attemptsAllowed === null || attemptsAllowed === undefined) return false;
  const known = listed(device.list(studentId), test);
  const latest = sentLatest(device, studentId, test);
  const isSince = latest !== null && latest.submissionId !== known?.receipt?.submissionId;
  return (known?.attemptsUsed ?? 0) + (isSince ? 1 : 0) >= attemptsAllowed;
};
