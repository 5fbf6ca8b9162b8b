import { describe, expect, test } from "@jest/globals";
import {
  gradebookHeader,
  gradebookRow,
  neutraliseFormula,
  originalCell,
  spreadsheetRow,
} from "../../../course/gradebook/gradebook.ts";
import { MergedGradebook } from "../../../course/gradebook/merged-gradebook.ts";
import type { BookedTest } from "../../../course/run/ledger.ts";
import type { DueTest, RosterLine } from "../../../course/run/run.ts";
import { due, instant, rosterLine, testRef } from "../../tasks/support/course.ts";
import { failed, graded, missing } from "../../tasks/support/outcomes.ts";

const tests = [testRef("t1"), testRef("t2"), testRef("t3")];

const row = (
  line: RosterLine,
  outcomes: readonly BookedTest[],
  later: readonly DueTest[] = [],
): readonly string[] => gradebookRow(tests, line, outcomes, { tests: later, timeZone: "Europe/Warsaw" });

describe("the gradebook", () => {
  test("says until when a student has more time", () => {
    const later = [due("t2", instant("2026-11-30T22:00:00.000Z"))];
    expect(row(rosterLine("ann"), [graded("t1")], later).slice(3)).toEqual([
      "3.33",
      "extended until Monday 30 November 2026, 23:00 (Europe/Warsaw)",
      "",
    ]);
  });

  test("has a column for each test", () => {
    expect(gradebookHeader(tests)).toEqual([
      "studentId",
      "name",
      "email",
      "linux/t1",
      "linux/t2",
      "linux/t3",
    ]);
  });

  test("shows scores, and missing and failed as words, never as 0", () => {
    const line = rosterLine("007", [due("t1"), due("t2"), due("t3")]);
    const cells = row(line, [missing("t2"), graded("t1"), failed("t3")]);
    expect(cells).toEqual(["007", "Name of 007", "007@example.com", "3.33", "missing", "failed"]);
  });

  test("shows a 0 that was earned", () => {
    expect(row(rosterLine("ann"), [graded("t1", 0)])[3]).toBe("0");
  });

  test("says excused where no question of a graded test counts", () => {
    const nothing = { ...graded("t1", 0), questions: 0, nothingCounts: true } as const;
    expect(row(rosterLine("ann"), [nothing])[3]).toBe("excused");
  });

  test("is empty where a test was not due for the student", () => {
    expect(row(rosterLine("ann"), [graded("t1")]).slice(4)).toEqual(["", ""]);
  });

  test("says failed of a due test without a result", () => {
    expect(row(rosterLine("ann"), [])[3]).toBe("failed");
  });

  test.each(["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "\n=1"])("takes the formula %j as text", (cell) => {
    expect(neutraliseFormula(cell)).toBe(`'${cell}`);
  });

  test.each(["=1+1", "'=1+1", "''@x", "'t Hooft", "O'-Brien", "'", "", "3.33", "-", 'x="a"'])(
    "gives %j back as it was",
    (cell) => {
      expect(originalCell(neutraliseFormula(cell))).toBe(cell);
    },
  );

  test("leaves a formula alone that is not one of its own", () => {
    expect(originalCell('="a" & "b"&C1')).toBe('="a" & "b"&C1');
  });

  test("neutralises names, and leaves harmless ones alone", () => {
    const line = { ...rosterLine("ann"), name: '=HYPERLINK("http://x")' };
    expect(row(line, [])[1]).toBe('\'=HYPERLINK("http://x")');
    expect(neutraliseFormula("Ann-Lee = 1")).toBe("Ann-Lee = 1");
  });

  test.each([
    "007",
    "00",
    "1e5",
    "1E5",
    "1.10",
    "3-4",
    "2026-11-23",
    "1.2.2026",
    "5p",
    "MAR1",
    "dec2",
    "Sept-2026",
    "true",
    "FALSE",
    "123456789012",
    "12345678901234567890",
    '2"',
  ])("keeps a spreadsheet from changing the id %s, and is read back", (id) => {
    const [cell = ""] = spreadsheetRow([id, "Name", "a@example.com", "1.50"], false, ",");
    expect(cell).toBe(`="${id.replaceAll('"', '""')}"`);
    expect(originalCell(cell)).toBe(id);
  });

  test.each(["7", "0", "100", "12345678901", "adam", "x007", "E5", "ada.n", "dec", "marek", "trueman"])(
    "leaves the id %s, which spreadsheets leave",
    (id) => {
      expect(spreadsheetRow([id, "Name", "a@example.com"], false, ",")[0]).toBe(id);
    },
  );

  test("keeps names and the titles of columns from being changed, and leaves scores numbers", () => {
    expect(spreadsheetRow(["007", "007", "1@example.com", "3.33", "0"], false, ",")).toEqual([
      '="007"',
      '="007"',
      "1@example.com",
      "3.33",
      "0",
    ]);
    expect(spreadsheetRow(["studentId", "name", "email", "1/2", "linux/t1"], true, ",")).toEqual([
      "studentId",
      "name",
      "email",
      '="1/2"',
      "linux/t1",
    ]);
  });

  test.each([
    ["12.5", "12,5"],
    ["0.05", "0,05"],
    ["12", "12"],
    ["missing", "missing"],
    ["version 1.5", "version 1.5"],
    ["1.5 points", "1.5 points"],
  ])("has the score %s beside a semicolon as %s", (cell, shown) => {
    expect(spreadsheetRow(["ann", "Ann", "ann@example.com", cell], false, ";").at(-1)).toBe(shown);
  });
});

describe("the gradebook of a run that was resumed", () => {
  async function* rowsOf(...rows: readonly string[]) {
    for (const text of rows) yield text.split(",");
  }
  const merged = async (first: readonly string[], ...later: readonly (readonly string[])[]) => {
    const gradebook = new MergedGradebook();
    for (const rows of later) await gradebook.add(rowsOf(...rows));
    const all = await Array.fromAsync(gradebook.over(rowsOf(...first)));
    return all.map((cells) => cells.join());
  };
  const first = ["id,name,email,t1,t2", "ann,Ann,a@x,5,failed", "bob,Bob,b@x,failed,3"];

  test("has the later rows in place of the first ones; an empty cell changes nothing", async () => {
    const resumed = ["id,name,email,t1,t2", "bob,Bobby,bobby@x,4,"];
    expect(await merged(first, resumed)).toEqual([
      "id,name,email,t1,t2",
      "ann,Ann,a@x,5,failed",
      "bob,Bobby,bobby@x,4,3",
    ]);
  });

  test("adds up resumptions, of which the later counts", async () => {
    const resumed = ["id,name,email,t2,t1", "bob,Bob,b@x,2,failed", "ann,Ann,a@x,1,"];
    const again = ["id,name,email,t1", "bob,Bob,b@x,4"];
    expect(await merged(first, resumed, again)).toEqual([
      "id,name,email,t1,t2",
      "ann,Ann,a@x,5,1",
      "bob,Bob,b@x,4,2",
    ]);
  });

  test("has new tests and new students last", async () => {
    const resumed = ["id,name,email,t3,t1", "cia,Cia,c@x,2,"];
    expect(await merged(first, resumed)).toEqual([
      "id,name,email,t1,t2,t3",
      "ann,Ann,a@x,5,failed,",
      "bob,Bob,b@x,failed,3,",
      "cia,Cia,c@x,,,2",
    ]);
  });
});
