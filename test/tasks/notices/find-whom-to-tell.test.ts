import { describe, expect, test } from "@jest/globals";
import { fileAppeal } from "../../../adapters/appeals.ts";
import { appealRefSchema } from "../../../course/appeals/appeal-ref.ts";
import { noticeIdByHand, noticeIdOf, noticeIdOfScores } from "../../../course/notices/notice.ts";
import type { FindWhomInput, Remind } from "../../../course/notices/notices-run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import type { Student } from "../../../course/student.ts";
import { findWhomToTell } from "../../../tasks/notices/find-whom-to-tell.ts";
import { planDay } from "../../../tasks/notices/plan-day.ts";
import { logger } from "../../../tasks/runtime/logger.ts";
import { aTest, instant, mondayRun, settings, student, studentId, testRef } from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";

logger.setLogLevel("SILENT");

/** Monday 21:00 in Warsaw, two hours before the deadline. */
const twoHoursBefore = instant("2026-11-23T20:00:00.000Z");
const later = instant("2026-11-25T22:00:00.000Z");

const course = (students: readonly Student[], changes: object = {}): MemoryStore =>
  new MemoryStore({
    [keys.settings]: { ...settings, reminders: {}, ...changes },
    [keys.tests]: [aTest("t1"), aTest("t2", { opens: instant("2026-11-24T19:00:00.000Z"), deadline: later })],
  }).setLines(keys.roster, students);

const deps = (store = new MemoryStore()) => ({ store, mailer: new FakeMailer() });

const input = (at = twoHoursBefore, changes: Partial<FindWhomInput> = {}): FindWhomInput => ({
  executionArn: "arn:x",
  planned: { noticeId: noticeIdOf(at), at, remind: null },
  ...{ part: 0, skip: 0, ...changes },
});

const byHand = (remind: Remind): FindWhomInput => ({
  ...input(),
  planned: { noticeId: noticeIdByHand(twoHoursBefore), at: twoHoursBefore, remind },
});

const listIn = (store: MemoryStore, { planned, part }: FindWhomInput) =>
  store
    .text(keys.noticeList(planned.noticeId, part))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line))
    .map(({ studentId: id, notices }) => [
      id,
      notices.map((n: { kind: string; testId: string }) => `${n.kind} ${n.testId}`),
    ]);

const submitted = (id: string, testId: string): string =>
  `${keys.submissions(studentId(id), testRef(testId))}2026-11-20T10:00:00.000Z-${"a".repeat(32)}.json`;

const more = { ...testRef("t1"), deadline: later };

describe("On the list of an instant", () => {
  test("is who has sent in nothing and whose own deadline comes then", async () => {
    const students = [student("ann"), student("bob"), student("cara", { extensions: [more] })];
    const store = course(students).set(submitted("bob", "t1"), {});
    const found = await findWhomToTell(input(), store);
    expect(found).toMatchObject({ status: "found", list: { notices: 1 }, next: null, course: { scale: 5 } });
    expect(listIn(store, input())).toEqual([["ann", ["before t1"]]]);
  });

  test("is nobody when all have sent in answers, and no list is written", async () => {
    const store = course([student("ann")]).set(submitted("ann", "t1"), {});
    expect(await findWhomToTell(input(), store)).toMatchObject({ status: "nobody", list: { notices: 0 } });
    expect(store.keys(`notices/${input().planned.noticeId}/list`)).toEqual([]);
  });

  test("is everybody when a test opens, without a look at submissions", async () => {
    const opens = instant("2026-11-24T19:00:00.000Z");
    const store = course([student("ann"), student("bob")]);
    expect(await findWhomToTell(input(opens), store)).toMatchObject({
      status: "found",
      list: { notices: 2 },
    });
    expect(store.calls.filter((call) => call.startsWith("list "))).toEqual([]);
  });

  test("is nobody once reminders are off, or the deadline was moved", async () => {
    const off = course([student("ann")], { reminders: "off" });
    expect((await findWhomToTell(input(), off)).status).toBe("nobody");
    const moved = course([student("ann")]).set(keys.tests, [aTest("t1", { deadline: later })]);
    expect((await findWhomToTell(input(), moved)).status).toBe("nobody");
  });

  test("is told by one execution only; when that one asks again it is its own", async () => {
    const store = course([student("ann")]);
    await findWhomToTell(input(), store);
    expect((await findWhomToTell(input(twoHoursBefore, { executionArn: "arn:y" }), store)).status).toBe(
      "taken",
    );
    expect((await findWhomToTell(input(), store)).status).toBe("found");
  });

  test("are at most a part's students; the next part goes on after them", async () => {
    const students = Array.from({ length: 20_050 }, (_, i) => student(`s${i}`));
    const opens = instant("2026-11-24T19:00:00.000Z");
    const store = course(students);
    const first = await findWhomToTell(input(opens), store);
    expect(first).toMatchObject({ status: "found", list: { notices: 20_000 }, next: 20_000 });
    const second = input(opens, { part: 1, skip: first.next ?? 0 });
    expect(await findWhomToTell(second, store)).toMatchObject({ list: { notices: 50 }, next: null });
    expect(listIn(store, second)[0]).toEqual(["s20000", ["opened t2"]]);
  });
});

