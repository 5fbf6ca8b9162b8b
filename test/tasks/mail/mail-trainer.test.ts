import { describe, expect, test } from "@jest/globals";
import { fileAppeal } from "../../../adapters/appeals.ts";
import { storeTally } from "../../../adapters/scores/tallies.ts";
import { appealRefSchema } from "../../../course/appeals/appeal-ref.ts";
import { Ledger } from "../../../course/run/ledger.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { mailTrainer } from "../../../tasks/mail/mail-trainer.ts";
import { madeUpClass } from "../../course/statistics/support/made-up-class.ts";
import { unwrapped } from "../../course/support/unwrapped.ts";
import {
  aTest,
  course,
  instant,
  monday,
  mondayRun,
  rosterLine,
  settings,
  student,
  studentId,
  testRef,
} from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { record } from "../support/opened-run.ts";
import { graded, mail, missing } from "../support/outcomes.ts";

const csv = '"studentId","name","email","linux/t1"\r\n"ann","Ann ""A""\nLee","ann@example.com","3.33"\r\n';

const closedRun = (gradebook = csv) => {
  const ledger = new Ledger(mondayRun);
  ledger.enter(rosterLine("ann"), { tests: [graded()], mails: [mail("sent")] });
  ledger.enter(rosterLine("bob"), { tests: [missing()], mails: [] });
  const store = new MemoryStore({
    [keys.report(mondayRun)]: ledger.close(2),
    [keys.gradebook(mondayRun)]: gradebook,
  });
  return { store, mailer: new FakeMailer(), bucketName: "bucket" };
};

const send = (deps: ReturnType<typeof closedRun>) => mailTrainer({ runId: mondayRun, course }, deps);

