import { describe, expect, test } from "@jest/globals";
import type { LateScore } from "../../../course/grading/late-scores.ts";
import type { Instant } from "../../../course/ids.ts";
import type { Notice } from "../../../course/notices/notice.ts";
import { noticeIdOf } from "../../../course/notices/notice.ts";
import type { TellStudentInput } from "../../../course/notices/notices-run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { profileSchema } from "../../../course/student.ts";
import type { ScoreMailDeps } from "../../../tasks/mail/mail-score.ts";
import { tellStudent as tellStudentAt } from "../../../tasks/mail/tell-student.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { course, instant, monday, mondayRun, profile, runId, studentId, testRef } from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

const ann = studentId("ann");
const noticeId = noticeIdOf(instant("2026-11-22T20:45:00.000Z"));
const sentAt = "2026-11-22T20:45:03.000Z";
const apiKey = { sha256: "0".repeat(64), madeAt: monday };

const tellStudent = (
  message: TellStudentInput,
  deps: ScoreMailDeps,
  receivedAt: Instant | null = instant(message.sentAt),
) => tellStudentAt(message, receivedAt, deps);

const about = (testId: string) => ({ ...testRef(testId), title: `Title of ${testId}`, deadline: monday });
const opened = (testId: string): Notice => ({ kind: "opened", ...about(testId) });
const dueSoon = (testId: string): Notice => ({ kind: "before", hours: 24, ...about(testId) });

const input = (notices: Notice[], changes: Partial<TellStudentInput> = {}): TellStudentInput => ({
  ...{ noticeId, course, sentAt },
  student: { studentId: ann, notices },
  ...changes,
});

const setup = (changes: object = {}) => {
  const turns: string[] = [];
  const mailer = new FakeMailer();
  const store = new MemoryStore({
    [keys.profile(ann)]: profileSchema.parse({ ...profile("ann"), apiKey, ...changes }),
  });
  const deps = {
    store,
    mailer,
    pacer: { turn: async () => void turns.push("turn") },
    addresses: () => ({ pageUrl: "https://page", apiUrl: "https://page" }),
  };
  return { store, mailer, deps, turns };
};

const statuses = ({ outcomes }: { readonly outcomes: readonly { readonly status: string }[] }) =>
  outcomes.map(({ status }) => status);

const submission = (testId: string): string =>
  `${keys.submissions(ann, testRef(testId))}2026-11-20T10:00:00.000Z-${"a".repeat(32)}.json`;

