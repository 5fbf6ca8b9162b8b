import { expect, test } from "@jest/globals";
import {
  instantSchema,
  looseId,
  noticeIdSchema,
  runIdSchema,
  studentIdSchema,
  subjectSchema,
  submissionIdSchema,
  testIdSchema,
  testRefSchema,
} from "../../course/ids.ts";
import {
  characterName,
  controlIn,
  turningIn,
  unseenIn,
  unseenInWords,
  withoutUnseen,
} from "../../course/invisible.ts";
import { nearestOf } from "../../course/nearest.ts";

const accepts = (name: string) => studentIdSchema.safeParse(name).success;

test.each(["ada", "007", "A.b_c-d", "x".repeat(64)])("%s is a name, kept as written", (name) => {
  expect(studentIdSchema.parse(name)).toBe(name);
});

test.each([
  ["nothing", ""],
  ["a path upwards", ".."],
  ["a path upwards inside", "a..b"],
  ["a slash", "a/b"],
  ["an escaped slash", "a%2fb"],
  ["a hidden name", ".profile"],
  ["an option", "-rf"],
  ["a space", "a b"],
  ["a line end", "ada\n"],
  ["a NUL", "ada\u0000"],
  ["a letter that looks like another", "\u0430da"],
  ["65 characters", "x".repeat(65)],
])("%s is no name", (_, name) => {
  expect(accepts(name)).toBe(false);
});

test.each(["submissions", "grades", "mail"])(
  "%s is no subject and no test, as rights to that folder of every student would reach it",
  (name) => {
    expect(subjectSchema.safeParse(name).success).toBe(false);
    expect(testIdSchema.safeParse(name).success).toBe(false);
    expect(accepts(name)).toBe(true);
  },
);

test.each([
  ["", "is empty"],
  ["x".repeat(65), "is longer than 64 characters"],
  ["a b", "may hold letters, digits, '.', '_' and '-' only"],
  ["b/", "may hold letters, digits, '.', '_' and '-' only"],
  ["-rf", "must begin with a letter or digit"],
  ["a..b", "may not hold two dots in a row"],
])("what is wrong with the name %j is said: it %s", (name, fault) => {
  expect(studentIdSchema.safeParse(name).error?.issues.map(({ message }) => message)).toEqual([fault]);
});

test("the names of folders that no subject may have are named", () => {
  expect(subjectSchema.safeParse("mail").error?.issues[0]?.message).toBe(
    "may not be one of the names submissions, grades, mail",
  );
  expect(testRefSchema.safeParse({ subject: "linux", testId: "grades" }).success).toBe(false);
});

test.each([
  ["ANN-007", "ann-7"],
  ["0", "0"],
  ["000", "0"],
  ["a00b10", "a0b10"],
  ["1001", "1001"],
])("people may take %s for %s", (id, loose) => {
  expect(looseId(id)).toBe(loose);
});

const [run, hash, instant] = ["2026-11-23T22-00-00Z", "0f".repeat(16), "2026-11-23T22:00:00.000Z"];

test.each([
  [runIdSchema, "is not a run id", [run, `${run}-again-1`, `${run}-resume-2`, `${run}-again-9999-resume-10`]],
  [
    noticeIdSchema,
    "is not a notice's id",
    [run, `${run}-scores`, `${run}-by-hand`, `${run}-by-hand-0a1b2c3d`],
  ],
  [submissionIdSchema, "is not a submission id", [hash]],
  [instantSchema, "is not an instant like 2026-11-23T22:00:00.000Z", [instant]],
] as const)("an id of another form is refused: %#", (schema, fault, good) => {
  const messages = (text: string) => schema.safeParse(text).error?.issues.map(({ message }) => message) ?? [];
  expect(good.flatMap(messages)).toEqual([]);
  const [whole] = good;
  const bad = [`x${whole}`, `${whole}x`, whole.slice(1), whole.slice(0, -1), whole.replace(/\d/, "x"), ""];
  expect(bad.map(messages)).toEqual(bad.map(() => [fault]));
});