describe("the trainer", () => {
  test("gets the gradebook, with the CSV attached", async () => {
    const deps = closedRun();
    expect(await send(deps)).toEqual({ status: "sent" });
    const [sent] = deps.mailer.tries;
    expect(sent?.to).toBe("trainer@example.com");
    expect(sent?.mail.text).toContain("s3://bucket/runs/2026-11-23T22-00-00Z/gradebook.csv");
    expect(sent?.mail.text).toContain("Missing (1)");
    expect(sent?.mail.html).toContain("3.33");
    expect(sent?.attachments).toEqual([
      {
        filename: `gradebook-${mondayRun}.csv`,
        contentType: "text/csv; charset=utf-8",
        content: Buffer.from(`\ufeff${csv}`),
      },
    ]);
  });

  test("gets the gradebook of the whole course as a second file, in the way of the course's language", async () => {
    const deps = closedRun();
    deps.store
      .set(keys.settings, { ...settings, language: "pl" })
      .set(keys.tests, [aTest("t0", { deadline: instant("2026-11-16T22:00:00.000Z") }), aTest()])
      .set(keys.gradedThrough, [{ ...testRef(), cutoff: monday }])
      .set(keys.run(mondayRun), record({ status: "closed" }))
      .setLines(keys.roster, [student("007"), student("bob")])
      .setLines(keys.bookPart(0), [
        { studentId: "bob", cells: { "linux/t1": { outcome: { status: "missing", run: mondayRun } } } },
        {
          studentId: "007",
          cells: {
            "linux/t1": {
              outcome: { status: "graded", right: 2, questions: 3, scale: 5, revision: 1, run: mondayRun },
            },
          },
        },
      ]);
    await send(deps);
    const [sent] = deps.mailer.tries;
    expect(sent?.mail.text).toContain("The gradebook of the whole course is attached as a file of its own.");
    const [ofRun, ofCourse] = sent?.attachments ?? [];
    expect(Buffer.from(ofRun?.content ?? "").toString()).toContain('"ann@example.com";"3,33"');
    expect(ofCourse?.filename).toBe(`whole-course-${mondayRun}.csv`);
    expect(
      Buffer.from(ofCourse?.content ?? "")
        .toString()
        .split("\r\n"),
    ).toEqual([
      '\ufeff"studentId";"name";"email";"linux/t0";"linux/t1";"total";"out of";"average %"',
      '"=""007""";"Name of 007";"007@example.com";"open";"3,33";"3,33";"5";"66,67"',
      '"bob";"Name of bob";"bob@example.com";"open";"missing";"0";"5";"0"',
      "",
    ]);
  });

  test("gets the mail without that file when the book can't be read, and is told why", async () => {
    const deps = closedRun();
    deps.store
      .set(keys.settings, settings)
      .set(keys.run(mondayRun), record({ status: "closed" }))
      .setLines(keys.roster, [student("ann")])
      .set(keys.bookPart(0), "{");
    await send(deps);
    const [sent] = deps.mailer.tries;
    expect(sent?.attachments).toHaveLength(1);
    expect(unwrapped(sent?.mail.text)).toContain(
      "could not be made: gradebook/0000.jsonl, line 1 is corrupt",
    );
  });

  test("gets a CSV of which a spreadsheet changes no id", async () => {
    const deps = closedRun(csv.replace('"ann"', '"007"'));
    await send(deps);
    const [attachment] = deps.mailer.tries[0]?.attachments ?? [];
    expect(Buffer.from(attachment?.content ?? "").toString()).toContain('"=""007"""');
    expect(deps.mailer.tries[0]?.mail.html).toContain(">007<");
  });

  test("reads names as they are; only the file's cells are kept from being formulas", async () => {
    const deps = closedRun(csv.replace('Ann ""A""\nLee', "'=1+1"));
    await send(deps);
    const html = deps.mailer.tries[0]?.mail.html ?? "";
    expect(html).toContain(">=1+1<");
  });

  test("is told of the appeals that wait, and not of pointers to others", async () => {
    const deps = closedRun();
    const pointers = ["open", "answered", "missing"].map((questionId) =>
      appealRefSchema.parse({ studentId: "ann", ...testRef(), questionId }),
    );
    for (const ref of pointers) await fileAppeal(deps.store, ref, "Hm.", monday);
    const [, answered, lost] = pointers.map(keys.appeal);
    const answer = { text: "No.", by: "Ada", at: monday, decision: "declined" };
    const closed = { ...JSON.parse(deps.store.text(answered ?? "")), status: "answered", answer };
    deps.store.set(answered ?? "", closed).remove(lost ?? "");
    await send(deps);
    expect(deps.mailer.tries[0]?.mail.text).toContain("1 appeal by a student waits for your answer.");
  });

  test("is told which key looks wrong, from what the run has added up, and of a small class nothing", async () => {
    const told = async (students: number): Promise<string> => {
      const deps = closedRun();
      const { questions, grades } = madeUpClass(1, students, "both");
      const marked = grades.map(({ answers, ...grade }, place) => ({
        ...grade,
        studentId: studentId(`s${place}`),
        answers: answers.map((answer) => ({ ...answer, right: answer.questionId === "q4" ? "b" : "a" })),
      }));
      deps.store.set(keys.questions(testRef()), questions);
      for (const grade of marked) deps.store.set(keys.grade(grade.studentId, testRef()), grade);
      const part = { runId: mondayRun, part: 0, students: marked.map((grade) => grade.studentId) };
      await storeTally(deps.store, testRef(), part, 8);
      await send(deps);
      return (deps.mailer.tries[0]?.mail.text ?? "").replace(/\s+/g, " ");
    };
    const all = await told(60);
    expect(all).toContain("The answers to question 4 of Title of t1 look as if the answer key were wrong.");
    expect(all).toMatch(
      /Title of t1 \(linux\/t1\), question 4: "Text of q4\?" The \d+ students who answered a/,
    );
    expect(all).toContain('question 8: "Text of q8?" Nobody chose d');
    expect(await told(15)).not.toContain("What the answers say");
  });

  test("gets it once a run", async () => {
    const deps = closedRun();
    await send(deps);
    expect(await send(deps)).toEqual({ status: "sent" });
    expect(deps.mailer.tries).toHaveLength(1);
  });

  test("is told where the CSV lies when it does not fit into a mail", async () => {
    const row = `"bob","${"x".repeat(1000)}","bob@example.com","missing"\r\n`;
    const deps = closedRun(csv + row.repeat(7_000));
    await send(deps);
    const [sent] = deps.mailer.tries;
    expect(sent?.attachments).toEqual([]);
    expect(sent?.mail.text).toContain("too large for a mail");
    expect(sent?.mail.text).toContain('Ann "A"');
  });
});

describe("a run whose trainer's mail did not surely go out", () => {
  test.each(["refused", "unknown"] as const)("fails when it was %s", async (status) => {
    const deps = closedRun();
    deps.mailer.nextOutcomes.push({ status, reason: "why" });
    await expect(send(deps)).rejects.toMatchObject({
      name: "TrainerMailNotSent",
      message: expect.stringContaining("why"),
    });
  });

  test("is tried again when SES did not take it", async () => {
    const deps = closedRun();
    deps.mailer.nextOutcomes.push({ status: "not-taken", reason: "busy" });
    await expect(send(deps)).rejects.toMatchObject({ name: "TransientError" });
    expect(await send(deps)).toEqual({ status: "sent" });
  });
});
