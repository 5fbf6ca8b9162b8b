import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { AwsError } from "local-region/testing";
import { fileAppeal } from "../../adapters/appeals.ts";
import { appealSchema } from "../../course/appeals/appeal.ts";
import { type AppealRef, appealRefSchema } from "../../course/appeals/appeal-ref.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { answerAppeal } from "../../trainer/appeals/answer-appeal.ts";
import { listAppeals } from "../../trainer/appeals/list-appeals.ts";
import {
  aTest,
  instant,
  mondayRun,
  profile,
  questions,
  settings,
  studentId,
  testRef,
} from "../tasks/support/course.ts";
import { FakeMailer } from "../tasks/support/fake-mailer.ts";
import { type CourseCloud, startCourseCloud } from "./support/course-cloud.ts";

const at = instant("2026-11-17T12:00:00.000Z");
const refOf = (id: string, questionId = "q2"): AppealRef =>
  appealRefSchema.parse({ studentId: id, ...testRef(), questionId });

let cloud: CourseCloud;
/** Each mail that went out: recipient, subject, text and HTML. */
let mails: { to: string; subject: string; text: string; html: string }[];

const takesMail = (): void => {
  cloud.script.SendEmail = (fields) => {
    const mail = Object(fields);
    mails.push({
      to: mail["Destination.ToAddresses.member.1"],
      subject: mail["Message.Subject.Data"],
      text: mail["Message.Body.Text.Data"],
      html: mail["Message.Body.Html.Data"],
    });
    return "sent";
  };
};

beforeAll(async () => {
  cloud = await startCourseCloud();
  const grade = {
    ...{ ...testRef(), right: 0, questions: 1, scale: 5, revision: 1, runId: mondayRun },
    ...{ submissionId: "a".repeat(32), receivedAt: at },
    answers: [{ questionId: "q2", given: "a", isRight: false, right: "b" }],
  };
  const objects: [string, unknown][] = [
    [keys.settings, settings],
    [keys.tests, [aTest()]],
    [keys.questions(testRef()), questions],
    ...["ann", "bob"].flatMap((id): [string, unknown][] => [
      [keys.profile(studentId(id)), profile(id)],
      [keys.grade(studentId(id), testRef()), { studentId: id, ...grade }],
    ]),
  ];
  for (const [key, value] of objects) await cloud.bucket.put(key, JSON.stringify(value));
});
afterAll(() => cloud.stop());

beforeEach(async () => {
  mails = [];
  takesMail();
  await cloud.bucket.removeAll("appeals/", () => undefined);
  for (const id of ["ann", "bob"]) {
    await cloud.bucket.removeAll(`students/${id}/_appeals/`, () => undefined);
    await cloud.bucket.removeAll(keys.mails(studentId(id)), () => undefined);
  }
  await fileAppeal(cloud.bucket, refOf("bob"), "Me too.", instant("2026-11-17T13:00:00.000Z"));
  await fileAppeal(cloud.bucket, refOf("ann"), "Body of a says\nthe <b>same</b>.", at);
});

const stored = async (ref = refOf("ann")) => appealSchema.parse(await cloud.json(keys.appeal(ref)));
const answer = (...args: string[]) => cloud.trainer("appeals", "answer", "ann/linux/t1/q2", ...args);

