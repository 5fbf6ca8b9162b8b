import { describe, expect, test } from "@jest/globals";
import { runRecordSchema } from "../../../course/run/run-record.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { due, monday, mondayRun, rosterLine, runId, student, testRef } from "../support/course.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { arn, open, publishedStore, record } from "../support/opened-run.ts";

describe("a resumption", () => {
  const both = [due("t1"), due("t2")];
  const students = ["ann", "bob", "cid", "dan"];
  const problem = (id: string, status: string, testId = "t1") => ({
    studentId: id,
    name: id,
    ...testRef(testId),
    revision: 1,
    status,
  });
  const report = (changes: object = {}) => ({
    runId: mondayRun,
    students: 4,
    tests: [],
    missing: [{ studentId: "ann", name: "ann", ...testRef() }],
    failed: [{ studentId: "bob", name: "bob", ...testRef("t2"), reason: "corrupt" }],
    mails: { sent: 1, problems: [problem("cid", "not-sent"), problem("dan", "unknown")] },
    ...changes,
  });
  const closedStore = () =>
    publishedStore(students.map((id) => student(id)))
      .set(keys.run(mondayRun), record({ status: "closed", students: 4 }))
      .setLines(
        keys.runRoster(mondayRun),
        students.map((id) => rosterLine(id, both)),
      )
      .set(keys.report(mondayRun), report());
  const resume = (store: MemoryStore, name = "r1", of = mondayRun) =>
    open(store, { resume: of }, name, "2026-11-24T09:00:00Z");
  const rosterOf = (store: MemoryStore, id: string) =>
    store
      .text(keys.runRoster(runId(id)))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  test("takes up failed tests and mails that surely did not go out, and nothing else", async () => {
    const store = closedStore();
    expect(await resume(store)).toMatchObject({ status: "open", runId: `${mondayRun}-resume-1` });
    expect(rosterOf(store, `${mondayRun}-resume-1`)).toEqual([
      rosterLine("bob", [due("t2")]),
      rosterLine("cid", [due("t1")]),
    ]);
    expect(store.json(keys.run(runId(`${mondayRun}-resume-1`)))).toMatchObject({
      resumes: mondayRun,
      cutoff: monday,
      students: 2,
    });
  });

  test("sees a mended e-mail address", async () => {
    const store = closedStore().setLines(keys.roster, [student("bob", { email: "new@example.com" })]);
    await resume(store);
    expect(rosterOf(store, `${mondayRun}-resume-1`)[0]).toMatchObject({ email: "new@example.com" });
  });

  test("takes up the whole roster of a run that never closed", async () => {
    const store = closedStore().set(keys.run(mondayRun), record({ status: "failed", students: 4 }));
    expect(await resume(store)).toMatchObject({ parts: [{ part: 0, roster: { students: 4 } }] });
  });

  test("works out who was due when the run failed before it had a roster", async () => {
    const store = publishedStore().set(keys.run(mondayRun), record({ status: "failed" }));
    await resume(store);
    expect(rosterOf(store, `${mondayRun}-resume-1`)).toEqual([rosterLine("ann"), rosterLine("bob")]);
  });

  test("of a resumed run takes up what the last closed resumption left", async () => {
    const first = runId(`${mondayRun}-resume-1`);
    const store = closedStore()
      .set(
        keys.run(first),
        record({ runId: first, executionArn: arn("r1"), resumes: mondayRun, status: "closed" }),
      )
      .set(
        keys.report(first),
        report({ failed: [], mails: { sent: 0, problems: [problem("cid", "refused")] } }),
      )
      .setLines(keys.runRoster(first), [rosterLine("bob", [due("t2")]), rosterLine("cid", [due("t1")])]);
    expect(await resume(store, "r2", first)).toMatchObject({ runId: `${mondayRun}-resume-2` });
    expect(rosterOf(store, `${mondayRun}-resume-2`)).toEqual([rosterLine("cid", [due("t1")])]);
  });

  test("is found again by its own execution, and numbered anew for another", async () => {
    const store = closedStore();
    const first = await resume(store, "r1");
    expect(await resume(store, "r1")).toEqual(first);
    expect(await resume(store, "r2")).toMatchObject({ runId: `${mondayRun}-resume-2` });
  });

  test("is written down with the run that it resumed, and with what closed last", async () => {
    const first = runId(`${mondayRun}-resume-1`);
    const resumedBy = (store: MemoryStore) =>
      [mondayRun, first].map((id) => runRecordSchema.parse(store.json(keys.run(id))).resumedBy);
    const store = closedStore();
    await resume(store, "r1");
    await resume(store, "r1");
    expect(resumedBy(store)).toEqual([first, undefined]);
    store.set(keys.run(first), {
      ...record({ runId: first, executionArn: arn("r1"), resumes: mondayRun }),
      status: "closed",
    });
    store.set(keys.report(first), report({ mails: { sent: 0, problems: [] } }));
    await resume(store, "r2");
    const second = `${mondayRun}-resume-2`;
    expect(resumedBy(store)).toEqual([second, second]);
  });

  test("that has nothing to do is written down with no run", async () => {
    const store = closedStore().set(
      keys.report(mondayRun),
      report({ failed: [], mails: { sent: 4, problems: [] } }),
    );
    await resume(store);
    expect(store.json(keys.run(mondayRun))).not.toHaveProperty("resumedBy");
  });

  test("of a run that left nothing to do has nothing due", async () => {
    const store = closedStore().set(
      keys.report(mondayRun),
      report({ failed: [], mails: { sent: 4, problems: [] } }),
    );
    expect(await resume(store)).toEqual({ status: "nothing-due", runId: `${mondayRun}-resume-1` });
  });

  test("of a run that does not exist fails, and says so", async () => {
    await expect(resume(publishedStore())).rejects.toThrow(`There is no runs/${mondayRun}/run.json.`);
  });
});
