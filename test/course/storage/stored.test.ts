import { expect, test } from "@jest/globals";
import type { BookLine } from "../../../course/gradebook/book.ts";
import type { ScoreEntry } from "../../../course/grading/score-list.ts";
import { noticeIdSchema, questionIdSchema, submissionIdSchema } from "../../../course/ids.ts";
import { keptEntries, keptLine, keptSince } from "../../../course/storage/expiry.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { instant, monday, mondayRun, runId, studentId, testRef } from "../../tasks/support/course.ts";

const [ann, boot, submission] = [
  studentId("ann"),
  testRef("boot"),
  submissionIdSchema.parse("0a".repeat(16)),
];
const appeal = { studentId: ann, ...boot, questionId: questionIdSchema.parse("q2") };
const notice = noticeIdSchema.parse("2026-11-23T20-00-00Z");
const [sent, run] = [`${monday}-${submission}.json`, "runs/2026-11-23T22-00-00Z"];

test.each([
  [keys.settings, "course/settings.json"],
  [keys.tests, "course/tests.json"],
  [keys.roster, "course/roster.jsonl"],
  [keys.removed, "course/removed.jsonl"],
  [keys.publishing, "course/publishing.json"],
  [keys.profilesRenewed, "course/profiles-renewed.json"],
  [keys.questions(boot), "course/tests/linux/boot/questions.json"],
  [keys.superseded(boot), "course/tests/linux/boot/superseded.json"],
  [keys.answerKey(boot), "course/tests/linux/boot/answer-key.json"],
  [keys.student(ann), "students/ann/"],
  [keys.profile(ann), "students/ann/profile.json"],
  [keys.submissions(ann), "students/ann/submissions/"],
  [keys.submissions(ann, boot), "students/ann/submissions/linux/boot/"],
  [keys.submission(ann, boot, monday, submission), `students/ann/submissions/linux/boot/${sent}`],
  [keys.scores(ann), "students/ann/scores.json"],
  [keys.grades(ann), "students/ann/grades/"],
  [keys.grade(ann, boot), "students/ann/grades/linux/boot.json"],
  [keys.overrides(ann), "students/ann/overrides/"],
  [keys.override(ann, boot), "students/ann/overrides/linux/boot.json"],
  [keys.mails(ann), "students/ann/mail/"],
  [keys.mail(ann, boot, 2), "students/ann/mail/linux/boot/2.json"],
  [keys.invitation(ann, "0f".repeat(32)), `students/ann/mail/invitations/${"0f".repeat(16)}.json`],
  [keys.noticeMail(ann, boot, "opened"), "students/ann/mail/linux/boot/opened.json"],
  [keys.reminderChoice(ann), "students/ann/_reminders.json"],
  [keys.calendar(ann), "students/ann/_calendar.json"],
  [keys.appeals(ann, boot), "students/ann/_appeals/linux/boot/"],
  [keys.appeal(appeal), "students/ann/_appeals/linux/boot/q2.json"],
  [keys.openAppealsOf(ann), "appeals/open/ann/"],
  [keys.answeredAppealsOf(ann), "appeals/answered/ann/"],
  [keys.openAppeal(appeal), "appeals/open/ann/linux/boot/q2.json"],
  [keys.answeredAppeal(appeal), "appeals/answered/ann/linux/boot/q2.json"],
  [keys.appealsMail("2026-11-23"), "appeals/told/2026-11-23.json"],
  [keys.book, "gradebook/"],
  [keys.bookPart(12), "gradebook/0012.jsonl"],
  [keys.bookedRuns, "gradebook/booked.json"],
  [keys.testList(boot), "by-test/linux/boot/"],
  [keys.handedIn(ann, boot, monday, submission), `by-test/linux/boot/handed-in/ann/${sent}`],
  [keys.listNotWhole(boot), "by-test/linux/boot/handed-in/not-whole.json"],
  [keys.setByHand(ann, boot), "by-test/linux/boot/by-hand/ann.json"],
  [keys.talliesOf(boot), "tallies/linux/boot/"],
  [keys.tally(boot, mondayRun, 1), "tallies/linux/boot/2026-11-23T22-00-00Z/1.json"],
  [keys.notice(notice), "notices/2026-11-23T20-00-00Z/notice.json"],
  [keys.noticeList(notice, 1), "notices/2026-11-23T20-00-00Z/list-1.jsonl"],
  [keys.noticeResults(notice, 1), "notices/2026-11-23T20-00-00Z/results/1"],
  [keys.noticeReport(notice), "notices/2026-11-23T20-00-00Z/report.json"],
  [keys.gradedThrough, "runs/graded-through.json"],
  [keys.run(mondayRun), `${run}/run.json`],
  [keys.runRoster(mondayRun), `${run}/roster.jsonl`],
  [keys.runRoster(mondayRun, 2), `${run}/parts/2/roster.jsonl`],
  [keys.runExtended(mondayRun), `${run}/extended.jsonl`],
  [keys.runResults(mondayRun), `${run}/results`],
  [keys.partLedger(mondayRun, 0), `${run}/ledger.jsonl`],
  [keys.partRows(mondayRun, 3), `${run}/parts/3/rows.csv`],
  [keys.report(mondayRun), `${run}/report.json`],
  [keys.gradebook(mondayRun), `${run}/gradebook.csv`],
  [keys.trainerMail(mondayRun, "failure"), `${run}/mail/failure.json`],
])("%s is where it always was: data that is stored outlives the code", (key, always) => {
  expect(key).toBe(always);
});

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
