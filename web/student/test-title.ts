import type { Device } from "./device/device.ts";
import { resultsOf } from "./past-tests.ts";
import { type TestName, testPath } from "./route.ts";

/** The title of a test, as far as this device knows it; else its path. */
export const titleOf = (device: Device, studentId: string, test: TestName): string => {
  const list = device.list(studentId);
  const all = list ? [...list.open, ...(list.closed ?? []), ...resultsOf(list)] : [];
  const listed = all.find((candidate) => testPath(candidate) === testPath(test));
  return device.test(studentId, test)?.title ?? listed?.title ?? testPath(test);
};
