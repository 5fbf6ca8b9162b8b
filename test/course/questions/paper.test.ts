import { describe, expect, test } from "@jest/globals";
import { hasOwnPapers, onPaper, paperOf, paperSize, storedPaper } from "../../../course/questions/paper.ts";
import { paperSchema } from "../../../course/questions/shapes.ts";
import { isSameQuestion, questionsSchema } from "../../../course/test.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { courseFolders } from "../../trainer/support/course-files.ts";
import { rankOf } from "../support/rank.ts";

const students = Array.from({ length: 200 }, (_, n) => `s${n}`);

const choices = (...ids: string[]) =>
  ids.map((answerId) => ({ answerId, answerBody: `Body of ${answerId}` }));

/** @param draw of all of them; left out: each is asked. */
const pool = (size: number, draw?: number, name = "all") =>
  questionsSchema.parse(
    Array.from({ length: size }, (_, n) => ({
      ...{ questionId: `${name}-${n}`, question: "?", answers: choices("a", "b", "c", "d") },
      ...(draw !== undefined && { pool: { name, draw } }),
    })),
  );

type Questions = ReturnType<typeof pool>;
type Handed = Parameters<typeof paperOf>[3];

const idsOf = (questions: readonly { readonly questionId: string }[]) =>
  questions.map(({ questionId }) => questionId);
const paper = (
  questions: Questions,
  student: string,
  shuffle: readonly ("questions" | "answers")[] = [],
  handedIn?: Handed,
) => paperOf({ shuffle }, questions, rankOf(student), handedIn);

