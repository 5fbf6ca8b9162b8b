import { forEachBounded } from "../../../adapters/storage/bounded.ts";
import { type AppealRef, appealRefSchema } from "../../../course/appeals/appeal-ref.ts";
import { noticeIdOf } from "../../../course/notices/notice.ts";
import { Ledger } from "../../../course/run/ledger.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { due, monday, mondayRun, profile, rosterLine, student, testRef } from "../../tasks/support/course.ts";
import { failedChild, resultsKey } from "../../tasks/support/finished-map.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { keyOf, submission } from "../../tasks/support/submissions.ts";
import type { CourseCloud } from "./course-cloud.ts";

export const someNotice = noticeIdOf(monday);

/** ann-2 and x.ann have ids that hold ann's. */
export const ids = ["ann", "ann-2", "x.ann", "bob", "cid"] as const;

const lines = (values: readonly unknown[]): string =>
  values.map((value) => `${JSON.stringify(value)}\n`).join("");

const result = (id: string) => ({
  studentId: id,
  tests: [graded(), missing("t2")],
  mails: [mail("unknown")],
});

const report = () => {
  const ledger = new Ledger(mondayRun);
  for (const id of ids) {
    const tests = id === "cid" ? [failed(), failed("t2")] : [graded(), missing("t2")];
    ledger.enter(rosterLine(id, [due("t1"), due("t2")]), { tests, mails: [mail("unknown")] });
  }
  return ledger.close(ids.length);
};

const sharedObjects = (): Readonly<Record<string, string>> => ({
  [keys.roster]: lines(ids.map((id) => student(id))),
  [keys.gradedThrough]: "[]",
  [keys.run(mondayRun)]: JSON.stringify({
    runId: mondayRun,
    students: ids.length,
    failure: { error: "LedgerNotClosed", cause: "ann has no result; ann-2 has two; so has x.ann." },
  }),
  [keys.runRoster(mondayRun)]: lines(ids.map((id) => rosterLine(id, [due("t1"), due("t2")]))),
  [keys.report(mondayRun)]: JSON.stringify(report()),
  [keys.gradebook(mondayRun)]: [
    '"studentId","name","email","linux/t1"',
    ...ids.map((id) => `"${id}","${id}, ""the"" student","${id}@example.com","3.33"`),
    "",
  ].join("\r\n"),
  [keys.bookPart(0)]: lines(
    ids.map((studentId) => ({
      studentId,
      cells: { "linux/t2": { outcome: { status: "missing", run: mondayRun } } },
    })),
  ),
  [keys.noticeList(someNotice, 0)]: lines(ids.map((studentId) => ({ studentId, notices: [] }))),
  [keys.noticeReport(someNotice)]: JSON.stringify({
    problems: ids.map((studentId) => ({ studentId, status: "refused", reason: "why" })),
  }),
  [resultsKey("SUCCEEDED_0.jsonl")]: lines(["ann", "ann-2", "bob"].map(result)),
  [resultsKey("SUCCEEDED_1.jsonl")]: lines(["x.ann"].map(result)),
  [resultsKey("FAILED_0.json")]: JSON.stringify([failedChild("cid", {}), failedChild("ann", {})]),
  [resultsKey("PENDING_0.json")]: lines([failedChild("ann", { Status: "PENDING" })]),
});

/** A course whose run left something about every student in every kind of object, in two versions each. */
export const storeClass = async (cloud: CourseCloud): Promise<void> => {
  const texts = Object.entries(sharedObjects());
  for (const id of ids) {
    const handedIn = submission(id, { q1: "a" });
    const own = {
      [keys.profile(handedIn.studentId)]: profile(id),
      [keyOf(handedIn)]: handedIn,
      [keys.reminderChoice(handedIn.studentId)]: { token: "t".repeat(43), reminders: "off" },
      [keys.appeal(appealOf(id))]: { ...appealOf(id), text: "Both.", at: monday, status: "open" },
      [keys.openAppeal(appealOf(id))]: appealOf(id),
      [`students/${id}/mail/linux/t1/1.json`]: { state: "claimed", runId: mondayRun },
    };
    for (const [key, value] of Object.entries(own)) texts.push([key, JSON.stringify(value)]);
  }
  await forEachBounded(texts, 10, async ([key, text]) => {
    await cloud.bucket.put(key, text.replaceAll("3.33", "2.22"));
    await cloud.bucket.put(key, text);
  });
};

/** Every version of every object that is there, by key. */
export const everyVersion = async ({ bucket }: CourseCloud): Promise<Map<string, string[]>> => {
  const texts = new Map<string, string[]>();
  for await (const version of bucket.versions("")) {
    const content = version.isDeleteMarker ? null : await bucket.getVersion(version);
    const text = content === null ? "(delete marker)" : Buffer.from(content).toString();
    texts.set(version.key, [...(texts.get(version.key) ?? []), text]);
  }
  return texts;
};

/** What each student objects to. */
export const appealOf = (id: string): AppealRef =>
  appealRefSchema.parse({ studentId: id, ...testRef(), questionId: "q1" });
