import { expect, test } from "@jest/globals";
import type { BookLine } from "../../../course/gradebook/book.ts";
import type { ScoreEntry } from "../../../course/grading/score-list.ts";
import { keptEntries, keptLine, keptSince } from "../../../course/storage/expiry.ts";
import { instant, mondayRun, runId, studentId, testRef } from "../../tasks/support/course.ts";

const early = runId("2026-05-18T22-00-00Z-again-1");
const late = runId("2026-05-25T22-00-00Z");
/** Six months are 183 days, as S3 counts. */
const since = instant("2026-05-24T22:00:00.000Z");

const byHand = (at: string) => ({
  override: { value: { kind: "excused" }, because: "ill", by: "Ada", at: instant(at) } as const,
});
const [before, after] = [byHand("2026-05-24T10:00:00.000Z"), byHand("2026-05-25T10:00:00.000Z")];

test("a run keeps what was graded for deadlines of the last months", () => {
  expect(keptSince(6, mondayRun)).toBe(since);
  expect(keptSince(undefined, mondayRun)).toBeNull();
});

test("a list of scores keeps later entries, and earlier ones for which something was set since", () => {
  const missing = (testId: string, run: typeof late, more: object = {}): ScoreEntry => ({
    ...{ status: "missing", ...testRef(testId), runId: run },
    ...more,
  });
  const open = (testId: string, more: typeof before): ScoreEntry => ({
    status: "open",
    ...testRef(testId),
    ...more,
  });
  const kept = [
    ...[missing("t1", late), missing("t2", early, after), open("t3", after)],
    // Just in time.
    ...[
      missing("t7", runId("2026-05-24T22-00-00Z")),
      missing("t8", early, byHand(since)),
      open("t9", byHand(since)),
    ],
  ];
  const gone = [missing("t4", early), missing("t5", early, before), open("t6", before)];
  expect(keptEntries([...gone, ...kept], since)).toEqual(kept);
  expect(keptEntries(gone, null)).toEqual(gone);
});

test("so does a line of the book, which is the same line when nothing goes", () => {
  const outcome = (run: typeof late) => ({ outcome: { status: "missing", run } as const });
  const line: BookLine = {
    studentId: studentId("ann"),
    cells: {
      "linux/t1": outcome(late),
      "linux/t2": outcome(early),
      "linux/t3": { ...outcome(early), ...after },
      "linux/t4": after,
      "linux/t5": before,
    },
  };
  const { "linux/t2": _, "linux/t5": __, ...kept } = line.cells;
  expect(keptLine(line, since)).toEqual({ ...line, cells: kept });
  expect(keptLine({ ...line, cells: kept }, since).cells).toBe(kept);
  expect(keptLine(line, null)).toBe(line);
});