describe("A paper", () => {
  test("is the test itself where nothing is drawn or shuffled", () => {
    expect(paper(pool(3), "ann")).toEqual(pool(3));
    expect(hasOwnPapers({}, pool(3))).toBe(false);
  });

  test("has as many questions as are drawn, in the test's order, without saying from what they are drawn", () => {
    for (const student of students) {
      const drawn = paper(pool(10, 4), student);
      expect(drawn).toHaveLength(4);
      expect(idsOf(drawn)).toEqual(idsOf(drawn).toSorted());
      expect(drawn.every((question) => !("pool" in question))).toBe(true);
    }
    expect(hasOwnPapers({}, pool(10, 4))).toBe(true);
  });

  test("is the same whenever it is made, and in whatever order the questions are published", () => {
    const all = pool(10, 4);
    for (const student of students.slice(0, 20)) {
      const shuffled = paper(all, student, ["questions", "answers"]);
      expect(paper(all, student, ["questions", "answers"])).toEqual(shuffled);
      expect(paper(all.toReversed(), student, ["questions", "answers"])).toEqual(shuffled);
    }
  });

  test("asks every question of about as many students, and puts each in every place", () => {
    const papers = students.map((student) => idsOf(paper(pool(10, 5), student, ["questions"])));
    for (const id of idsOf(pool(10))) {
      const count = papers.filter((ids) => ids.includes(id)).length;
      expect([count > 70, count < 130]).toEqual([true, true]);
      const places = new Set(papers.map((ids) => ids.indexOf(id)));
      expect(places).toEqual(new Set([-1, 0, 1, 2, 3, 4]));
    }
  });

  test("draws from each group by itself, and asks everybody what is in no group", () => {
    const all = [...pool(4, 2, "x"), ...pool(1, undefined, "fixed"), ...pool(3, 1, "y")];
    for (const student of students) {
      const groups = idsOf(paper(all, student)).map((id) => id.split("-")[0]);
      expect(groups).toEqual(["x", "x", "fixed", "y"]);
    }
    expect(paperSize(all)).toBe(4);
  });

  test("has the answers in an order of its own only where answers are shuffled", () => {
    const orders = (shuffle: readonly ("questions" | "answers")[]) =>
      new Set(
        students.map((student) =>
          paper(pool(1), student, shuffle)[0]
            ?.answers.map((a) => a.answerId)
            .join(""),
        ),
      );
    expect(orders(["questions"])).toEqual(new Set(["abcd"]));
    expect(orders(["answers"]).size).toBe(24);
  });

  test("keeps fixed answers where they are, mixes the others around them, and says nothing of it", () => {
    const withFixed = (...fixed: string[]) => {
      const mark = (ids: string[]) =>
        choices(...ids).map((one) => ({ ...one, ...(fixed.includes(one.answerId) && { isFixed: true }) }));
      const blank = { blankId: "1", type: "single", answers: mark(["a", "b", "c", "d"]) };
      return questionsSchema.parse([
        { questionId: "q1", question: "?", answers: mark(["a", "b", "c", "d"]) },
        { questionId: "q2", type: "blanks", question: "[[1]]", answers: [], blanks: [blank] },
      ]);
    };
    const orders = (questions: Questions, handedIn?: Handed) =>
      students.map((student) => {
        const found = paper(questions, student, ["answers"], handedIn);
        expect(JSON.stringify(found)).not.toContain("isFixed");
        return found.map((question) =>
          [...JSON.stringify(question).matchAll(/"answerId":"(.)"/g)].map(([, id]) => id).join(""),
        );
      });
    for (const [index, question] of withFixed("d").entries()) {
      const unmarked = withFixed()[index];
      expect(unmarked && isSameQuestion(question, unmarked)).toBe(true);
    }
    for (const place of [0, 1]) {
      const last = orders(withFixed("d")).map((order) => order[place] ?? "");
      expect(new Set(last).size).toBe(6);
      expect(last.every((order) => order.endsWith("d"))).toBe(true);
      const ends = orders(withFixed("b", "d")).map((order) => order[place]);
      expect(new Set(ends)).toEqual(new Set(["abcd", "cbad"]));
    }
    const handedIn = paperSchema.parse({ questions: [{ questionId: "q1", answers: ["d", "c", "a", "b"] }] });
    expect(orders(withFixed("d"), handedIn)[0]?.[0]).toBe("dcab");
  });

  test("loses at most one question to one that is new in its pool, and most papers lose none", () => {
    const [before, after] = [pool(10, 4), pool(11, 4)];
    const lost = students.map((student) => {
      const now = idsOf(paper(after, student));
      return idsOf(paper(before, student)).filter((id) => !now.includes(id)).length;
    });
    expect(Math.max(...lost)).toBe(1);
    expect(lost.filter((n) => n === 0).length).toBeGreaterThan(100);
  });

  test("that was handed in stays, whatever is published later, but for questions that are gone", () => {
    const rules = { shuffle: ["questions", "answers"] as const };
    for (const student of students.slice(0, 50)) {
      const handedIn = storedPaper(rules, paper(pool(10, 4), student, rules.shuffle));
      const [gone, ...still] = idsOf(handedIn.questions);
      const larger = paper(pool(40, 3), student, rules.shuffle, handedIn);
      expect(storedPaper(rules, larger)).toEqual(handedIn);
      const without = pool(40, 4).filter(({ questionId }) => questionId !== gone);
      const next = idsOf(paper(without, student, rules.shuffle, handedIn));
      expect([next.slice(0, 3), next.length]).toEqual([still, 4]);
    }
  });

  test("stands as the ranks of its names say, part by part", () => {
    const asked: string[][] = [];
    const rank = (...names: readonly string[]) => {
      asked.push([...names]);
      return names.at(-1) === "all-1" || names.at(-1) === "c" ? "1" : "2";
    };
    const shuffle = ["questions", "answers"] as const;
    const own = paperOf({ shuffle }, pool(2), rank);
    expect(storedPaper({ shuffle }, own)).toEqual({
      questions: ["all-1", "all-0"].map((questionId) => ({ questionId, answers: ["c", "a", "b", "d"] })),
    });
    expect(storedPaper({ shuffle: ["questions"] }, own)).toStrictEqual({
      questions: ["all-1", "all-0"].map((questionId) => ({ questionId })),
    });
    expect(storedPaper({}, own)).toEqual(storedPaper({ shuffle: ["questions"] }, own));
    expect(asked).toEqual(
      expect.arrayContaining([
        ["draw", "all-0"],
        ["questions", "all-1"],
        ["answers", "all-0", "", "d"],
      ]),
    );
  });

  test("says nothing of the answers of a question that has none", () => {
    const [written] = questionsSchema.parse([{ questionId: "q1", type: "text", question: "?", answers: [] }]);
    expect(written && storedPaper({ shuffle: ["answers"] }, [written])).toStrictEqual({
      questions: [{ questionId: "q1" }],
    });
  });

  test("is a student's own where anything is shuffled, or some of the questions are drawn", () => {
    expect(hasOwnPapers({ shuffle: ["answers"] }, pool(3))).toBe(true);
    expect(hasOwnPapers({}, [...pool(1), ...pool(3, 2, "x")])).toBe(true);
    expect([paperSize([]), paperSize(pool(3)), paperSize(pool(3, 9))]).toEqual([0, 3, 3]);
  });

  test("picks the entries of a key that are its own, in its order", () => {
    const all = pool(3);
    const stored = { questions: [all[2], all[0]].flatMap((q) => (q ? [{ questionId: q.questionId }] : [])) };
    expect(idsOf(onPaper(all, stored))).toEqual(["all-2", "all-0"]);
    expect(onPaper(all, undefined)).toEqual(all);
    const gone = paperSchema.parse({ questions: [{ questionId: "gone" }, { questionId: "all-1" }] });
    expect(idsOf(onPaper(all, gone))).toEqual(["all-1"]);
  });
});

describe("Types shuffle what is theirs:", () => {
  const folders = courseFolders();
  const [read] = readCourse(
    folders.make({
      "linux/boot.yaml": `shuffle: answers
questions:
  - { text: Order, order: [one, two, three, four] }
  - { text: Two, order: [one, two] }
  - { text: Match, match: { x: y, z: w }, others: [v] }
  - { text: "Blank [[1]]", blanks: { 1: { answers: { a: A, b: B, c: C }, right: a } } }
  - { text: Number, number: 5 }
`,
    }),
  ).tests;
  folders.removeAll();
  const papers = students.map((student) => paperOf(read ?? {}, read?.questions ?? [], rankOf(student)));
  const answers = (place: number) =>
    new Set(papers.map((own) => own[place]?.answers.map(({ answerBody }) => answerBody).join(" ")));

  test("an order is shown in many orders, and never in the right one", () => {
    expect(answers(0).size).toBe(12);
    expect(answers(0)).not.toContain("one two three four");
    expect(answers(1)).toEqual(new Set(["two one"]));
  });

  test("matched answers, and the choices of a blank, each by itself", () => {
    expect(answers(2).size).toBe(6);
    expect(new Set(papers.map((own) => JSON.stringify(own[3]))).size).toBe(6);
    expect(answers(4)).toEqual(new Set([""]));
  });
});