test("digits stand for each part of a run's and a notice's time, and a notice's ending is one that is known", () => {
  const places = [...run].flatMap((character, place) => (/\d/.test(character) ? [place] : []));
  for (const place of places)
    for (const schema of [runIdSchema, noticeIdSchema]) {
      expect(schema.safeParse(`${run.slice(0, place)}x${run.slice(place + 1)}`).success).toBe(false);
      expect(schema.safeParse(`${run.slice(0, place)}${run.slice(place + 1)}`).success).toBe(false);
    }
  for (const ending of ["-by-hand-0a1b2c3", "-by-hand-0a1b2c3g", "-by-hands", "-again-1", "-scores-1"])
    expect(noticeIdSchema.safeParse(`${run}${ending}`).success).toBe(false);
  for (const ending of ["-again-0", "-again-10000", "-resume-0", "-resume-1-again-1", "-scores"])
    expect(runIdSchema.safeParse(`${run}${ending}`).success).toBe(false);
});

test.each([
  ["\u0000", "U+0000 (null)"],
  ["\t", "U+0009 (tab)"],
  ["\u00a0", "U+00A0 (no-break space)"],
  ["\u200b", "U+200B (zero width space)"],
  ["\u202e", "U+202E (right-to-left override)"],
  ["\ufeff", "U+FEFF (byte order mark)"],
  ["\u3164", "U+3164 (Hangul filler)"],
  ["A", "U+0041"],
  ["\u{1f600}", "U+1F600"],
])("the character %j is called %s", (character, name) => {
  expect(characterName(character)).toBe(name);
});

test("no character is called by an empty name", () => {
  const unnamed = Array.from({ length: 0x10000 }, (_, code) => characterName(String.fromCharCode(code)));
  expect(unnamed.filter((name) => !/^U\+[0-9A-F]{4}(?: \([A-Za-z][A-Za-z0-9 -]+\))?$/.test(name))).toEqual(
    [],
  );
});

test("characters that nobody sees are named once each, as far as they matter there", () => {
  const text = "a\u00a0 b\u200d\u200b\u00a0\tc";
  const [joiner, blank] = ["U+200D (zero width joiner)", "U+200B (zero width space)"];
  expect(unseenIn(text)).toBe(`U+00A0 (no-break space), ${joiner}, ${blank}, U+0009 (tab)`);
  expect(unseenInWords(text)).toBe(blank);
  expect(withoutUnseen(text)).toBe("a\u00a0 b\u200d\u00a0\tc");
  for (const inspect of [unseenIn, unseenInWords, turningIn, controlIn])
    expect(inspect("Zażółć gęślą jaźń, \u05d0\u05d1")).toBeUndefined();
  expect(turningIn("a\u202eb\u2066")).toBe("U+202E (right-to-left override), U+2066 (left-to-right isolate)");
  expect(controlIn("a\tb\r\nc\u0007")).toBe("U+0007 (bell)");
});

test.each([
  ["linuks", "linux"],
  ["lnux", "linux"],
  ["LINUX", "linux"],
  ["netwrok", "network"],
  ["zzzzzz", undefined],
  ["", undefined],
  // One letter of five may be missing, added or another one, or change places with its neighbour.
  ["inux", "linux"],
  ["linu", "linux"],
  ["xlinux", "linux"],
  ["linuxx", "linux"],
  ["ilnux", "linux"],
  ["liunx", "linux"],
  ["linxu", "linux"],
  ["lixnu", undefined],
  ["liuzx", undefined],
  ["liznx", undefined],
  ["lizzx", undefined],
  ["inuxa", undefined],
  ["xlinu", undefined],
  ["ilnuz", undefined],
  ["xiunx", undefined],
  ["xz", undefined],
])("of the names that there are, %j is nearest to %s", (written, nearest) => {
  expect(nearestOf(written, ["network", "linux"])).toBe(nearest);
});

test("of names that are equally near the first is taken, and of short ones at least a letter is right", () => {
  expect(nearestOf("bear", ["pear", "beer", "bears"])).toBe("pear");
  expect(nearestOf("bear", ["bears", "bear"])).toBe("bear");
  expect(nearestOf("a", ["xy", "bc"])).toBeUndefined();
});
