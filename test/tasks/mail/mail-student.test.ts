import { describe, expect, test } from "@jest/globals";
import {
  type MailStudentInput,
  type RunCourse,
  studentFailureSchema,
  type TestOutcome,
} from "../../../course/run/run.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { messageOf } from "../../../course/unknown-value.ts";
import { mailStudent } from "../../../tasks/mail/mail-student.ts";
import { sharedQuestions } from "../../../tasks/mail/shared-questions.ts";
import {
  course,
  instant,
  mondayRun,
  questions,
  runId,
  student,
  studentId,
  testRef,
} from "../support/course.ts";
import { FakeMailer } from "../support/fake-mailer.ts";
import { MemoryStore } from "../support/memory-store.ts";
import { failed, graded, missing } from "../support/outcomes.ts";

const { studentId: ann, name, email } = student("ann");
const input = (...tests: TestOutcome[]): MailStudentInput => ({
  runId: mondayRun,
  course,
  student: { studentId: ann, name, email },
  tests,
});

const addresses = () => ({ pageUrl: "https://page.example", apiUrl: "https://page.example" });

const setup = () => {
  const turns: string[] = [];
  const mailer = new FakeMailer();
  const pacer = { turn: async () => void turns.push("turn") };
  return { turns, mailer, deps: { store: new MemoryStore(), mailer, pacer, addresses } };
};

const mailKey = (testId: string) => keys.mail(studentId("ann"), testRef(testId), 1);

describe("a student", () => {
  test("gets one mail for each graded test, and none for the others", async () => {
    const { mailer, deps } = setup();
    const { mails } = await mailStudent(input(graded("t1"), missing("t2"), failed("t3"), graded("t4")), deps);
    expect(mails).toEqual([
      { ...testRef("t1"), revision: 1, status: "sent" },
      { ...testRef("t4"), revision: 1, status: "sent" },
    ]);
    const sender = { name: "Linux evening class", address: "no-reply@example.com" };
    expect(mailer.tries.map(({ to, from, mail }) => [from, to, mail.subject])).toEqual([
      [sender, "ann@example.com", "Your score for “Title of t1”"],
      [sender, "ann@example.com", "Your score for “Title of t4”"],
    ]);
  });

  test("fails when a test could not be graded, with the reasons, after the mails about the others", async () => {
    const { mailer, deps } = setup();
    const tests = [graded("t1"), failed("t2"), failed("t3")];
    const error = await mailStudent({ ...input(...tests), failed: 2 }, deps).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: "StudentFailed" });
    expect(studentFailureSchema.parse(JSON.parse(messageOf(error)))).toEqual({
      studentId: ann,
      error: "StudentFailed",
      cause: [failed("t2"), failed("t3")]
        .map(({ testId, reason }) => `linux/${testId}: ${reason}`)
        .join("; "),
      tests,
      mails: [{ ...testRef("t1"), revision: 1, status: "sent" }],
    });
    expect(mailer.tries).toHaveLength(1);
  });

  test("gets it once when the message is delivered twice", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    const again = await mailStudent(input(graded()), deps);
    expect(again.mails).toMatchObject([{ status: "sent" }]);
    expect(mailer.tries).toHaveLength(1);
  });

  test("is not told the same score by a later run", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    const later = { ...input(graded()), runId: runId("2026-11-30T22-00-00Z") };
    expect((await mailStudent(later, deps)).mails).toMatchObject([{ status: "already-sent" }]);
    expect(mailer.tries).toHaveLength(1);
  });

  test("gets another one for the next revision", async () => {
    const { mailer, deps } = setup();
    await mailStudent(input(graded()), deps);
    await mailStudent(input({ ...graded(), revision: 2 }), deps);
    expect(mailer.tries).toHaveLength(2);
  });

  test("whose address SES refuses is told of, and gets the other mails tried", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push({ status: "refused", reason: "MessageRejected: not verified" });
    const { mails } = await mailStudent(input(graded("t1"), graded("t2")), deps);
    expect(mails).toMatchObject([
      { testId: "t1", status: "refused", reason: "MessageRejected: not verified" },
      { testId: "t2", status: "sent" },
    ]);
  });

  test("gets what was throttled by the next try, and what went out before not again", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push(
      { status: "sent", messageId: "first" },
      { status: "not-taken", reason: "Throttling: slow down" },
    );
    const both = input(graded("t1"), graded("t2"));
    await expect(mailStudent(both, deps)).rejects.toMatchObject({ name: "TransientError" });
    expect((await mailStudent(both, deps)).mails.map(({ status }) => status)).toEqual(["sent", "sent"]);
    expect(mailer.tries).toHaveLength(3);
    expect(deps.store.json(mailKey("t1"))).toMatchObject({ state: "sent", messageId: "first" });
  });

  test("is not sent a mail again whose answer was lost", async () => {
    const { mailer, deps } = setup();
    mailer.nextOutcomes.push({ status: "unknown", reason: "ECONNRESET" });
    expect((await mailStudent(input(graded()), deps)).mails).toMatchObject([{ status: "unknown" }]);
    expect((await mailStudent(input(graded()), deps)).mails).toMatchObject([{ status: "unknown" }]);
    expect(mailer.tries).toHaveLength(1);
  });
});

