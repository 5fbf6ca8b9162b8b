import { describe, expect, test } from "@jest/globals";
import { ledgerRecordSchema, type SenderId } from "../../../course/mail/mail-record.ts";
import {
  extensionLedgerName,
  instantOfNotice,
  ledgerName,
  noticeIdByHand,
  noticeIdOf,
  noticeIdOfScores,
  noticeSchema,
  senderByHand,
} from "../../../course/notices/notice.ts";
import { NoticeLedger, resultOfRecord } from "../../../course/notices/notice-counts.ts";
import {
  countsIn,
  instantsIn,
  spareWords,
  startedBy,
  startWords,
  toldWords,
} from "../../../course/notices/notices-execution.ts";
import type { NoticeCounts } from "../../../course/notices/notices-run.ts";
import * as run from "../../../course/notices/notices-run.ts";
import { choiceTokenSchema } from "../../../course/notices/reminder-choice.ts";
import { remindersOf, remindersSchema, usualReminders } from "../../../course/notices/reminder-settings.ts";
import { course, instant, mondayRun, studentId, testRef } from "../../tasks/support/course.ts";
import { graded } from "../../tasks/support/outcomes.ts";

describe("A course's reminders", () => {
  test.each([[undefined], ["off" as const]])("are off when they are %s", (reminders) => {
    expect(remindersOf({ reminders })).toBeNull();
  });

  test("are the usual ones where something is left out", () => {
    const usual = {
      opened: true,
      before: [
        { amount: 1, unit: "day" },
        { amount: 2, unit: "hour" },
      ],
      quiet: { from: 22 * 60, until: 7 * 60 },
    };
    expect(remindersOf({ reminders: {} })).toEqual(usual);
    expect(remindersOf({ reminders: remindersSchema.parse(usualReminders) })).toEqual(usual);
  });

  test("may leave out news, reminders, or put the longest last", () => {
    expect(remindersOf({ reminders: { opened: "no", before: [] } })).toMatchObject({
      opened: false,
      before: [],
    });
    expect(remindersOf({ reminders: { before: ["2 hours", "3 days"] } })?.before).toEqual([
      { amount: 3, unit: "day" },
      { amount: 2, unit: "hour" },
    ]);
  });
});

describe("What can't be a course's reminders is refused in a sentence", () => {
  test.each([
    [true, /must be "off", or a group such as/],
    ["on", /must be "off", or a group such as/],
    [{ often: "yes" }, /"often"/],
    [{ opened: "maybe" }, /^opened must be "yes" or "no"$/],
    [{ before: "1 day" }, /^before .*array/],
    [{ before: ["1 day", 2] }, /^before\.1 .*string/],
    [{ before: ["soon"] }, /^before 0 must be a number of days or hours/],
    [{ before: ["0 hours"] }, /^before 0 must be a number of days or hours/],
    [{ before: ["15 days"] }, /^before 0 must be 14 days at most$/],
    [{ before: ["1 day", "24 hours"] }, /^before names one time twice$/],
    [{ quiet: "night" }, /^quiet must be two times such as "22:00-07:00"$/],
    [{ quiet: "24:00-07:00" }, /^quiet must be two times/],
    [{ quiet: "07:00-07:00" }, /^quiet must end in the morning/],
    [{ before: ["1 day and more"] }, /^before 0 must be a number of days or hours/],
    [{ before: ["in 1 day"] }, /^before 0 must be a number of days or hours/],
    [{ quiet: "22:00-07:00 h" }, /^quiet must be two times/],
    [{ quiet: "from 22:00-07:00" }, /^quiet must be two times/],
    [{ quiet: "22:00-24:00" }, /^quiet must be two times/],
    [{ quiet: "22:00-03:59" }, /^quiet must end in the morning/],
    [{ quiet: "01:00-12:01" }, /^quiet must end in the morning/],
    [{ quiet: "22:00-20:00" }, /^quiet must end in the morning/],
    [null, /must be "off", or a group such as/],
    [[], /must be "off", or a group such as/],
    [{ quiet: "22:00-02:30" }, /^quiet must end in the morning, between 04:00 and 12:00/],
  ])("%j", (value, sentence) => {
    const [issue, ...others] = remindersSchema.safeParse(value).error?.issues ?? [];
    expect(others).toEqual([]);
    expect([...(issue?.path ?? []), issue?.message].join(" ")).toMatch(sentence);
  });
});

test.each([
  ["15 days at most", { before: ["14 days", "99 hours"] }],
  ["an end at four", { quiet: "22:00-04:00" }],
  ["an end at noon", { quiet: "22:30-12:00" }],
  ["no news", { opened: "no" }],
  ["none at all", "off"],
])("a course's reminders may have %s", (_, reminders) => {
  expect(remindersSchema.safeParse(reminders).success).toBe(true);
});

