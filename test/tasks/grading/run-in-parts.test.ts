import { describe, expect, test } from "@jest/globals";
import { setInBook } from "../../../adapters/gradebook/course-book.ts";
import type { RunId } from "../../../course/ids.ts";
import type { OpenRunOutput } from "../../../course/run/run.ts";
import { resumptionOf } from "../../../course/run/run-id.ts";
import { mostStudentsOfPart, mostTestsOfPart } from "../../../course/run/run-part.ts";
import { runRecordSchema } from "../../../course/run/run-record.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { closePart } from "../../../tasks/grading/close-part.ts";
import { closeRun } from "../../../tasks/grading/close-run.ts";
import { RosterParts } from "../../../tasks/grading/roster-parts.ts";
import { aTest, course, instant, monday, mondayRun, student, studentId, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { atDeadline, open, publishedStore } from "../support/opened-run.ts";
import { failed, graded, mail, missing } from "../support/outcomes.ts";

const friday = instant("2026-11-27T22:00:00.000Z");
const extension = (testId: string) => ({ ...testRef(testId), deadline: friday });
const only = (id: string, ...testIds: string[]) => student(id, { extensions: testIds.map(extension) });

/** Nine students, of whom seven have something due; abe, eve and ian have more time. */
const students = [
  only("abe", "t1", "t2"),
  ...["ann", "bob", "cid"].map((id) => student(id)),
  only("eve", "t1", "t2"),
  student("fay"),
  only("ian", "t2"),
  ...["joy", "kim"].map((id) => student(id)),
];

/** What the map over the students says of each. */
const results: Readonly<Record<string, object>> = {
  ann: { tests: [graded("t1"), graded("t2")], mails: [mail("sent", "t1"), mail("sent", "t2")] },
  bob: { tests: [missing("t1"), missing("t2")], mails: [] },
  cid: { tests: [graded("t1"), failed("t2")], mails: [mail("refused", "t1")] },
  fay: { tests: [graded("t1"), missing("t2")], mails: [mail("unknown", "t1")] },
  ian: { tests: [missing("t1")], mails: [] },
  joy: { tests: [graded("t1"), graded("t2")], mails: [mail("sent", "t1"), mail("already-sent", "t2")] },
  kim: { tests: [missing("t1"), graded("t2")], mails: [mail("withheld", "t2")] },
};

const linesAt = (store: MemoryStore, key: string) =>
  store
    .text(key)
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

type Opened = Extract<OpenRunOutput, { status: "open" }>;

const opened = async (
  store: MemoryStore,
  ...more: Parameters<typeof open> extends [unknown, ...infer R] ? R : never
) => {
  const output = await open(store, ...more);
  if (output.status !== "open") throw new Error(`The run is ${output.status}.`);
  return output;
};

const deps = (store: MemoryStore) => ({ store, countInMetrics: () => {} });

/** As the workflow's turn for one part: the map over its students, then Close part. */
const gradePart = async (store: MemoryStore, { runId, parts }: Opened, number: number, of = results) => {
  const part = parts[number];
  if (!part) throw new Error(`There is no part ${number}.`);
  const place = (name: string) => `${part.resultsPrefix}/map/${name}`;
  const succeeded = linesAt(store, part.roster.key).map(({ studentId: id }) => ({
    studentId: id,
    ...of[id],
  }));
  store.setLines(place("S.jsonl"), succeeded).set(place("manifest.json"), {
    ResultFiles: { SUCCEEDED: [{ Key: place("S.jsonl") }], FAILED: [], PENDING: [] },
  });
  const manifest = { bucket: "bucket", key: place("manifest.json") };
  return closePart({ runId, course, part, manifest }, deps(store));
};

const closed = (store: MemoryStore, runId: RunId) => closeRun({ runId, course, at: monday }, deps(store));

/** A course in which bob is excused from t1, and zoe left after handing in. */
const classStore = async () => {
  const store = publishedStore(students, [aTest("t1"), aTest("t2")]);
  const value = { kind: "excused" } as const;
  const override = { value, because: "ill", by: "Ada", at: monday };
  await setInBook(store, studentId("bob"), testRef("t1"), override);
  const handedIn = [{ ...testRef("t1"), receivedAt: monday }];
  return store.setLines(keys.removed, [
    { studentId: "zoe", name: "Zoe", handedIn },
    { studentId: "ann", name: "Left during the run", handedIn },
  ]);
};

const wholeRun = async (studentsOfPart: number) => {
  const store = await classStore();
  const run = await opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", studentsOfPart);
  for (const { part } of run.parts) await gradePart(store, run, part);
  await closed(store, run.runId);
  return { store, run };
};

const reportOf = (store: MemoryStore, runId = mondayRun) =>
  runReportSchema.parse(store.json(keys.report(runId)));

describe("A run in parts", () => {
  test("has every student in one part, in the course's order", async () => {
    const { store, run } = await wholeRun(3);
    const ids = run.parts.map(({ roster }) => linesAt(store, roster.key).map((line) => line.studentId));
    expect(ids).toEqual([["ann", "bob", "cid"], ["fay", "ian", "joy"], ["kim"]]);
    expect(run.parts.map(({ roster }) => roster.students)).toEqual([3, 3, 1]);
    expect(store.json(keys.run(mondayRun))).toMatchObject({ students: 7, parts: 3 });
  });

  test("begins another part before the due tests of one are too many, and has every student in one", () => {
    const roster = new RosterParts({ students: 3, tests: 4 });
    const due = (count: number) => Array.from({ length: count }, (_, index) => aTest(`t${index}`));
    const counts = [1, 1, 1, 1, 3, 1, 9, 2, 2];
    for (const [index, count] of counts.entries()) {
      const id = studentId(`s${index}`);
      roster.add({ studentId: id, email: `${id}@example.com`, name: id, tests: due(count) });
    }
    const ids = [...roster.texts()].toReversed().map(({ roster: text }) => text.match(/(?<=Id":")s\d/g));
    expect(ids).toEqual([["s0", "s1", "s2"], ["s3", "s4"], ["s5"], ["s6"], ["s7", "s8"]]);
    expect(roster.parts).toEqual([3, 2, 1, 1, 2]);
  });

  test.each([
    [0, []],
    [1, [1]],
    [400_001, [...Array(40).fill(10_000), 1]],
  ])("of %i students has all of them in parts of 10,000", (students, parts) => {
    const roster = new RosterParts({ students: mostStudentsOfPart, tests: mostTestsOfPart });
    const tests = [aTest("t1")];
    for (let number = 0; number < students; number += 1) {
      roster.add({ studentId: studentId(`s${number}`), email: "s@example.com", name: "S", tests });
    }
    expect(roster.parts).toEqual(parts);
  });

  test("of a course without students is recorded with nothing due", async () => {
    const store = publishedStore([], [aTest("t1")]);
    expect(await open(store, atDeadline)).toEqual({ status: "nothing-due", runId: mondayRun });
    expect(store.keys("runs/")).toEqual([keys.run(mondayRun)]);
  });

  test("of a single student closes", async () => {
    const store = publishedStore([student("ann")], [aTest("t1"), aTest("t2")]);
    const run = await opened(store, atDeadline);
    await gradePart(store, run, 0);
    expect(await closed(store, mondayRun)).toMatchObject({
      counts: { roster: 2, graded: 2, missing: 0, failed: 0 },
    });
  });

  test.each<[string, Parameters<MemoryStore["failNext"]>[0], string]>([
    ["its gradebook", "write", keys.gradebook(mondayRun)],
    ["its report", "write", keys.report(mondayRun)],
    ["what is graded", "create", keys.gradedThrough],
    ["that it is closed", "replace", keys.run(mondayRun)],
  ])(
    "whose closing could not write %s leaves nothing to a run that is opened meanwhile",
    async (_, call, key) => {
      const store = await classStore();
      const run = await opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", 3);
      for (const { part } of run.parts) await gradePart(store, run, part);
      store.failNext(call, key, new Error("lost"));
      await expect(closed(store, mondayRun)).rejects.toThrow("lost");
      const before = store.text(keys.run(mondayRun));
      expect(await open(store, atDeadline, "other")).toMatchObject({ status: "already-run" });
      expect(store.text(keys.run(mondayRun))).toBe(before);
      await closed(store, mondayRun);
      const { store: undisturbed } = await wholeRun(3);
      for (const each of [keys.report, keys.gradebook, keys.run]) {
        expect(store.text(each(mondayRun))).toBe(undisturbed.text(each(mondayRun)));
      }
      expect(await open(store, atDeadline, "third")).toMatchObject({ status: "already-run" });
    },
  );

  test.each([1, 2, 3, 6])("of %i closes as the same run in one part does", async (studentsOfPart) => {
    const [{ store: inParts }, { store: inOne }] = [await wholeRun(studentsOfPart), await wholeRun(10_000)];
    expect(inParts.text(keys.gradebook(mondayRun))).toBe(inOne.text(keys.gradebook(mondayRun)));
    expect(reportOf(inParts)).toEqual(reportOf(inOne));
    expect(linesAt(inParts, keys.bookPart(0))).toEqual(linesAt(inOne, keys.bookPart(0)));
    expect(inParts.json(keys.gradedThrough)).toEqual(inOne.json(keys.gradedThrough));
    const { parts: _, ...record } = runRecordSchema.parse(inParts.json(keys.run(mondayRun)));
    expect(record).toEqual(inOne.json(keys.run(mondayRun)));
  });

  test("reports everybody: missing, failed, excused, with more time, gone", async () => {
    const { store } = await wholeRun(2);
    const report = reportOf(store);
    const ids = (entries: readonly { studentId: string }[] = []) => entries.map((entry) => entry.studentId);
    expect(report.tests.map(({ testId, counts }) => [testId, counts])).toEqual([
      ["t1", { roster: 7, graded: 4, missing: 3, failed: 0, excused: 1 }],
      ["t2", { roster: 6, graded: 3, missing: 2, failed: 1 }],
    ]);
    expect(ids(report.missing)).toEqual(["bob", "fay", "ian", "kim"]);
    expect(ids(report.failed)).toEqual(["cid"]);
    expect(ids(report.extended)).toEqual(["abe", "abe", "eve", "eve", "ian"]);
    expect(ids(report.overrides)).toEqual(["bob"]);
    expect(ids(report.removed)).toEqual(["zoe"]);
    expect(report.mails).toMatchObject({ sent: 3, alreadySent: 1, withheld: 1 });
    expect(report.mails.problems.map((p) => [p.studentId, p.status])).toEqual([
      ["cid", "refused"],
      ["fay", "not-sent"],
    ]);
  });

  test("closed again, part or whole, writes the same", async () => {
    const { store, run } = await wholeRun(2);
    const texts = () => store.keys("runs/").map((key) => store.text(key));
    const before = texts();
    await gradePart(store, run, 1);
    await closed(store, mondayRun);
    expect(texts()).toEqual(before);
  });

  test("does not close while a part is not closed, and says which", async () => {
    const store = await classStore();
    const run = await opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", 2);
    await gradePart(store, run, 0);
    await gradePart(store, run, 2);
    await expect(closed(store, mondayRun)).rejects.toThrow(
      `The ledger of run ${mondayRun} does not close: 2 parts of 4 were not closed, the first is part 2.`,
    );
    expect(store.json(keys.run(mondayRun))).toMatchObject({ status: "open" });
  });

  test("does not close a part whose manifest names a result file that is missing", async () => {
    const { store, run } = await wholeRun(3);
    const part = run.parts[1];
    if (!part) throw new Error("There is no part 1.");
    store.remove(`${part.resultsPrefix}/map/S.jsonl`);
    const manifest = { bucket: "bucket", key: `${part.resultsPrefix}/map/manifest.json` };
    await expect(closePart({ runId: mondayRun, course, part, manifest }, deps(store))).rejects.toThrow(
      `There is no ${part.resultsPrefix}/map/S.jsonl.`,
    );
  });

  test("does not close a part with a result of a student of another part", async () => {
    const { store, run } = await wholeRun(3);
    store.setLines(run.parts[0]?.roster.key ?? "", linesAt(store, run.parts[0]?.roster.key ?? "").slice(1));
    const part = run.parts[0];
    if (!part) throw new Error("There is no part 0.");
    const manifest = { bucket: "bucket", key: `${part.resultsPrefix}/map/manifest.json` };
    await expect(closePart({ runId: mondayRun, course, part, manifest }, deps(store))).rejects.toThrow(
      "ann has a result and is not on the roster",
    );
  });

  test("that could not write all of its roster is opened again by the next try", async () => {
    const store = await classStore();
    store.failNext("put", keys.runRoster(mondayRun, 1), new Error("lost"));
    await expect(opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", 2)).rejects.toThrow("lost");
    expect(store.keys(keys.runRoster(mondayRun))).toEqual([]);
    const run = await opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", 2);
    expect(run.parts).toHaveLength(4);
  });
});

describe("A resumption of a run in parts", () => {
  const first = resumptionOf(mondayRun, 1);
  const resume = (store: MemoryStore, studentsOfPart = 2) =>
    opened(store, { resume: mondayRun }, "resume", "2026-11-24T08:00:00Z", studentsOfPart);

  test("takes up the open work of all parts, in as few parts as it needs", async () => {
    const { store } = await wholeRun(3);
    const run = await resume(store);
    const lines = run.parts.flatMap(({ roster }) => linesAt(store, roster.key));
    const work = lines.map((line) => [
      line.studentId,
      line.tests.map((due: { testId: string }) => due.testId),
    ]);
    expect(run.parts).toHaveLength(1);
    expect(work).toEqual([
      ["cid", ["t1", "t2"]],
      ["fay", ["t1"]],
    ]);
  });

  test("closes with the whole class's gradebook", async () => {
    const { store } = await wholeRun(3);
    const run = await resume(store, 1);
    const done = { mails: [mail("sent", "t1")] };
    const now = {
      cid: { tests: [graded("t1"), graded("t2", 3)], ...done },
      fay: { tests: [graded("t1")], ...done },
    };
    for (const { part } of run.parts) await gradePart(store, run, part, now);
    await closed(store, first);
    const before = store.text(keys.gradebook(mondayRun)).split("\r\n");
    const after = store.text(keys.gradebook(first)).split("\r\n");
    expect(before.filter((row, index) => row !== after[index])).toEqual([
      '"cid","Name of cid","cid@example.com","3.33","failed"',
    ]);
    expect(after).toContain('"cid","Name of cid","cid@example.com","3.33","5"');
    expect(reportOf(store, first)).toMatchObject({ resumes: mondayRun, students: 2, gradebookStudents: 9 });
  });

  test("of one that never closed has everybody, those with more time too", async () => {
    const store = await classStore();
    const run = await opened(store, atDeadline, "x", "2026-11-23T22:00:07Z", 3);
    await gradePart(store, run, 0);
    const again = await resume(store, 2);
    for (const { part } of again.parts) await gradePart(store, again, part);
    await closed(store, first);
    const { store: whole } = await wholeRun(10_000);
    expect(store.text(keys.gradebook(first))).toBe(whole.text(keys.gradebook(mondayRun)));
    const { extended, missing: without } = reportOf(store, first);
    expect({ extended, missing: without }).toEqual({
      extended: reportOf(whole).extended,
      missing: reportOf(whole).missing,
    });
  });
});