describe("a score", () => {
  const at = instant("2026-11-23T22:00:41.000Z");
  const wednesday = instant("2026-11-25T22:00:00.000Z");
  const extended = { ...graded(), lastDeadline: wednesday };
  const withCourse = (more: Partial<RunCourse>, test: TestOutcome, now = at): MailStudentInput => ({
    ...input(test),
    course: { ...course, feedback: true, ...more },
    at: now,
  });
  const grade = {
    ...{ studentId: "ann", ...testRef(), revision: 1, right: 1, questions: 2, scale: 5, runId: mondayRun },
    ...{ submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z" },
    answers: [{ questionId: "q1", given: "a", isRight: false, right: "b", feedback: "It is b." }],
  };
  const stored = (store: MemoryStore) =>
    store.set(keys.grade(ann, testRef()), grade).set(keys.questions(testRef()), questions);

  test("is mailed with each question, and with right answers when nobody has more time", async () => {
    const { mailer, deps } = setup();
    stored(deps.store);
    await mailStudent(withCourse({}, graded()), deps);
    const [{ mail } = { mail: { text: "" } }] = mailer.tries;
    expect(mail.text).toContain(
      "Question 1\nText of q1?\n\n   Your answer: Body of a (Wrong)\n   Right answer: Body of b",
    );
    expect(mail.text).toContain("https://page.example/#/score/linux/t1");
  });

  test("is mailed without right answers while somebody has more time", async () => {
    const { mailer, deps } = setup();
    stored(deps.store);
    await mailStudent(withCourse({}, extended), deps);
    const [{ mail } = { mail: { text: "" } }] = mailer.tries;
    expect(mail.text).toContain("Your answer: Body of a (Wrong)");
    expect(mail.text).not.toMatch(/Body of b|It is b/);
    expect(mail.text).toContain("The right answers come Wednesday 25 November 2026");
  });

  test("is mailed as news where an earlier revision of it was kept back, and else as a change", async () => {
    const { mailer, deps } = setup();
    const before = { ...grade, runId: mondayRun, answers: [{ ...grade.answers[0], isRight: true }] };
    const { studentId: _, subject: __, testId: ___, revision: ____, ...content } = before;
    const now = { ...grade, revision: 2, right: 0, before: content };
    deps.store.set(keys.grade(ann, testRef()), now).set(keys.questions(testRef()), questions);
    const mailOf = async (revision: number) => {
      await mailStudent(withCourse({}, { ...graded(), revision }), deps);
      return mailer.tries.at(-1)?.mail;
    };
    const second = await mailOf(2);
    expect(second?.subject).toBe("Your score for “Title of t1”");
    expect(second?.text).not.toMatch(/chang|corrected/);
    deps.store.set(keys.grade(ann, testRef()), { ...now, revision: 3 });
    const third = await mailOf(3);
    expect(third?.subject).toBe("Changed score for “Title of t1”");
    expect(third?.text).toContain("The marking was corrected: Question 1.");
  });

  test("that the course keeps back is not mailed, nor claimed, and takes no turn", async () => {
    const { turns, mailer, deps } = setup();
    const never = withCourse({ release: { score: "never" } }, graded());
    const later = withCourse({ release: { score: "after extensions" } }, extended);
    for (const each of [never, later]) {
      expect((await mailStudent(each, deps)).mails).toMatchObject([{ status: "withheld" }]);
    }
    expect([turns, mailer.tries, deps.store.keys()]).toEqual([[], [], []]);
    const { mails } = await mailStudent({ ...later, at: wednesday }, deps);
    expect(mails).toMatchObject([{ status: "sent" }]);
  });
});

describe("the worker", () => {
  test("reads a test's questions once for the messages of two seconds, and anew for one of unknown time", async () => {
    let reads = 0;
    const questionsAt = sharedQuestions(async () => {
      reads += 1;
      return [];
    });
    const readsAfter = async (at: string | null) => {
      await questionsAt(at === null ? null : instant(at))(testRef());
      return reads;
    };
    expect(await readsAfter("2026-11-23T22:00:41.000Z")).toBe(1);
    expect(await readsAfter("2026-11-23T22:00:42.900Z")).toBe(1);
    expect(await readsAfter(null)).toBe(2);
    expect(await readsAfter("2026-11-23T22:00:43.001Z")).toBe(3);
  });

  test("mails what the questions say that it was given", async () => {
    const { mailer, deps } = setup();
    const at = instant("2026-11-23T22:00:41.000Z");
    const answers = [{ questionId: "q1", given: "a", isRight: false, right: "b" }];
    deps.store.set(keys.grade(ann, testRef()), {
      ...{ studentId: "ann", ...testRef(), revision: 1, right: 1, questions: 2, scale: 5, runId: mondayRun },
      ...{ submissionId: "a".repeat(32), receivedAt: "2026-11-19T10:00:00.000Z", answers },
    });
    const feedback = { ...input(graded()), course: { ...course, feedback: true }, at };
    await mailStudent(feedback, { ...deps, questionsOf: async () => questions });
    expect(mailer.tries[0]?.mail.text).toContain("Your answer: Body of a (Wrong)");
  });

  test("waits for its turn before each mail", async () => {
    const { turns, mailer, deps } = setup();
    await mailStudent(input(graded("t1"), graded("t2")), deps);
    expect(turns).toHaveLength(mailer.tries.length);
  });

  test("has claimed nothing when it is ended while waiting", async () => {
    const { deps } = setup();
    const pacer = {
      turn: async () => {
        throw new Error("ended");
      },
    };
    await expect(mailStudent(input(graded()), { ...deps, pacer })).rejects.toThrow("ended");
    expect(deps.store.keys()).toEqual([]);
  });
});