describe("An execution that told students", () => {
  const counts = (more: Partial<NoticeCounts> = {}): NoticeCounts => ({
    ...{ listed: 0, told: 0, already: 0, submitted: 0, off: 0 },
    ...{ lapsed: 0, refused: 0, unknown: 0, failed: 0, ...more },
  });
  const closed = (noticeId: string, more: Partial<NoticeCounts>) => ({
    ...{ noticeId, counts: counts(more), reportKey: `notices/${noticeId}/report.json` },
  });
  const output = JSON.stringify([
    closed("2026-11-23T06-00-00Z", { listed: 3, told: 2, off: 1 }),
    { error: "States.Timeout" },
    closed("2026-11-23T20-00-00Z", { listed: 2, told: 1, refused: 1 }),
  ]);

  test.each([
    ['{"scheduledTime":"2026-11-23T06:00:00Z"}', "day", "The day's notices"],
    ['{"from":"2026-11-23T06:00:00.000Z"}', "publishing", "After a publishing"],
    ['{"remind":{}}', "by-hand", "Reminder by hand"],
    ["no JSON", "day", "The day's notices"],
    [undefined, "day", "The day's notices"],
  ] as const)("was started by what its input says: %s", (input, by, words) => {
    expect(startedBy(input)).toBe(by);
    expect(startWords[startedBy(input)]).toBe(words);
  });

  test("has told what its instants told together; one that failed has told nothing", () => {
    expect(countsIn(output)).toEqual(counts({ listed: 5, told: 3, off: 1, refused: 1 }));
    expect([countsIn(undefined), countsIn("{}")]).toEqual([counts(), counts()]);
    expect(instantsIn(output)).toEqual([
      { at: "2026-11-23T06:00:00.000Z", counts: counts({ listed: 3, told: 2, off: 1 }) },
      { at: undefined, counts: undefined },
      { at: "2026-11-23T20:00:00.000Z", counts: counts({ listed: 2, told: 1, refused: 1 }) },
    ]);
    expect(instantsIn("{}")).toEqual([]);
  });

  test("is told in words that leave out what there is none of", () => {
    expect(toldWords(counts())).toBe("no notice");
    expect(toldWords(counts({ told: 1 }))).toBe("1 notice");
    expect(toldWords(counts({ told: 3, refused: 1, unknown: 2, failed: 4 }))).toBe(
      "3 notices; 1 refused; 2 not known whether it went out; 4 failed",
    );
    expect(spareWords(counts())).toBe("");
    expect(spareWords(counts({ submitted: 2, off: 1, already: 3, lapsed: 4 }))).toBe(
      "2 sent in meanwhile, 1 turned off, 3 told before, 4 no longer due, or too late to tell",
    );
  });
});

describe("The counts of an instant's notices", () => {
  const [id, at] = [noticeIdOf(instant("2026-11-23T06:00:00.000Z")), instant("2026-11-23T06:00:00.000Z")];

  test("are closed where each listed notice has one outcome, and name those who should have been told", () => {
    const ledger = new NoticeLedger();
    ledger.enter(studentId("ann"), { status: "told" });
    ledger.enter(studentId("bob"), { status: "refused", reason: "No such mailbox." });
    ledger.enter(studentId("cid"), { status: "failed" });
    expect(ledger.close(id, at, 3)).toMatchObject({
      ...{ noticeId: id, at, counts: { listed: 3, told: 1, refused: 1, failed: 1, off: 0 } },
      problems: [
        { studentId: "bob", status: "refused", reason: "No such mailbox." },
        { studentId: "cid", status: "failed", reason: "" },
      ],
    });
    expect(() => ledger.close(id, at, 4)).toThrow(
      "Of 4 notices of 2026-11-23T06-00-00Z 3 have an outcome: {",
    );
  });

  test("name a hundred students at most, and count all", () => {
    const ledger = new NoticeLedger();
    for (let n = 0; n < 101; n += 1) ledger.enter(studentId(`s${n}`), { status: "unknown", reason: "?" });
    const report = ledger.close(id, at, 101);
    expect([report.problems.length, report.counts.unknown]).toEqual([100, 101]);
  });

  test("take what is not known of a mail from the mail ledger", () => {
    const assumed = { status: "failed", reason: "Timed out." } as const;
    const result = (more: object, sender: SenderId = id) =>
      resultOfRecord(ledgerRecordSchema.parse({ runId: id, ...more }), sender, assumed);
    const sent = { state: "sent", messageId: "1" };
    expect(result(sent)).toEqual({ status: "told" });
    expect(result(sent, mondayRun)).toEqual({ status: "already" });
    expect(result({ state: "refused", reason: "Suppressed." })).toEqual({
      status: "refused",
      reason: "Suppressed.",
    });
    expect(result({ state: "claimed" })).toEqual({
      ...{ status: "unknown", reason: "The sending was begun and never confirmed." },
    });
    expect(resultOfRecord(null, id, assumed)).toBe(assumed);
  });
});