describe("trainer appeals", () => {
  test("lists who objects to what, the oldest first, with the question, the answer and the right one", async () => {
    const { code, out, err } = await cloud.trainer("appeals");
    expect([code, err]).toEqual([
      0,
      '2 appeals wait for an answer: bin/trainer appeals answer ID "..." --accept or --decline',
    ]);
    expect(out.split("\n\n")).toEqual([
      [
        "ann/linux/t1/q2  Name of ann, Title of t1",
        "  Question: Text of q2?",
        "  Answer: Body of a (wrong)",
        "  Right: Body of b",
        "  Name of ann wrote, Tuesday 17 November 2026, 13:00 (Europe/Warsaw):",
        "    Body of a says\n    the <b>same</b>.",
      ].join("\n"),
      expect.stringMatching(/^bob\/linux\/t1\/q2 {2}Name of bob/),
    ]);
  });

  test("shows an answered one only when all are asked for", async () => {
    await answer("It is.", "--accept");
    expect(JSON.parse((await cloud.trainer("appeals", "--json")).out)).toMatchObject([{ studentId: "bob" }]);
    const all = JSON.parse((await cloud.trainer("appeals", "--all", "--json")).out);
    expect(all).toMatchObject([
      {
        ...{
          id: "ann/linux/t1/q2",
          name: "Name of ann",
          given: "Body of a",
          isRight: false,
          right: "Body of b",
        },
        ...{ status: "answered", answer: { text: "It is.", decision: "accepted", by: "Ada Nowak" } },
      },
      { id: "bob/linux/t1/q2", status: "open" },
    ]);
    expect((await cloud.trainer("appeals", "--all")).out).toContain("Ada Nowak accepted it, ");
  });

  test("shows texts with markup as such: in the terminal, to the console and in the mail", async () => {
    const html = { question: "Text of <code>q2</code>?", answers: { a: "Body of <em>a</em>" } };
    const rendered = questions.map((question) =>
      question.questionId === "q2" ? { ...question, html } : question,
    );
    await cloud.bucket.put(keys.questions(testRef()), JSON.stringify(rendered));
    const [listed] = (await listAppeals(cloud.bucket, { all: false, most: 10 })).appeals;
    expect(listed?.about).toMatchObject({
      html: { question: html.question, given: html.answers.a },
      plain: { question: "Text of `q2`?", given: "Body of a" },
    });
    expect((await cloud.trainer("appeals")).out).toContain(
      "  Question: Text of `q2`?\n  Answer: Body of a (wrong)",
    );
    await answer("It is.", "--accept");
    expect(mails[0]?.html).toMatch(/Text of <code [^>]*>q2<\/code>\?/);
    await cloud.bucket.put(keys.questions(testRef()), JSON.stringify(questions));
  });

  test("says how the answer was marked: partly right with its points, and whether the question counts", async () => {
    const key = keys.grade(studentId("ann"), testRef());
    const grade = Object(await cloud.json(key));
    const marked = async (mark: object) => {
      const answers = [{ ...grade.answers[0], ...mark }];
      await cloud.bucket.put(key, JSON.stringify({ ...grade, answers }));
      return /Answer: (.*)/.exec((await cloud.trainer("appeals")).out)?.[1];
    };
    expect(await marked({ earned: "4/3", of: "2" })).toBe("Body of a (partly right, 1.33 of 2 points)");
    expect(await marked({ earned: "0", of: "1" })).toBe("Body of a (wrong, 0 of 1 point)");
    expect(await marked({ given: null })).toBe("left out (counts as wrong)");
    expect(await marked({ void: "dropped" })).toBe("Body of a (void: nobody's answer counts)");
    expect(JSON.parse((await cloud.trainer("appeals", "--json")).out)[0]).toMatchObject({ void: "dropped" });
    await cloud.bucket.put(key, JSON.stringify(grade));
  });

  test("names an appeal that can't be read, and lists the others", async () => {
    await cloud.bucket.put(keys.appeal(refOf("bob")), "{");
    const { code, out, err } = await cloud.trainer("appeals");
    expect([code, out.split("\n\n")]).toEqual([0, [expect.stringMatching(/^ann\/linux\/t1\/q2 /)]]);
    expect(err.split("\n")).toEqual([
      `Warning: this appeal can't be read. bob/linux/t1/q2: ${keys.appeal(refOf("bob"))} is corrupt: it is not JSON.`,
      expect.stringMatching(/^1 appeal waits for an answer: /),
    ]);
  });

  test("passes over a pointer whose appeal was never stored", async () => {
    await cloud.bucket.put(keys.openAppeal(refOf("ann", "q9")), JSON.stringify(refOf("ann", "q9")));
    expect(JSON.parse((await cloud.trainer("appeals", "--json")).out)).toHaveLength(2);
  });
});

