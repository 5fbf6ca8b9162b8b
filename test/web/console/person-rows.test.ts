import { expect, test } from "@jest/globals";
import { appealLedgerName } from "../../../course/appeals/appeal.ts";
import type { StudentView } from "../../../course/console/console-views.ts";
import { questionIdSchema } from "../../../course/ids.ts";
import { extensionLedgerName } from "../../../course/notices/notice.ts";
import { personRows } from "../../../web/console/person-rows.ts";
import { instant, monday, studentId, testRef } from "../../tasks/support/course.ts";

const at = instant("2026-11-19T12:00:00.000Z");
const column = (testId: string, deadline = monday) => ({
  ...testRef(testId),
  title: testId,
  deadline,
  best: "5",
  weight: 1,
});
const view: StudentView = {
  tests: [column("late", instant("2026-12-07T22:00:00.000Z")), column("t1"), column("not-theirs")],
  row: {
    studentId: studentId("ann"),
    name: "Ann",
    email: "ann@example.com",
    total: "4",
    outOf: "5",
    average: "80",
    cells: ["missing", "4", null],
    byHand: [{ place: 1, because: "typo", by: "Ada", at, graded: "3" }],
  },
  extensions: [{ ...testRef("late"), deadline: instant("2026-12-14T22:00:00.000Z") }],
  submissions: [
    { ...testRef("t1"), receivedAt: instant("2026-11-20T12:00:00.000Z") },
    { ...testRef("t1"), receivedAt: at },
  ],
  mails: [
    { ...testRef("t1"), name: "opened", state: "sent" },
    { ...testRef("t1"), name: "2", state: "refused", reason: "no such address" },
    { ...testRef("late"), name: "before-2h-x", state: "claimed" },
    { ...testRef("late"), name: extensionLedgerName(at), state: "sent" },
    {
      ...testRef("late"),
      name: appealLedgerName({ questionId: questionIdSchema.parse("q1") }),
      state: "sent",
    },
  ],
};

test("a student's tests come in the order of their deadlines, each with all that is known of it", () => {
  expect(personRows(view)).toMatchObject([
    {
      test: { testId: "t1" },
      percent: 80,
      byHand: { because: "typo", graded: "3" },
      extension: undefined,
      submissions: 2,
      lastSubmission: "2026-11-20T12:00:00.000Z",
      mails: ["test opened", "score, revision 2: refused (no such address)"],
    },
    {
      test: { testId: "late" },
      percent: 0,
      extension: "2026-12-14T22:00:00.000Z",
      submissions: 0,
      mails: ["reminder: not known whether it went out", "more time", "answer to an appeal"],
    },
  ]);
});
