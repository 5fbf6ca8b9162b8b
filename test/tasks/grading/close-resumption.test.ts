import { beforeAll, describe, expect, test } from "@jest/globals";
import { resumptionOf } from "../../../course/run/run-id.ts";
import { runRecordSchema } from "../../../course/run/run-record.ts";
import { runReportSchema } from "../../../course/run/run-report.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { due, mondayRun, rosterLine } from "../support/course.ts";
import { close, finishedMap, record } from "../support/finished-map.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { graded, missing } from "../support/outcomes.ts";

const [first, second] = [resumptionOf(mondayRun, 1), resumptionOf(mondayRun, 2)];

const csv = (...rows: string[][]) =>
  `${rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n")}\r\n`;
const who = (id: string, name = `Name of ${id}`) => [id, name, `${id}@example.com`];

const header = ["studentId", "name", "email", "linux/t1", "linux/t2"];
const before = csv(
  header,
  [...who("ann", `'=1+1, "Ann"`), "3.33", "0"],
  [...who("bob"), "missing", "failed"],
  [...who("cid"), "failed", "5"],
);

/** Monday's run closed with bob's t2 and cid's t1 failed; `id`, which resumed it, has graded these of its roster. */
const resumed = (results: readonly object[], id = first): MemoryStore => {
  const ids = ["bob", "cid"];
  const store = finishedMap(ids, { succeeded: results });
  return store
    .set(keys.run(mondayRun), { ...record(3), status: "closed", resumedBy: first })
    .set(keys.gradebook(mondayRun), before)
    .set(keys.run(id), { ...record(2), runId: id, resumes: mondayRun })
    .setLines(keys.runRoster(id), [rosterLine("bob", [due("t2")]), rosterLine("cid", [due("t1")])]);
};

const bob = { studentId: "bob", tests: [missing("t2")], mails: [] };
const cid = { studentId: "cid", tests: [graded("t1")], mails: [] };
const rowsOf = (store: MemoryStore, id = first) => store.text(keys.gradebook(id)).split("\r\n");

describe("a resumption closes", () => {
  const store = resumed([bob, cid]);
  beforeAll(() => close(store, undefined, first));

  test("with the whole gradebook: its own results in their cells, all others as they were", () => {
    expect(rowsOf(store)).toEqual([
      '"studentId","name","email","linux/t1","linux/t2"',
      `"ann","'=1+1, ""Ann""","ann@example.com","3.33","0"`,
      '"bob","Name of bob","bob@example.com","missing","missing"',
      '"cid","Name of cid","cid@example.com","3.33","5"',
      "",
    ]);
  });

  test("with a report of its own students, which says which run it resumed", () => {
    const report = runReportSchema.parse(store.json(keys.report(first)));
    expect(report).toMatchObject({ resumes: mondayRun, students: 2, gradebookStudents: 3 });
    expect(report.missing.map(({ studentId }) => studentId)).toEqual(["bob"]);
  });

  test("again with the same artefacts; only then is it known that the book has it", async () => {
    const artefacts = () => store.keys().filter((key) => key !== keys.bookedRuns);
    const texts = () => artefacts().map((key) => store.text(key));
    const once = texts();
    await close(store, undefined, first);
    expect(texts()).toEqual(once);
  });

  test("and keeps what was written into its record meanwhile", async () => {
    const other = resumed([bob, cid]).set(keys.run(first), {
      ...record(2),
      runId: first,
      resumes: mondayRun,
      resumedBy: second,
    });
    await close(other, undefined, first);
    expect(runRecordSchema.parse(other.json(keys.run(first)))).toMatchObject({
      status: "closed",
      resumedBy: second,
    });
  });
});

describe("a second resumption closes", () => {
  const afterFirst = (gradebook: string, status = "closed") =>
    resumed([cid], second)
      .setLines(keys.runRoster(second), [rosterLine("cid", [due("t1")])])
      .set(keys.run(second), { ...record(1), runId: second, resumes: mondayRun })
      .set(keys.run(first), { ...record(2), runId: first, resumes: mondayRun, status })
      .setLines(keys.runRoster(first), [rosterLine("bob", [due("t2")]), rosterLine("cid", [due("t1")])])
      .set(keys.gradebook(first), gradebook);
  const whole = csv(
    header,
    [...who("ann"), "1", "1"],
    [...who("bob", "Bob"), "missing", "4"],
    [...who("cid"), "failed", "5"],
  );
  const own = csv(header, [...who("bob", "Bob"), "", "4"], [...who("cid"), "failed", ""]);

  test.each([
    ["the whole gradebook", whole],
    ["its own students' rows only, as it did before", own],
  ])("with what the first one graded as well, when that wrote %s", async (_, gradebook) => {
    const store = afterFirst(gradebook);
    await close(store, undefined, second);
    expect(rowsOf(store, second).slice(1, 4)).toEqual([
      `"ann","'=1+1, ""Ann""","ann@example.com","3.33","0"`,
      '"bob","Bob","bob@example.com","missing","4"',
      '"cid","Name of cid","cid@example.com","3.33","5"',
    ]);
  });

  test("without what the first one wrote, when that never closed", async () => {
    const store = afterFirst("", "failed");
    await close(store, undefined, second);
    expect(rowsOf(store, second)[2]).toBe('"bob","Name of bob","bob@example.com","missing","failed"');
  });
});

test("the resumption of a run that never closed has the gradebook of its own roster, which is the whole one", async () => {
  const store = resumed([bob, cid]).set(keys.run(mondayRun), { ...record(3), status: "failed" });
  await close(store, undefined, first);
  expect(rowsOf(store)).toHaveLength(4);
  expect(runReportSchema.parse(store.json(keys.report(first))).gradebookStudents).toBe(2);
});
