import { describe, expect, test } from "@jest/globals";
import { asBefore, type Grade, gradeSchema, isSameGrade, undone } from "../../../course/grading/grade.ts";
import { type Regraded, regradePreview } from "../../../course/grading/regrade.ts";
import { regradeViewSchema, shownPreview } from "../../../course/grading/regrade-view.ts";
import type { Score } from "../../../course/grading/score.ts";
import { scoreChangeOf, scoreChangeSchema } from "../../../course/grading/score-change.ts";
import { runIdSchema, studentIdSchema, subjectSchema, testIdSchema } from "../../../course/ids.ts";

const grade = gradeSchema.parse({
  studentId: "s1",
  subject: "linux",
  testId: "t1",
  revision: 1,
  right: 2,
  questions: 3,
  scale: 5,
  submissionId: "0".repeat(32),
  receivedAt: "2026-11-23T20:00:00.000Z",
  runId: "2026-11-23T22-00-00Z",
  answers: [{ questionId: "q1", given: "a", isRight: true }],
});

describe("two grades are the same", () => {
  test("whatever their revision and the run that wrote them", () => {
    const later = gradeSchema.parse({ ...grade, revision: 4, runId: "2026-11-30T22-00-00Z" });
    expect(isSameGrade(grade, later)).toBe(true);
  });

  test.each([
    ["score", { right: 3 }],
    ["scale", { scale: 10 }],
    ["submission", { submissionId: "1".repeat(32) }],
    ["given answers", { answers: [{ questionId: "q1", given: null, isRight: true }] }],
    [
      "points of an answer",
      { answers: [{ questionId: "q1", given: "a", isRight: true, earned: "1", of: "2" }] },
    ],
    ["points", { points: { earned: "2", of: "3" } }],
    ["sense, as nothing counts", { nothingCounts: true }],
  ])("not when the %s differs", (_, change) => {
    expect(isSameGrade(grade, gradeSchema.parse({ ...grade, ...change }))).toBe(false);
  });

  test("not when an answer of the same points earned others", () => {
    const earning = (earned: string) =>
      gradeSchema.parse({
        ...grade,
        answers: [{ questionId: "q1", given: "a", isRight: false, earned, of: "2" }],
      });
    expect(isSameGrade(earning("1"), earning("1"))).toBe(true);
    expect(isSameGrade(earning("1"), earning("1/2"))).toBe(false);
  });
});

describe("a stored grade", () => {
  test("keeps what each answer was, what is right and why, and each attempt", () => {
    const answers = [
      {
        ...{
          questionId: "q1",
          given: "a",
          isRight: false,
          right: "b",
          rightText: "3 ± 1",
          earned: "1/2",
          of: "1",
        },
        ...{ alsoRight: [{ right: "c" }, { rightText: "π" }], feedback: "*So*", feedbackHtml: "<p>So</p>" },
        void: "given",
      },
    ];
    const sent = { submissionId: "2".repeat(32), receivedAt: "2026-11-23T20:00:00.000Z" };
    const attempts = [{ ...sent, earned: "1/2", of: "1" }, sent];
    const full = { ...grade, answers, attempts, counts: "best", ownPaper: true, undoes: grade.runId };
    expect(gradeSchema.parse(full)).toEqual(full);
  });

  test.each([
    ["points.earned", { points: { earned: "half", of: "1" } }, "is no exact number such as 7/3"],
    ["points.of", { points: { earned: "0", of: "0" } }, "is no number above 0"],
  ])("is refused for %s, which is named", (path, change, message) => {
    const issues = gradeSchema.safeParse({ ...grade, ...change }).error?.issues;
    expect(issues?.map((issue) => issue.path.join("."))).toEqual([path]);
    expect(issues?.[0]?.message).toContain(message);
  });
});

describe("a grade that a run has changed", () => {
  const [run, by] = ["2026-11-23T22-00-00Z-again-1", "2026-11-23T22-00-00Z-again-2"].map((id) =>
    runIdSchema.parse(id),
  );
  if (!run || !by) throw new Error("no runs");
  const changed: Grade = { ...grade, revision: 2, right: 1, runId: run, before: asBefore(grade) };

  test("is put back as a revision of its own, which can be undone too", () => {
    const back = undone(changed, run, by);
    if (back === null) throw new Error("not undone");
    expect(gradeSchema.parse(back)).toMatchObject({ revision: 3, right: 2, runId: by, undoes: run });
    expect(isSameGrade(back, grade)).toBe(true);
    expect(undone(back, by, run)).toMatchObject({ revision: 4, right: 1 });
  });

  test.each([
    ["another run wrote it", { ...changed, runId: by }],
    ["nothing was before it", { ...grade, runId: run }],
  ])("stays when %s", (_, other) => {
    expect(undone(other, run, by)).toBeNull();
  });
});