describe("A student", () => {
  test("is told of everything in one mail, from which one can unsubscribe", async () => {
    const { mailer, store, deps } = setup();
    const told = await tellStudent(input([opened("t1"), dueSoon("t2")]), deps);
    expect(told.outcomes).toEqual([
      { ...testRef("t1"), name: "opened", status: "told" },
      { ...testRef("t2"), name: `before-24h-${monday}`, status: "told" },
    ]);
    const [{ to, mail } = { to: "", mail: { text: "", unsubscribeUrl: "" } }, ...others] = mailer.tries;
    expect([to, others]).toEqual(["ann@example.com", []]);
    expect(mail.text).toContain("Title of t1");
    expect(mail.text).toContain("Title of t2");
    const { token } = Object(store.json(keys.reminderChoice(ann)));
    expect(mail.text).toContain(`https://page/#/reminders/ann/${token}`);
    expect(mail.unsubscribeUrl).toBe(`https://page/api/v1/reminders?student=ann&token=${token}`);
  });

  describe("whose message waited", () => {
    const inNight = instant("2026-11-22T22:30:00.000Z");
    const morning = instant("2026-11-23T06:00:00.000Z");
    const quiet = { course: { ...course, reminders: { quiet: "22:00-07:00" } } };
    const planned = input([opened("t1"), dueSoon("t2")], quiet);
    const byHand: Notice = { kind: "by-hand", day: "2026-11-22", ...about("t3") };

    test("into the night is told in the morning what is planned, and at once what the trainer asks for", async () => {
      const { mailer, deps, store } = setup();
      const told = tellStudent(planned, deps, inNight);
      await expect(told).rejects.toMatchObject({ name: "QuietHours", message: morning });
      expect([mailer.tries, store.keys(keys.mails(ann))]).toEqual([[], []]);
      expect(statuses(await tellStudent(planned, deps, morning))).toEqual(["told", "told"]);
      expect(statuses(await tellStudent(input([byHand], quiet), deps, inNight))).toEqual(["told"]);
    });

    test("into the night does not wait for the morning when all is sent in by then", async () => {
      const { store, deps } = setup();
      store.set(submission("t1"), {}).set(submission("t2"), {});
      expect(statuses(await tellStudent(planned, deps, inNight))).toEqual(["submitted", "submitted"]);
    });

    test.each([
      ["12 hours is not reminded, but told that the test is open", "2026-11-23T08:46:00.000Z", "told"],
      ["until the test has closed is told nothing", "2026-11-24T12:00:00.000Z", "lapsed"],
    ])("more than %s", async (_, late, status) => {
      const { deps } = setup();
      expect(statuses(await tellStudent(planned, deps, instant(late))).toSorted()).toEqual([
        "lapsed",
        status,
      ]);
    });

    test("a day is not told any more that the test is open", async () => {
      const { deps } = setup();
      const long = { ...opened("t1"), deadline: instant("2026-12-24T12:00:00.000Z") };
      const late = instant("2026-11-23T20:46:00.000Z");
      expect(statuses(await tellStudent(input([long], quiet), deps, late))).toEqual(["lapsed"]);
    });

    test("a little, before the night, is told", async () => {
      const { deps } = setup();
      const late = instant("2026-11-22T20:59:00.000Z");
      expect(statuses(await tellStudent(planned, deps, late))).toEqual(["told", "told"]);
    });

    test("and comes again, which does not say when, is told by a new one", async () => {
      const { mailer, deps } = setup();
      await expect(tellStudent(planned, deps, null)).rejects.toMatchObject({ name: "TransientError" });
      expect(mailer.tries).toEqual([]);
    });
  });

  test("has the same token in each mail", async () => {
    const { mailer, deps } = setup();
    await tellStudent(input([opened("t1")]), deps);
    await tellStudent(input([dueSoon("t2")]), deps);
    const [first, second] = mailer.tries.map(({ mail }) => mail.unsubscribeUrl);
    expect(first).toBe(second);
  });

  test("is told once, when the message comes twice and when another execution tells again", async () => {
    const { mailer, deps, turns } = setup();
    await tellStudent(input([opened("t1"), opened("t2")]), deps);
    expect(statuses(await tellStudent(input([opened("t1"), opened("t2")]), deps))).toEqual(["told", "told"]);
    const later = noticeIdOf(instant("2026-11-23T06:00:00.000Z"));
    const again = await tellStudent(input([opened("t1"), dueSoon("t2")], { noticeId: later }), deps);
    expect(statuses(again).toSorted()).toEqual(["already", "told"]);
    expect(mailer.tries).toHaveLength(2);
    expect(mailer.tries[1]?.mail.text).not.toContain("Title of t1");
    expect(turns).toHaveLength(3);
  });

  test("gets one mail though two copies of the message are at work at once", async () => {
    const { mailer, deps } = setup();
    const message = input([opened("t1"), opened("t2"), opened("t3")]);
    await Promise.all([tellStudent(message, deps), tellStudent(message, deps)]);
    expect(mailer.tries.map(({ mail }) => mail.subject)).toEqual(["3 tests are open"]);
  });

  test("is not reminded of what was sent in meanwhile, also under the test's earlier name", async () => {
    const { store, mailer, deps } = setup();
    store.set(submission("t1"), {}).set(submission("old"), {});
    const renamed = { ...dueSoon("t2"), renamedFrom: [testRef("old")] };
    expect(statuses(await tellStudent(input([dueSoon("t1"), renamed, dueSoon("t3")]), deps))).toEqual([
      "submitted",
      "submitted",
      "told",
    ]);
    expect(mailer.tries[0]?.mail.subject).toBe("Reminder: “Title of t3” is not sent in yet");
  });

  test("gets nothing, by hand neither, once reminders are turned off", async () => {
    const { store, mailer, deps } = setup();
    store.set(keys.reminderChoice(ann), { token: "A".repeat(43), reminders: "off" });
    const byHand: Notice = { kind: "by-hand", day: "2026-11-22", ...about("t1") };
    expect(statuses(await tellStudent(input([opened("t1"), byHand]), deps))).toEqual(["off", "off"]);
    expect(mailer.tries).toEqual([]);
  });

  test.each([
    ["left the list", { onList: false }],
    ["was never invited", { apiKey: null }],
  ])("who %s is not told", async (_, changes) => {
    const { store, mailer, deps } = setup(changes);
    expect(statuses(await tellStudent(input([opened("t1")]), deps))).toEqual(["lapsed"]);
    expect([mailer.tries, store.keys(keys.mails(ann)), store.keys(keys.reminderChoice(ann))]).toEqual([
      [],
      [],
      [],
    ]);
  });

  test("is not reminded at or after the deadline, when the mails before took that long", async () => {
    const { mailer, deps } = setup();
    expect(statuses(await tellStudent(input([dueSoon("t1")], { sentAt: monday }), deps))).toEqual(["lapsed"]);
    expect(mailer.tries).toEqual([]);
  });
});