describe("trainer appeals answer", () => {
  test("closes the appeal, tells the student once, and says what is left to do", async () => {
    const { code, out } = await answer("You are right:\nboth are.", "--accept", "--by", "Ewa");
    expect([code, out.split("\n")]).toEqual([
      0,
      [
        "ann/linux/t1/q2 is accepted; Name of ann was told by mail and sees it on the page.",
        "For everybody: mend q2 in linux/t1.yaml, then bin/trainer publish, then bin/trainer grade --again linux/t1",
        'For this student alone: bin/trainer score ann linux/t1 VALUE --because "..."',
      ],
    ]);
    expect(await stored()).toMatchObject({
      status: "answered",
      answer: { text: "You are right:\nboth are.", decision: "accepted", by: "Ewa" },
    });
    expect(await Array.fromAsync(cloud.bucket.list("appeals/"))).toEqual([
      keys.answeredAppeal(refOf("ann")),
      keys.openAppeal(refOf("bob")),
    ]);
    const [mail] = mails;
    expect(mail).toMatchObject({
      to: "ann@example.com",
      subject: "Answer about a question of “Title of t1”",
    });
    expect(mail?.text).toMatch(
      /You are right:\nboth are\..*Body of a says\nthe <b>same<\/b>\..*Text of q2\?/s,
    );
    expect(mail?.text).toContain("http://127.0.0.1:4040/#/score/linux/t1");
    expect(mail?.html).toContain("the &lt;b&gt;same&lt;/b&gt;.");

    const again = await answer("You are right:\nboth are.", "--accept");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("was told by mail")]);
    expect(mails).toHaveLength(1);
  });

  test("that declines names no next steps", async () => {
    const { out } = await answer("The man page says so.", "--decline");
    expect(out).toBe("ann/linux/t1/q2 is declined; Name of ann was told by mail and sees it on the page.");
    expect(mails[0]?.text).toContain("does not agree");
  });

  test("changes no answer that was given", async () => {
    await answer("Yes.", "--accept");
    const { code, err } = await answer("No.", "--decline");
    expect([code, err]).toEqual([1, expect.stringContaining("was accepted already; nothing was changed")]);
    expect(await stored()).toMatchObject({ answer: { text: "Yes." } });
    expect(mails).toHaveLength(1);
  });

  test("stands when the mail was not taken, and the same command sends it", async () => {
    cloud.script.SendEmail = () => {
      throw new AwsError("Throttling", "Maximum sending rate exceeded.", 400);
    };
    const { code, err } = await answer("Yes.", "--accept");
    expect([code, err]).toEqual([1, expect.stringContaining("The same command tries it again.")]);
    expect((await stored()).status).toBe("answered");
    takesMail();
    expect((await answer("Yes.", "--accept")).out).toContain("was told by mail");
    expect(mails).toHaveLength(1);
  });

  test("to a text that the student has changed since it was read changes nothing", async () => {
    const deps = { bucket: cloud.bucket, mailer: new FakeMailer(), pageUrl: null, note: () => undefined };
    const wanted = { ref: refOf("ann"), text: "Yes.", decision: "accepted" } as const;
    const seen = answerAppeal(deps, { ...wanted, seenAt: "2026-11-17T11:00:00.000Z" });
    await expect(seen).rejects.toThrow("The student has changed the text meanwhile");
    expect((await stored()).status).toBe("open");
  });

  test.each([
    [["ann/linux/t1/q9", "Yes.", "--accept"], 1, 'There is no appeal "ann/linux/t1/q9"'],
    [["ann/linux", "Yes.", "--accept"], 2, "can't be an appeal"],
    [["ann/linux/t1/q2", "Yes."], 2, "--accept or --decline"],
    [["ann/linux/t1/q2", "Yes.", "--accept", "--decline"], 2, "--accept or --decline"],
    [["ann/linux/t1/q2", " ", "--accept"], 1, "Write an answer"],
    [["ann/linux/t1/q2", "x".repeat(1001), "--accept"], 1, "1001 characters; 1000 are the most"],
  ])("%j changes nothing and mails nobody", async (args, exit, why) => {
    const { code, err } = await cloud.trainer("appeals", "answer", ...args);
    expect([code, err]).toEqual([exit, expect.stringContaining(why)]);
    expect((await stored()).status).toBe("open");
    expect(mails).toEqual([]);
  });
});