describe("what a change of a grade did", () => {
  const mark = (more: object) => ({ questionId: "q1", given: "a", isRight: false, ...more });
  const revised = (now: object, before: object, more: object = {}) =>
    gradeSchema.parse({
      ...{ ...grade, revision: 2, ...now },
      before: { ...asBefore(grade), ...before },
      ...more,
    });
  const changeOf = (now: object, before: object, showsQuestions = true) =>
    scoreChangeOf(revised(now, before), showsQuestions);
  const answers = (...marks: object[]) => ({ answers: marks.map(mark) });

  test.each([
    ["marked", { isRight: true }, {}],
    ["marked", { earned: "1/2", of: "1" }, { earned: "0", of: "1" }],
    ["dropped", { void: "dropped" }, { of: "1", earned: "0" }],
    ["given", { void: "given", isRight: true }, {}],
    ["restored", {}, { void: "dropped" }],
    ["worth", { earned: "2", of: "2" }, { earned: "1", of: "1" }],
  ])("names the question that was %s", (kind, now, before) => {
    const other = { questionId: "q0" };
    expect(changeOf(answers(other, now), { right: 0, ...answers(other, before) })).toEqual({
      before: { score: "0", best: "5" },
      questions: [{ questionId: "q1", place: 2, kind }],
      reasons: [],
    });
  });

  test("names no question where these are not shown, but that the marking was corrected", () => {
    const change = changeOf(answers({ isRight: true }), answers({}), false);
    expect(change).toMatchObject({ questions: [], reasons: ["marked"] });
  });

  test("tells other answers, other questions and another best score", () => {
    const sent = { submissionId: "1".repeat(32), ...answers({ given: "b", isRight: true }) };
    expect(changeOf(sent, answers({}))).toMatchObject({ questions: [], reasons: ["answers"] });
    const again = { receivedAt: "2026-11-23T21:00:00.000Z" };
    expect(changeOf(again, {})?.reasons).toEqual(["answers"]);
    expect(changeOf({ counts: "best" }, {})?.reasons).toEqual(["answers"]);
    const turned = [{ questionId: "q2" }, { questionId: "q1" }];
    expect(changeOf(answers(...turned), answers(...turned.toReversed()))?.reasons).toEqual(["marked"]);
    expect(changeOf(answers({}, { questionId: "q2" }), answers({}))?.reasons).toEqual(["questions"]);
    expect(changeOf(answers({ questionId: "q2" }), answers({}))?.reasons).toEqual(["questions"]);
    expect(changeOf({ scale: 10 }, {})).toMatchObject({ before: { best: "5" }, reasons: ["best"] });
  });

  test("of an average, whose other attempts it does not hold, is that the marking was corrected", () => {
    expect(changeOf({ right: 3 }, {})).toMatchObject({ questions: [], reasons: ["marked"] });
  });

  test("is that what was before is back, where a run was undone", () => {
    const undoes = { undoes: "2026-11-23T22-00-00Z-again-1" };
    expect(scoreChangeOf(revised(answers({ isRight: true }), answers({}), undoes), true)).toEqual({
      ...{ before: { score: "3.33", best: "5" }, isUndone: true, questions: [], reasons: [] },
    });
  });

  test("is read with every reason there is, and no other", () => {
    const kinds = ["marked", "dropped", "given", "restored", "worth"];
    const change = {
      ...{ before: { score: "1", best: "5" }, isUndone: true },
      questions: kinds.map((kind, index) => ({ questionId: `q${index}`, place: index + 1, kind })),
      reasons: ["marked", "answers", "questions", "best"],
    };
    expect(scoreChangeSchema.parse(change)).toEqual(change);
    for (const wrong of [
      { isUndone: false },
      { reasons: [""] },
      { questions: [{ ...change.questions[0], kind: "" }] },
    ])
      expect(scoreChangeSchema.safeParse({ ...change, ...wrong }).success).toBe(false);
  });

  test("is unknown of a grade that does not say what was before; nothing counted is no score", () => {
    expect(scoreChangeOf(grade, true)).toBeUndefined();
    expect(changeOf({}, { nothingCounts: true })?.before).toBeUndefined();
  });
});