describe("A mail that SES does not send", () => {
  test("for now is tried again, with everything in it", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push({ status: "not-taken", reason: "Throttling" });
    const notices = [opened("t1"), opened("t2")];
    await expect(tellStudent(input(notices), deps)).rejects.toMatchObject({ name: "TransientError" });
    expect(statuses(await tellStudent(input(notices), deps))).toEqual(["told", "told"]);
    expect(mailer.tries.map(({ mail }) => mail.subject)).toEqual(["2 tests are open", "2 tests are open"]);
  });

  test.each(["refused", "unknown"] as const)(
    "(%s) is said of each notice, and not sent again",
    async (status) => {
      const { mailer, deps } = setup();
      mailer.nextOutcomes.push({ status, reason: "why" });
      const outcome = await tellStudent(input([opened("t1"), opened("t2")]), deps);
      expect(outcome.outcomes).toMatchObject([
        { status, reason: "why" },
        { status, reason: "why" },
      ]);
      expect(statuses(await tellStudent(input([opened("t1")]), deps))).toEqual([status]);
      expect(mailer.tries).toHaveLength(1);
    },
  );
});

describe("A score that was kept back", () => {
  const score = (revision = 1): LateScore => ({
    ...{ status: "graded", ...testRef("t1"), title: "Title of t1", revision, runId: mondayRun },
    ...{ right: 2, questions: 3, scale: 5, receivedAt: monday, lastDeadline: monday },
  });
  const message = (revision = 1): TellStudentInput => ({
    ...input([], { sentAt: "2026-11-24T06:00:00.000Z", course: { ...course, release } }),
    student: { studentId: ann, notices: [], scores: [score(revision)] },
  });
  const release = { score: "after extensions" } as const;
  const prepared = (changes: object = {}) => {
    const made = setup(changes);
    const { title, lastDeadline, ...entry } = score();
    made.store.set(keys.scores(ann), { tests: [{ ...entry, submissionId: "a".repeat(32) }] });
    return made;
  };
  const key = keys.mail(ann, testRef("t1"), 1);

  test("is mailed as a run would, also to who turned reminders off, once", async () => {
    const { store, mailer, deps } = prepared();
    store.set(keys.reminderChoice(ann), { token: "A".repeat(43), reminders: "off" });
    expect((await tellStudent(message(), deps)).outcomes).toEqual([
      { ...testRef("t1"), name: "1", status: "told", runId: mondayRun },
    ]);
    expect(mailer.tries.map(({ mail }) => mail.subject)).toEqual(["Your score for “Title of t1”"]);
    expect(store.json(key)).toMatchObject({ state: "sent", runId: mondayRun });
    await tellStudent(message(), deps);
    expect(mailer.tries).toHaveLength(1);
  });

  test("is not mailed again when a run has mailed it", async () => {
    const { store, mailer, deps } = prepared();
    store.set(key, { state: "sent", runId: runId("2026-11-30T22-00-00Z"), messageId: "m" });
    expect(statuses(await tellStudent(message(), deps))).toEqual(["already"]);
    expect(mailer.tries).toEqual([]);
  });

  test.each([
    ["to who left the list", message(), { onList: false }],
    ["when another revision counts by now", message(2), {}],
    ["before the last deadline", { ...message(), sentAt: "2026-11-23T06:00:00.000Z" }, {}],
  ])("is not mailed %s", async (_, asked, changes) => {
    const { mailer, deps } = prepared(changes);
    expect(statuses(await tellStudent(asked, deps))).toEqual(["lapsed"]);
    expect(mailer.tries).toEqual([]);
  });
});