describe("What one step of the notices' workflow gives, the next one gets whole:", () => {
  const [at, noticeId] = [instant("2026-11-23T06:00:00.000Z"), "2026-11-23T06-00-00Z"];
  const startedAt = "2026-11-23T06:00:00Z";
  const list = { key: "notices/n/0.jsonl", notices: 2 };
  const found = { course, list, resultsPrefix: "notices/n/results/" };
  const remind = { tests: [testRef()], studentId: "ann", group: "evening" };
  const planned = { noticeId, at, remind };
  const notice = { ...testRef(), title: "Boot", deadline: at, kind: "before", hours: 24 };
  const score = { ...graded(), receivedAt: at, runId: mondayRun };
  const problem = (status: string) => ({ studentId: "ann", status, reason: "" });
  const told = { ...testRef(), name: "before-24h", status: "told" };
  const counts = new NoticeLedger().close(noticeIdOf(at), at, 0).counts;

  test.each([
    ["a day's start", run.planDayInputSchema, { startedAt, request: { scheduledTime: startedAt } }],
    ["a publishing", run.planDayInputSchema, { startedAt, request: { from: at } }],
    ["a reminder by hand", run.planDayInputSchema, { startedAt, request: { remind } }],
    [
      "a plan",
      run.planDayOutputSchema,
      { instants: [planned, { noticeId, at, remind: null, scores: true }] },
    ],
    ["a search", run.findWhomInputSchema, { executionArn: "arn", planned, part: 0, skip: 0 }],
    ["a list", run.findWhomOutputSchema, { ...found, status: "found", next: 2_000 }],
    ["the last list", run.findWhomOutputSchema, { ...found, status: "nobody", next: null }],
    ["another's list", run.findWhomOutputSchema, { ...found, status: "taken", next: null }],
    ["a student", run.listedStudentSchema, { studentId: "ann", notices: [notice], scores: [score] }],
    [
      "a message",
      run.tellStudentInputSchema,
      { noticeId, course, student: { studentId: "ann", notices: [notice] }, sentAt: startedAt },
    ],
    [
      "an answer",
      run.toldStudentSchema,
      { studentId: "ann", outcomes: [told, { ...told, status: "refused", reason: "No.", runId: mondayRun }] },
    ],
    ["an end", run.closeNoticesInputSchema, { noticeId, at, listed: 2, manifests: ["m.json"] }],
    ["a sum", run.closeNoticesOutputSchema, { noticeId, counts, reportKey: "notices/n/report.json" }],
    [
      "a report",
      run.noticeReportSchema,
      { noticeId, at, counts, problems: ["refused", "unknown", "failed"].map(problem) },
    ],
    ["a claim", run.noticeClaimSchema, { executionArn: "arn" }],
  ])("%s", (_, schema, message) => {
    expect(schema.parse(message)).toEqual(message);
  });

  test.each(["told", "already", "submitted", "off", "lapsed", "refused", "unknown"])(
    "that a notice is %s",
    (status) => {
      expect(run.noticeStatusSchema.parse(status)).toBe(status);
    },
  );
});

test("whoever turns reminders off has a token of 43 characters, no more and no less", () => {
  const token = `${"aZ09_-".repeat(7)}x`;
  expect(choiceTokenSchema.parse(token)).toBe(token);
  for (const other of ["", `${token}x`, `x${token}`, token.slice(1), `${token.slice(1)}=`, `${token}\n`])
    expect(choiceTokenSchema.safeParse(other).success).toBe(false);
});

describe("The name of a notice", () => {
  const at = instant("2026-11-23T06:00:00.123Z");
  const about = { ...testRef(), title: "Boot", deadline: at };

  test("in the mail ledger is the same for the same news, and another for other news", () => {
    const named = (more: object) => ledgerName(noticeSchema.parse({ ...about, ...more }));
    expect([
      named({ kind: "opened" }),
      named({ kind: "before", hours: 24 }),
      named({ kind: "by-hand", day: "2026-11-22" }),
      extensionLedgerName(at),
    ]).toEqual([
      ...[
        "opened",
        "before-24h-2026-11-23T06:00:00.123Z",
        "by-hand-2026-11-22",
        "extended-2026-11-23T06:00:00.123Z",
      ],
    ]);
    const renamed = { ...about, kind: "opened", renamedFrom: [testRef("old")] };
    expect(noticeSchema.parse(renamed)).toEqual(renamed);
  });

  test("by its instant is of whole seconds, and apart for scores and reminders by hand", () => {
    expect([noticeIdOf(at), noticeIdOfScores(at), noticeIdByHand(at)]).toEqual([
      ...["2026-11-23T06-00-00Z", "2026-11-23T06-00-00Z-scores", "2026-11-23T06-00-00Z-by-hand"],
    ]);
    expect(senderByHand(at, "0a1b2c3d-4e5f-4000-8000-000000000000")).toBe(
      "2026-11-23T06-00-00Z-by-hand-0a1b2c3d",
    );
    for (const id of [noticeIdOf(at), noticeIdOfScores(at), noticeIdByHand(at)])
      expect(instantOfNotice(id)).toBe("2026-11-23T06:00:00.000Z");
  });
});