describe("the points of a stored grade", () => {
  test.each(["0", "0/3", "-1", "ten", ""])("are not %j, because nobody could be told a share of it", (of) => {
    expect(gradeSchema.safeParse({ ...grade, points: { earned: "0", of } }).success).toBe(false);
  });
});

describe("the preview of a regrading", () => {
  const score = (right: number, more: Partial<Score> = {}): Score => ({
    right,
    questions: 4,
    scale: 5,
    ...more,
  });
  const regraded = (id: string, before: Score | null, after: Score | null, more = {}): Regraded => ({
    ...{ studentId: studentIdSchema.parse(id), name: id.toUpperCase() },
    ...{ subject: subjectSchema.parse("linux"), testId: testIdSchema.parse("t1"), before, after },
    ...more,
  });

  test("counts who goes up, down and stays, and names those who lose first", () => {
    const preview = regradePreview([
      regraded("ann", score(1), score(2)),
      regraded("bob", score(2), score(1)),
      regraded("cid", score(2), score(2)),
      regraded("dee", null, null),
    ]);
    expect(preview).toMatchObject({ students: 4, up: 1, down: 1, same: 2, other: 0, failed: 0 });
    expect(preview.changes.map(({ studentId, before, after }) => [studentId, before, after])).toEqual([
      ["bob", "2.5", "1.25"],
      ["ann", "1.25", "2.5"],
    ]);
  });

  test("names students of equal loss by test, then by id", () => {
    const changed = (id: string, testId: string) =>
      regraded(id, score(2), score(1), { testId: testIdSchema.parse(testId) });
    const { changes } = regradePreview([changed("cid", "t1"), changed("ann", "t2"), changed("bob", "t1")]);
    expect(changes.map(({ studentId }) => studentId)).toEqual(["bob", "cid", "ann"]);
  });

  test("tells a grade that is new, or gone, from one that went up or down", () => {
    const preview = regradePreview([regraded("ann", null, score(1)), regraded("bob", score(1), null)]);
    expect(preview).toMatchObject({ up: 0, down: 0, same: 0, other: 2 });
  });

  test("shows the first 400 changes and 50 failures, and counts all", () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      index < 500
        ? regraded(`a${index}`, score(2), score(1))
        : regraded(`b${index}`, null, null, { failure: "It is corrupt." }),
    );
    const shown = shownPreview(regradePreview(many));
    expect([shown.changes.length, shown.failures.length]).toEqual([400, 50]);
    expect(shown).toMatchObject({ students: 1_000, down: 500, failed: 500 });
    const view = { read: 1_000, of: 1_000, preview: shown };
    expect(regradeViewSchema.parse(view)).toEqual(view);
    const byHand = shownPreview(regradePreview([regraded("ann", null, score(1), { isByHand: true })]));
    expect(regradeViewSchema.parse({ read: 1, of: 2, preview: byHand }).preview).toEqual(byHand);
  });

  test("compares exactly what two decimals don't show", () => {
    const [before, after] = ["1000/3000", "1001/3000"].map((earned) =>
      score(0, { points: { earned, of: "1000" } }),
    );
    if (!before || !after) throw new Error("no scores");
    expect(regradePreview([regraded("ann", before, after)])).toMatchObject({
      up: 1,
      changes: [{ before: "0", after: "0" }],
    });
  });

  test("of a grade in which nothing counts any more is neither up nor down", () => {
    const nothing = score(0, { nothingCounts: true });
    expect(
      regradePreview([regraded("ann", score(4), nothing), regraded("bob", nothing, nothing)]),
    ).toMatchObject({
      ...{ students: 2, up: 0, down: 0, same: 1, other: 1 },
      changes: [{ studentId: "ann", before: "5", after: null }],
    });
  });

  test("says what is set by hand, and what can't be graded", () => {
    const preview = regradePreview([
      regraded("ann", score(1), score(2), { isByHand: true }),
      regraded("bob", null, null, { failure: "It is corrupt." }),
    ]);
    expect(preview).toMatchObject({
      ...{ up: 1, failed: 1, changes: [{ studentId: "ann", byHand: true }] },
      failures: [{ studentId: "bob", reason: "It is corrupt." }],
    });
  });
});
