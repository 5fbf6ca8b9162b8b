import { describe, expect, test } from "@jest/globals";
import { bookByStudent, foldIntoBook, readBook, setInBook } from "../../../adapters/gradebook/course-book.ts";
import { type BookOutcome, bookLineSchema } from "../../../course/gradebook/book.ts";
import type { Override } from "../../../course/gradebook/override.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { instant, mondayRun, studentId, testRef } from "../../tasks/support/course.ts";
import { MemoryStore } from "../../tasks/support/memory-store.ts";

const path = "linux/t1";
const missing: BookOutcome = { status: "missing", run: mondayRun };
const graded = (right: number, revision = 1): BookOutcome => ({
  status: "graded",
  right,
  questions: 4,
  scale: 5,
  revision,
  run: mondayRun,
});
const override: Override = {
  value: { kind: "excused" },
  because: "ill",
  by: "Tess",
  at: instant("2026-11-24T08:00:00.000Z"),
};

const fold = (store: MemoryStore, ids: readonly string[], outcome: BookOutcome = missing) =>
  foldIntoBook(store, ids.map(studentId), () => new Map([[path, outcome]]));

const idsIn = (store: MemoryStore, part: number): string[] =>
  store
    .text(keys.bookPart(part))
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => bookLineSchema.parse(JSON.parse(line)).studentId);

const many = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => `s${from + n}`);

describe("the course's book", () => {
  test("is in parts of 2,000 students, who stay where they are; newcomers fill the last part", async () => {
    const store = new MemoryStore();
    await fold(store, many(0, 3_000));
    await fold(store, [...many(2_990, 3_000), ...many(5_000, 6_500), ...many(0, 10)], graded(1));
    expect(store.keys(keys.book)).toEqual([keys.bookPart(0), keys.bookPart(1), keys.bookPart(2)]);
    expect(idsIn(store, 0)).toEqual(many(0, 2_000));
    expect(idsIn(store, 1)).toEqual([...many(2_000, 3_000), ...many(5_000, 6_000)]);
    expect(idsIn(store, 2)).toEqual(many(6_000, 6_500));
    expect(await Array.fromAsync(readBook(store))).toHaveLength(4_500);
  });

  test("writes only parts in which something changes, and no part twice", async () => {
    const store = new MemoryStore();
    await fold(store, many(0, 4_100));
    store.calls.length = 0;
    await fold(store, ["s4050", "s1"], graded(2));
    const writes = () => store.calls.filter((call) => /^(put|create|replace)/.test(call));
    expect(writes()).toEqual([`replace ${keys.bookPart(0)}`, `replace ${keys.bookPart(2)}`]);
    await fold(store, ["s4050", "s1"], graded(2));
    expect(writes()).toHaveLength(2);
  });

  test.each([
    ["where they are", 4_000, [2]],
    ["near them", 2_000, [1, 2]],
    ["behind the last part", 9_000, [4, 3, 2]],
    ["far from them", 0, [0, 1, 2]],
  ])("looks for students outward from a likely part: %s", async (_, studentsBefore, parts) => {
    const store = new MemoryStore();
    await fold(store, many(0, 6_000));
    store.calls.length = 0;
    await foldIntoBook(store, [studentId("s4050")], () => new Map([[path, graded(2)]]), { studentsBefore });
    const gets = store.calls.filter((call) => call.startsWith("get"));
    expect(gets).toEqual(parts.map((part) => `get ${keys.bookPart(part)}`));
  });

  test("has a newcomer once, at its end, from wherever the search begins", async () => {
    const store = new MemoryStore();
    await fold(store, many(0, 4_100));
    for (const studentsBefore of [0, 2_500, 9_999]) {
      const outcomes = () => new Map([[path, missing]]);
      await foldIntoBook(store, ["x", "s1"].map(studentId), outcomes, { studentsBefore });
    }
    expect(idsIn(store, 2)).toEqual([...many(4_000, 4_100), "x"]);
    expect(await Array.fromAsync(readBook(store))).toHaveLength(4_101);
  });

  test("loses nothing when two writers race, and has nobody twice", async () => {
    const store = new MemoryStore();
    await fold(store, many(0, 1_999));
    await Promise.all([
      fold(store, [...many(0, 10), "x", "y"], graded(1)),
      fold(store, [...many(5, 15), "y", "z"], graded(2, 2)),
      setInBook(store, studentId("s7"), testRef(), override),
    ]);
    const book = await bookByStudent(store);
    const found = many(0, 15).map((id) => book.get(studentId(id))?.cells[path]);
    expect(found.map((cell) => (cell?.outcome?.status === "graded" ? cell.outcome.revision : 0))).toEqual([
      ...Array(5).fill(1),
      ...Array(10).fill(2),
    ]);
    expect(found[7]?.override).toEqual(override);
    const ids = [...idsIn(store, 0), ...idsIn(store, 1)];
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids.slice(-3).toSorted()).toEqual(["x", "y", "z"]);
  });

  test("tells where something was set by hand that a run has an outcome beside", async () => {
    const store = new MemoryStore();
    await setInBook(store, studentId("ann"), testRef(), override);
    const kept = await fold(store, ["ann", "bob"], graded(3));
    expect(kept).toEqual([{ studentId: "ann", path, cell: { outcome: graded(3), override } }]);
    await setInBook(store, studentId("ann"), testRef(), null);
    expect(await fold(store, ["ann", "bob"], graded(3))).toEqual([]);
  });

  test("has a place for whoever was erased, and goes on after a part that is blank", async () => {
    const store = new MemoryStore();
    await fold(store, many(0, 2_001));
    store.set(keys.bookPart(0), "\n");
    await fold(store, ["new"]);
    expect(await Array.fromAsync(readBook(store))).toHaveLength(2);
  });

  test("that can't be read is named with its line", async () => {
    const store = new MemoryStore({
      [keys.bookPart(0)]: '{"studentId":"ann","cells":{}}\n{"studentId":5}\n',
    });
    await expect(fold(store, ["ann"])).rejects.toThrow("gradebook/0000.jsonl, line 2 is corrupt");
  });
});
