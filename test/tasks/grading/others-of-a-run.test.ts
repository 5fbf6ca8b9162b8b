import { describe, expect, test } from "@jest/globals";
import { composeGradebookMail } from "../../../adapters/mail/gradebook-mail.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { course, due, instant, mondayRun, student, testRef } from "../support/course.ts";
import { close, finishedMap, reportOf } from "../support/finished-map.ts";
import type { MemoryStore } from "../support/memory-store.ts";
import { atDeadline, open, publishedStore } from "../support/opened-run.ts";
import { missing } from "../support/outcomes.ts";

const friday = instant("2026-11-27T22:00:00.000Z");
const extendedIn = (...testIds: string[]) => ({
  extensions: testIds.map((testId) => ({ ...testRef(testId), deadline: friday })),
});
const until = "extended until Friday 27 November 2026, 23:00 (Europe/Warsaw)";

const lines = (store: MemoryStore, key: string) =>
  store
    .text(key)
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("A student who has more time", () => {
  test("for all tests of a run is written down beside its roster, in the course's order", async () => {
    const store = publishedStore([
      student("abe", extendedIn("t1")),
      student("ann"),
      student("eve", extendedIn("t1")),
    ]);
    await open(store, atDeadline);
    expect(lines(store, keys.runRoster(mondayRun))).toMatchObject([{ studentId: "ann" }]);
    expect(lines(store, keys.runExtended(mondayRun))).toMatchObject([
      { studentId: "abe", after: null, tests: [{ testId: "t1", deadline: friday }] },
      { studentId: "eve", after: "ann", tests: [{ testId: "t1", deadline: friday }] },
    ]);
  });

  test("is not written down when nobody has", async () => {
    const store = publishedStore();
    await open(store, atDeadline);
    expect(store.keys("runs/").filter((key) => key.includes("extended"))).toEqual([]);
  });

  const closed = async (): Promise<MemoryStore> => {
    const store = finishedMap(["ann", "bob"], {
      succeeded: ["ann", "bob"].map((studentId) => ({
        studentId,
        tests: [missing("t1"), missing("t2")],
        mails: [],
      })),
    });
    const { studentId, name, email } = student("cid");
    const later = [due("t1", friday), due("t2", friday)];
    store.setLines(keys.runExtended(mondayRun), [{ studentId, name, email, after: "ann", tests: later }]);
    await close(store);
    return store;
  };

  test("has a row in the gradebook, in the course's order, and entries in the report", async () => {
    const store = await closed();
    expect(store.text(keys.gradebook(mondayRun)).split("\r\n").slice(1, 4)).toEqual([
      expect.stringMatching(/^"ann"/),
      `"cid","Name of cid","cid@example.com","${until}","${until}"`,
      expect.stringMatching(/^"bob"/),
    ]);
    const report = reportOf(store);
    expect(report).toMatchObject({ students: 2, gradebookStudents: 3 });
    expect(report.extended).toMatchObject([
      { studentId: "cid", testId: "t1", deadline: friday },
      { studentId: "cid", testId: "t2", deadline: friday },
    ]);
  });

  test("is in the trainer's mail", async () => {
    const { mail } = await composeGradebookMail(await closed(), "bucket", { runId: mondayRun, course });
    expect(mail.text).toMatch(
      /Extended \(2\)\n.*\nName of cid \(cid\) +linux\/t1 \(Friday 27 November 2026, 23:00/,
    );
    expect(mail.text).toContain("Gradebook (3)");
  });
});

describe("A student who went off the list and had handed in", () => {
  const closedWith = async (testId: string): Promise<MemoryStore> => {
    const store = finishedMap(["ann"], {
      succeeded: [{ studentId: "ann", tests: [missing("t1"), missing("t2")], mails: [] }],
    });
    const handedIn = [{ ...testRef(testId), receivedAt: "2026-11-20T11:00:00.000Z" }];
    store.setLines(keys.removed, [{ studentId: "zoe", name: "Zoe Zimmer", handedIn }]);
    await close(store);
    return store;
  };

  test("is named in the report and the mail of the run that grades the test, with how to have it graded", async () => {
    const store = await closedWith("t1");
    expect(reportOf(store).removed).toEqual([
      { studentId: "zoe", name: "Zoe Zimmer", ...testRef("t1"), receivedAt: "2026-11-20T11:00:00.000Z" },
    ]);
    const { mail } = await composeGradebookMail(store, "bucket", { runId: mondayRun, course });
    expect(mail.text).toMatch(
      /Handed in, off the list since, and not graded \(1\)\n.*\nZoe Zimmer \(zoe\) +linux\/t1/,
    );
    expect(mail.text).toMatch(
      /put their lines back into students\.csv, publish, and\s+then:\s+bin\/trainer grade --again/,
    );
  });

  test("while the run was under way, and was graded by it, is not named", async () => {
    const store = finishedMap(["ann"], {
      succeeded: [{ studentId: "ann", tests: [missing("t1"), missing("t2")], mails: [] }],
    });
    const handedIn = [{ ...testRef("t1"), receivedAt: "2026-11-20T11:00:00.000Z" }];
    store.setLines(keys.removed, [{ studentId: "ann", name: "Ann", handedIn }]);
    await close(store);
    expect(reportOf(store)).not.toHaveProperty("removed");
  });

  test("is not named by a run of other tests", async () => {
    expect(reportOf(await closedWith("t3"))).not.toHaveProperty("removed");
  });
});