test("On no list is who has a score or an excuse by the trainer's hand", async () => {
  const value = { kind: "excused" };
  const override = { value, because: "ill", by: "Tess", at: twoHoursBefore };
  const store = course([student("ann"), student("bob")]).set(keys.scores(studentId("bob")), {
    tests: [{ status: "open", ...testRef("t1"), override }],
  });
  await findWhomToTell(input(), store);
  expect(listIn(store, input())).toEqual([["ann", ["before t1"]]]);
  await findWhomToTell(byHand({}), store);
  expect(listIn(store, byHand({}))).toEqual([["ann", ["by-hand t1"]]]);
});

describe("Scores that were kept back", () => {
  const morning = instant("2026-11-25T23:00:00.000Z");
  const kept = { release: { score: "after extensions" }, reminders: "off" };
  const planned = { noticeId: noticeIdOfScores(morning), at: morning, remind: null, scores: true as const };
  const of = (id: string, revision = 1) => ({
    ...{ status: "graded", ...testRef("t1"), right: 1, questions: 2, scale: 5, revision },
    ...{ submissionId: "a".repeat(32), receivedAt: twoHoursBefore, runId: mondayRun, studentId: id },
  });
  const graded = (changes: object = kept) =>
    course([student("ann"), student("bob"), student("cara")], changes)
      .set(keys.tests, [aTest("t1", { lastDeadline: later })])
      .set(keys.scores(studentId("ann")), { tests: [of("ann", 2)] })
      .set(keys.scores(studentId("bob")), { tests: [of("bob")] })
      .set(keys.scores(studentId("gone")), { tests: [of("gone")] })
      .set(keys.mail(studentId("ann"), testRef("t1"), 1), { state: "sent", runId: mondayRun, messageId: "m" })
      .set(keys.mail(studentId("bob"), testRef("t1"), 1), {
        state: "sent",
        runId: mondayRun,
        messageId: "m",
      });

  test("are listed once they have come out, in the revision that counts, unless it was mailed", async () => {
    const store = graded();
    const asked = { ...input(morning), planned };
    expect(await findWhomToTell(asked, store)).toMatchObject({ status: "found", list: { notices: 1 } });
    const lines = store.text(keys.noticeList(planned.noticeId, 0)).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { studentId: "ann", notices: [], scores: [{ ...testRef("t1"), revision: 2, runId: mondayRun }] },
    ]);
  });

  test("are the morning's, and not what a publishing adds", async () => {
    const startedAt = "2026-11-25T23:00:04.000Z";
    const request = { scheduledTime: "2026-11-25T23:00:00Z" };
    expect(await planDay({ startedAt, request }, deps(graded()))).toEqual({ instants: [planned] });
    expect(await planDay({ startedAt, request: { from: morning } }, deps(graded()))).toEqual({
      instants: [],
    });
    const early = { startedAt: "2026-11-25T05:00:04.000Z", request: {} };
    expect(await planDay(early, deps(graded()))).toEqual({ instants: [] });
  });

  test.each([{ score: "never" }, { score: "after grading" }])(
    "are none with release: %j",
    async (release) => {
      const store = graded({ ...kept, release });
      const asked = { ...input(morning), planned };
      expect((await findWhomToTell(asked, store)).status).toBe("nobody");
      expect(await planDay({ startedAt: "2026-11-25T23:00:04.000Z", request: {} }, deps(store))).toEqual({
        instants: [],
      });
    },
  );
});

