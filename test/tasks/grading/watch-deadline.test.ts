import { beforeEach, describe, expect, test } from "@jest/globals";
import { keys } from "../../../course/storage/storage-keys.ts";
import { handler, watchDeadline } from "../../../tasks/grading/watch-deadline.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { aTest, instant, monday, student, testRef } from "../support/course.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

/** Tuesday 05:00 in Warsaw, six hours after the deadline. */
const tuesday = "2026-11-24T04:00:00Z";

let store: MemoryStore;
let counted: object[];

beforeEach(() => {
  counted = [];
  store = new MemoryStore({ [keys.tests]: [aTest()] }).setLines(keys.roster, [
    student("ann"),
    student("bob"),
  ]);
});

const watch = (scheduledTime = tuesday) =>
  watchDeadline({ scheduledTime }, { store, countInMetrics: (counts) => void counted.push(counts) });

describe("The watch over a deadline", () => {
  test("counts the students whom no run has graded", async () => {
    expect(await watch()).toEqual({ studentsOverdue: 2 });
    expect(counted).toEqual([{ studentsOverdue: 2 }]);
  });

  test("counts nobody once a run has closed that covers the deadline", async () => {
    store.set(keys.gradedThrough, [{ ...testRef(), cutoff: monday }]);
    expect(await watch()).toEqual({ studentsOverdue: 0 });
    expect(counted).toEqual([{ studentsOverdue: 0 }]);
  });

  test("leaves out a student whose extension lasts, and counts one whose extension has fallen due", async () => {
    const until = (deadline: string) => ({ ...testRef(), deadline: instant(deadline) });
    store.set(keys.gradedThrough, [{ ...testRef(), cutoff: monday }]);
    store.setLines(keys.roster, [
      student("ann", { extensions: [until("2026-11-30T22:00:00.000Z")] }),
      student("bob", { extensions: [until("2026-11-23T22:30:00.000Z")] }),
    ]);
    expect(await watch()).toEqual({ studentsOverdue: 1 });
  });

  test("sees the deadline also when the clock was set forward in between, and five hours are left", async () => {
    expect(await watch("2026-11-24T03:00:00Z")).toEqual({ studentsOverdue: 2 });
  });

  test("counts nobody in a course that was never published", async () => {
    store = new MemoryStore();
    expect(await watch()).toEqual({ studentsOverdue: 0 });
  });

  test("fails on an index that can't be read, so that its own failure is seen", async () => {
    store.set(keys.tests, "[");
    await expect(watch()).rejects.toThrow("course/tests.json is corrupt");
  });

  test("refuses an input without its time", async () => {
    await expect(handler({})).rejects.toThrow("scheduledTime is missing");
  });
});