describe("Of a reminder by hand", () => {
  const students = [student("ann"), student("bob"), student("cara", { extensions: [more] })];

  test("the list has everybody with an open test that was not sent in", async () => {
    const store = course(students).set(submitted("bob", "t1"), {});
    await findWhomToTell(byHand({}), store);
    expect(listIn(store, byHand({}))).toEqual([
      ["ann", ["by-hand t1"]],
      ["cara", ["by-hand t1"]],
    ]);
  });

  test("it has the student and the tests that are meant, as far as they are open", async () => {
    const store = course(students);
    await findWhomToTell(
      byHand({ studentId: studentId("bob"), tests: [testRef("t1"), testRef("t2")] }),
      store,
    );
    expect(listIn(store, byHand({}))).toEqual([["bob", ["by-hand t1"]]]);
    const closed = byHand({ tests: [testRef("t2")] });
    expect(
      (
        await findWhomToTell(
          { ...closed, planned: { ...closed.planned, at: twoHoursBefore } },
          course(students),
        )
      ).status,
    ).toBe("nobody");
  });
});

describe("A day's plan", () => {
  const startedAt = "2026-11-23T06:00:04.000Z";

  test("has the instants of all students from the planned time on", async () => {
    const store = course([
      student("ann"),
      student("cara", { extensions: [{ ...more, deadline: instant("2026-11-24T20:00:00.000Z") }] }),
    ]);
    const { instants } = await planDay(
      { startedAt, request: { scheduledTime: "2026-11-23T06:00:00Z" } },
      deps(store),
    );
    expect(instants).toEqual(
      ["2026-11-23T20:00:00.000Z"].map((at) => ({ noticeId: noticeIdOf(instant(at)), at, remind: null })),
    );
    const from = instant("2026-11-23T19:00:00.000Z");
    const rest = await planDay({ startedAt, request: { from } }, deps(store));
    expect(rest.instants.map(({ at }) => at)).toEqual([
      "2026-11-23T20:00:00.000Z",
      "2026-11-24T18:00:00.000Z",
    ]);
  });

  test("is one instant for a reminder by hand: now, under a name of its own even in the same second", async () => {
    const remind = { studentId: studentId("ann") };
    const at = instant("2026-11-23T06:00:04.000Z");
    expect(await planDay({ startedAt, request: { remind } }, deps())).toEqual({
      instants: [
        { noticeId: expect.stringMatching(/^2026-11-23T06-00-04Z-by-hand-[0-9a-f]{8}$/), at, remind },
      ],
    });
  });

  test("is empty while reminders are off, and before a course is published", async () => {
    const request = { scheduledTime: "2026-11-23T06:00:00Z" };
    expect(
      await planDay({ startedAt, request }, deps(course([student("ann")], { reminders: "off" }))),
    ).toEqual({
      instants: [],
    });
    expect(await planDay({ startedAt, request }, deps())).toEqual({ instants: [] });
  });

  describe("while students wait for the answer to an appeal", () => {
    const request = { scheduledTime: "2026-11-23T06:00:00Z" };
    const waiting = async () => {
      const store = course([student("ann")]);
      for (const questionId of ["q1", "q2"]) {
        const ref = appealRefSchema.parse({ studentId: "ann", ...testRef(), questionId });
        await fileAppeal(store, ref, "Both are right.", instant("2026-11-22T12:00:00.000Z"));
      }
      // A pointer whose appeal was never stored.
      store.set("appeals/open/ann/linux/t1/q3.json", {});
      return deps(store);
    };

    test("tells the trainer, once a day, and quotes nobody", async () => {
      const { store, mailer } = await waiting();
      await planDay({ startedAt, request }, { store, mailer });
      await planDay({ startedAt: "2026-11-23T19:00:00.000Z", request }, { store, mailer });
      expect(mailer.tries).toHaveLength(1);
      expect(mailer.tries[0]).toMatchObject({
        to: settings.trainer.email,
        mail: { subject: "2 appeals by students wait for your answer" },
      });
      expect(mailer.tries[0]?.mail.text).not.toContain("Both");
      await planDay({ startedAt: "2026-11-24T06:00:04.000Z", request }, { store, mailer });
      expect(mailer.tries).toHaveLength(2);
    });

    test("is made all the same when that mail does not go out", async () => {
      const { store, mailer } = await waiting();
      mailer.nextOutcomes.push({ status: "not-taken", reason: "busy" });
      expect((await planDay({ startedAt, request }, { store, mailer })).instants).not.toEqual([]);
      await planDay({ startedAt, request }, { store, mailer });
      expect(mailer.tries).toHaveLength(2);
    });

    test("tells nobody when there are none", async () => {
      const quiet = deps(course([student("ann")]));
      await planDay({ startedAt, request }, quiet);
      expect(quiet.mailer.tries).toEqual([]);
    });
  });
});
