import { describe, expect, test } from "@jest/globals";
import { showScoreAnswerSchema } from "../../../course/api/answers.ts";
import { withOverrides } from "../../../course/gradebook/excused.ts";
import type { AttemptRule } from "../../../course/grading/attempt-rule.ts";
import {
  instantSchema,
  questionIdSchema,
  runIdSchema,
  studentIdSchema,
  submissionIdSchema,
} from "../../../course/ids.ts";
import { appealMail } from "../../../course/mail/appeal-mail.ts";
import { studentEnvelope, trainerEnvelope } from "../../../course/mail/envelope.ts";
import { extensionMail } from "../../../course/mail/extension-mail.ts";
import { failureMail } from "../../../course/mail/failure-mail.ts";
import {
  type GradebookMailContent,
  gradebookMail,
  mostRowsShown,
} from "../../../course/mail/gradebook-mail.ts";
import { escapeHtml, headerText } from "../../../course/mail/html.ts";
import { invitationLink, invitationRecordSchema } from "../../../course/mail/invitation.ts";
import { invitationMail } from "../../../course/mail/invitation-mail.ts";
import { ledgerRecordSchema, mailRecordSchema } from "../../../course/mail/mail-record.ts";
import { openAppealsMail } from "../../../course/mail/open-appeals-mail.ts";
import { type GradedTest, type ScoreDetails, studentMail } from "../../../course/mail/student-mail.ts";
import { scoreLink } from "../../../course/page-links.ts";
import { Ledger } from "../../../course/run/ledger.ts";
import type { ReportDigest } from "../../../course/run/report-digest.ts";
import { course, due, monday, mondayRun, rosterLine, testRef } from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { digestOf } from "../../tasks/support/report-digest.ts";
import { unwrapped } from "../support/unwrapped.ts";

/** Nothing to tell beside the score. */
const alone: ScoreDetails = { link: null, release: { marks: "never", answers: "never" }, marks: null };
const mailOf = (to = course, test: GradedTest = graded(), details = alone, name = "Ann") =>
  studentMail(to, { name }, test, details);

const nasty = `<script>alert("x")</script> & 'Zoë'`;

/** What an inbox shows beside the subject. */
const previewIn = (html: string): string | undefined => /mso-hide:all">([^&]*)/.exec(html)?.[1];

describe("a student's mail", () => {
  test("tells score, right answers and which submission counted, in the course's time zone", () => {
    const { subject, text } = mailOf();
    expect(subject).toBe("Your score for “Title of t1”");
    expect(text).toBe(`Your score for “Title of t1” is 3.33 out of 5

Hello Ann,

Right answers: 2 of 3.
We graded the answers you sent on Monday 23 November 2026, 21:00
(Europe/Warsaw).

--${" "}
Linux evening class
You get this mail as a student of Linux evening class. Your reply goes to
Ada Nowak.
`);
  });

  test("of a later revision says that the score has changed", () => {
    const { subject, text } = mailOf(course, { ...graded(), revision: 2 });
    expect(subject).toBe("Changed score for “Title of t1”");
    expect(text).toContain("Your score for “Title of t1” has changed and is 3.33 out of 5");
  });

  describe("of a changed score", () => {
    const change = { before: { score: "1.67", best: "5" }, questions: [], reasons: [] };
    const changedMail = (more: Partial<NonNullable<ScoreDetails["change"]>>, details = alone) =>
      mailOf(course, { ...graded(), revision: 2 }, { ...details, change: { ...change, ...more } });
    const q = (place: number) => ({ questionId: questionIdSchema.parse(`kernel-${place}`), place });

    test("says from what to what, and why", () => {
      const { subject, text } = changedMail({
        questions: [
          { ...q(1), kind: "marked" },
          { ...q(2), kind: "dropped" },
          { ...q(3), kind: "marked" },
        ],
        reasons: ["answers"],
      });
      expect(subject).toBe("Changed score for “Title of t1”");
      expect(text).toContain("Your score for “Title of t1” has changed from 1.67 to 3.33 out of 5\n");
      expect(text).toContain(
        "The marking was corrected: Question 1, Question 3.\nNo longer counts: Question 2.\nOther answers of yours count than before.\n",
      );
    });

    test("calls questions by their names where papers differ", () => {
      const marks = showScoreAnswerSchema.shape.marks.parse([
        { questionId: "kernel-1", name: "kernel-1", given: null, isRight: false },
      ]);
      const details = { ...alone, marks: marks ?? null };
      const { text } = changedMail({ questions: [{ ...q(1), kind: "given" }] }, details);
      expect(text).toContain("Everybody gets the points: Question 1 · kernel-1.\n");
      const unnamed = showScoreAnswerSchema.shape.marks.parse([
        { questionId: "kernel-1", given: null, isRight: false },
      ]);
      const same = changedMail(
        { questions: [{ ...q(1), kind: "given" }] },
        { ...alone, marks: unnamed ?? null },
      );
      expect(same.text).toContain("Everybody gets the points: Question 1.\n");
    });

    test("says nothing of a change where no mail told the earlier score", () => {
      expect(changedMail({ reasons: ["answers"] }, { ...alone, isFirstMail: true })).toEqual(mailOf());
    });

    test("says both best scores where they differ, that a score is the same, and that a change was taken back", () => {
      expect(changedMail({ before: { score: "4", best: "10" } }).text).toContain(
        "has changed from 4 out of 10 to 3.33 out of 5\n",
      );
      expect(changedMail({ before: { score: "3.33", best: "5" } }).text).toContain(
        "“Title of t1” was marked again: your score is still 3.33 out of 5\n",
      );
      expect(changedMail({ isUndone: true }).text).toContain(
        "The latest change of this score was taken back: it is again what it was\nbefore.\n",
      );
    });

    test("does not say that a score changed which the trainer has set by hand", () => {
      const because = "You were ill.";
      const override = { value: { kind: "score", score: "4.5" }, because, by: "Ada", at: monday } as const;
      const { subject, text } = changedMail({}, { ...alone, override });
      expect(subject).toBe("Your score for “Title of t1”");
      expect(text).toContain("Your score for “Title of t1” is 4.5 out of 5\n");
    });
  });

  describe("where not the latest attempt counts", () => {
    const attempt = (day: number, score: string | undefined, isShown: boolean) => ({
      ...{ submissionId: submissionIdSchema.parse(`${day}`.repeat(16)), isShown },
      receivedAt: instantSchema.parse(`2026-11-${day}T20:00:00.000Z`),
      ...(score !== undefined && { score }),
    });
    const byRule = (counts: AttemptRule, attempts: readonly ReturnType<typeof attempt>[] = []) =>
      unwrapped(mailOf(course, { ...graded(), counts }, { ...alone, attempts: [...attempts] }).text);

    test.each(["best", "average"] as const)("says how many were graded and lists each: %s", (rule) => {
      const text = byRule(rule, [
        attempt(22, "1.67", false),
        attempt(23, "5", true),
        attempt(24, undefined, false),
      ]);
      expect(text).not.toContain("We graded the answers");
      const sentences = {
        best: "We graded your 3 attempts and took the best one, which you sent on Monday 23 November 2026, 21:00 (Europe/Warsaw).",
        average: "We graded your 3 attempts and took the average of their scores.",
      };
      expect(text).toContain(sentences[rule]);
      const lines = [
        "Your attempts",
        "Attempt 1, sent Sunday 22 November 2026, 21:00 (Europe/Warsaw): 1.67 out of 5",
        `Attempt 2, sent Monday 23 November 2026, 21:00 (Europe/Warsaw): 5 out of 5${rule === "best" ? " (counts)" : ""}`,
        "Attempt 3, sent Tuesday 24 November 2026, 21:00 (Europe/Warsaw): Does not count",
      ];
      expect(text).toContain(lines.join(" "));
    });

    test("says which one has its answers below", () => {
      const attempts = [attempt(22, "1", false), attempt(23, "5", true)];
      const test = { ...graded(), counts: "best" } as const;
      expect(unwrapped(mailOf(course, test, { ...alone, attempts, marks: [] }).text)).toContain(
        "21:00 (Europe/Warsaw): 5 out of 5 (counts, shown below)\n",
      );
    });

    test("names the first one, and does not make a list of one", () => {
      expect(byRule("first")).toContain("We graded your first attempt, which you sent on Monday 23 November");
      expect(byRule("best")).toContain("We graded the answers you sent on Monday 23 November");
      expect(byRule("best")).not.toContain("Your attempts");
    });

    test("lists the latest ones and the one that counts, where there are very many", () => {
      const many = Array.from({ length: 30 }, (_, index) => attempt(22, "5", index === 2));
      const text = byRule("best", many);
      expect(text).toContain("9 more attempts are on the page.");
      expect(text.match(/Attempt \d+,/g)).toHaveLength(21);
      expect(text).toMatch(/Attempt 3, [^)]*\)[^)]*\(counts\) Attempt 11,/);
    });
  });

  test("shows any characters as they are, and none as markup", () => {
    const { html, text } = mailOf(course, { ...graded(), title: nasty }, alone, nasty);
    expect(html).not.toContain("<script>");
    expect(html).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Zoë&#39;");
    expect(text).toContain(nasty);
  });

  test("has a subject of one line, whatever the title holds", () => {
    const { subject } = mailOf(course, { ...graded(), title: "A\r\nBcc: x@y.z\u2028B" });
    expect(subject).toBe("Your score for “A Bcc: x@y.z B”");
  });
});

describe("a student's mail with feedback", () => {
  const marks = showScoreAnswerSchema.shape.marks.parse([
    {
      ...{ questionId: "q1", question: "Which?\nOne.", given: "a", givenText: "this", isRight: true },
      ...{ right: "a", rightText: "this", feedback: "So it is." },
    },
    { questionId: "q2", question: "Why?", given: "b", givenText: "<i>", isRight: false, right: "c" },
    { questionId: "q3", question: "How?", given: null, isRight: false, rightText: "so", right: "a" },
  ]);
  const details: ScoreDetails = {
    link: scoreLink("https://page.example", testRef()),
    release: { marks: "now", answers: "now" },
    marks: marks ?? null,
  };

  test("has each question with the student's answer, the right one and why, and the way to the page", () => {
    const { text, html } = mailOf(course, graded(), details);
    expect(text).toBe(`Your score for “Title of t1” is 3.33 out of 5

Hello Ann,

Right answers: 2 of 3.
We graded the answers you sent on Monday 23 November 2026, 21:00
(Europe/Warsaw).

See it on the page:
https://page.example/#/score/linux/t1

Question 1
Which?
One.

   Your answer: this (Right)
   Why: So it is.

Question 2
Why?

   Your answer: <i> (Wrong)
   Right answer: c

Question 3
How?

   Your answer: Left out
   Right answer: so

--${" "}
Linux evening class
You get this mail as a student of Linux evening class. Your reply goes to
Ada Nowak.
`);
    expect(html).toMatch(
      /<a href="https:\/\/page\.example\/#\/score\/linux\/t1" [^>]*>See it on the page<\/a>/,
    );
    expect(html).toMatch(/class="fg-good" [^>]*>this \(Right\)<\/p>/);
    expect(html).toMatch(/class="fg-bad" [^>]*>&lt;i&gt; \(Wrong\)<\/p>/);
    expect(html).toMatch(/class="fg-bad" [^>]*>Left out<\/p>/);
    expect(previewIn(html)).toBe("3.33 out of 5. Right answers: 2 of 3.");
  });

  test("has points, what counts as well, and texts as they were published", () => {
    const shown = showScoreAnswerSchema.shape.marks.parse([
      {
        ...{ questionId: "q1", question: "Which `a`?", questionHtml: "<p>Which <code>a</code>?</p>" },
        ...{
          given: ["a"],
          givenText: "<1>",
          givenHtml: "<p>one</p>",
          isRight: false,
          earned: "0.5",
          of: "1",
        },
        ...{ right: ["b"], rightText: "two", rightHtml: "<p><em>two</em></p>", alsoRight: ["three", "four"] },
        ...{ feedback: "So.", feedbackHtml: "<p>So it <strong>is</strong>.</p>" },
      },
      {
        ...{ questionId: "q2", given: { 1: "x" }, givenHtml: "<p>x</p><p>y</p>", isRight: true },
        ...{ earned: "2", of: "2", right: { 1: "x" }, alsoRight: ["z"] },
      },
      { questionId: "q3", given: "a", isRight: false, void: "dropped" },
      { questionId: "q4", given: null, isRight: false, void: "given" },
    ]);
    const { text, html } = mailOf(course, graded(), { ...details, marks: shown ?? null });
    expect(text).toContain(`Question 1
Which \`a\`?

   Your answer: one (Partly right; 0.5 of 1 point)
   Right answer: two
   Also right: three
   four
   Why: So it is.

Question 2
Question q2

   Your answer:
   x

   y
   (Right; 2 of 2 points)

Question 3
Question q3

   Your answer: a (Does not count)

Question 4
Question q4

   Your answer: Left out (Everybody gets the points)

--`);
    expect(html).toContain(
      '<div dir="auto" style="margin:0 0 12px"><p dir="auto" style="margin:0 0 8px">Which <code',
    );
    expect(html).toContain("one</p> (Partly right; 0.5 of 1 point)</div>");
    expect(html).toContain("<em>two</em>");
    expect(html).toContain("<strong>is</strong>");
    expect(html).toMatch(/class="fg-good" [^>]*>a \(Does not count\)/);
  });

  test("says when the right answers come, or that they don't", () => {
    const withRelease = (answers: ScoreDetails["release"]["answers"]) =>
      mailOf(course, graded(), { ...details, release: { marks: "now", answers } }).text;
    expect(withRelease(monday)).toContain(
      "The right answers come Monday 23 November 2026, 23:00 (Europe/Warsaw), when\nnobody",
    );
    expect(withRelease("never")).toContain("This course does not show the right answers.");
    expect(mailOf().text).not.toMatch(/right answers come|does not show/);
  });

  test("says why nothing counts where the trainer has taken every question out", () => {
    const { subject, text } = mailOf(course, { ...graded(), nothingCounts: true });
    expect(subject).toBe("“Title of t1” does not count for you");
    expect(unwrapped(text)).toContain(
      "Your trainer has taken every question of this test out of the score, so it does not count. We graded",
    );
  });

  test("tells what the trainer has set by hand in place of the score", () => {
    const set = { because: "You were ill.", by: "Ada", at: monday };
    const excused = { ...alone, override: { ...set, value: { kind: "excused" } as const } };
    const { subject, text, html } = mailOf(course, graded(), excused);
    expect(subject).toBe("“Title of t1” does not count for you");
    expect(text).toContain("“Title of t1” does not count for you\n");
    expect(previewIn(html)).toBe("Right answers: 2 of 3.");
    expect(text).toContain("This test does not count for you: You were ill.");
    expect(html).not.toContain("3.33");
    const byHand = { ...alone, override: { ...set, value: { kind: "score", score: "4.5" } as const } };
    expect(mailOf(course, graded(), byHand).text).toMatch(
      /is 4\.5 out of 5\n[\s\S]*Your trainer set this score: You/,
    );
  });
});

describe("a student's mail in Polish", () => {
  const polish = { ...course, language: "pl" };

  test("has Polish sentences, dates and decimal commas", () => {
    const { subject, text, html } = mailOf(polish);
    expect(subject).toBe("Wynik testu „Title of t1”");
    expect(text).toContain("Twój wynik testu „Title of t1” to 3,33 na 5\n");
    expect(unwrapped(text)).toContain("poniedziałek, 23 listopada 2026, 21:00 (Europe/Warsaw)");
    expect(html).toContain('<html lang="pl" ');
  });

  test("is what a course in a region's Polish gets too; any other language gets English", () => {
    const { text } = mailOf({ ...course, language: "pl-PL" });
    expect(text).toBe(mailOf(polish).text);
    const latin = mailOf({ ...course, language: "la" });
    expect(latin).toEqual(mailOf());
  });
});

const reportOf = (fill: (ledger: Ledger) => void, students: number): ReportDigest => {
  const ledger = new Ledger(mondayRun);
  fill(ledger);
  return digestOf(ledger.close(students), mostRowsShown);
};

const courseFile = { status: "attached" } as const;
const artefacts = { gradebook: "s3://b/g.csv", report: "s3://b/r.json", results: "s3://b/results" };

describe("an invitation", () => {
  const invitationTo = (link: string | null, replaces = false) =>
    invitationMail(
      course,
      { studentId: studentIdSchema.parse("ann"), name: nasty },
      { link, apiUrl: "https://api.example", key: "ann.s3cret", replaces },
    );
  const invitation = invitationTo(invitationLink("https://page.example", "ann"));

  test("names the bash client and HTTP where there is no page, and links nothing", () => {
    const { subject, text, html } = invitationTo(null);
    expect(subject).toBe("Your way to the tests of Linux evening class");
    expect(text).toContain(`Hello ${nasty},

You take them in a terminal, with the program test-time.sh, which your
trainer hands out, or with a program of your own that speaks HTTP.

Your key:

ann.s3cret

Keep the key to yourself: whoever has it can send answers in your name. If
it got lost or was seen, reply to this mail and ask for a new one.

“test-time.sh configure” asks for the key and for these. A program of your
own sends the key in the header x-api-key:
   address: https://api.example
   id: ann

--`);
    expect(text).not.toMatch(/\bpage\b/);
    expect(html).not.toContain("href");
    expect(previewIn(html)).toMatch(/^You take them in a terminal, /);
  });

  test("leads to the page where there is one, and says so when an earlier key has ended", () => {
    const { text, html } = invitationTo("https://page.example/#student=ann", true);
    expect(text).toContain(`You take them on a page, on a phone or a laptop.

The page asks for your key:

ann.s3cret

If you had a key before, it no longer works: use this one.

Open the page:
https://page.example/#student=ann

Keep the key`);
    expect(unwrapped(text)).toContain(
      "If you use another client, it asks for the key and for these:    address: https://api.example    id: ann\n",
    );
    expect(previewIn(html)).toBe("You take them on a page, on a phone or a laptop.");
  });

  test("has the key apart from every address, as browsers keep addresses in their history", () => {
    expect(invitation.text).toContain("\nhttps://page.example/#student=ann\n");
    expect(invitation.text).toContain("\n\nann.s3cret\n\n");
    for (const [address] of `${invitation.text}${invitation.html}`.matchAll(/https?:[^\s"<]*/g)) {
      expect(address).not.toContain("s3cret");
    }
  });

  test("names what other clients ask for, and shows any name as it is", () => {
    expect(invitation.text).toContain("address: https://api.example\n   id: ann\n");
    expect(invitation.html).not.toContain("<script>");
  });
});

const openAppeals = { count: 0, mostCounted: 1000 };

describe("the trainer's mail", () => {
  const report = reportOf((ledger) => {
    const refused = { ...mail("refused"), reason: "There is no such address." };
    ledger.enter(rosterLine("ann"), { tests: [graded()], mails: [refused] });
    ledger.enter(rosterLine("bob"), { tests: [missing()], mails: [] });
    ledger.enter(rosterLine("cid"), { tests: [failed("t1", "cid's object is corrupt")], mails: [] });
  }, 3);
  const gradebook = [
    ["studentId", "name", "email", "linux/t1"],
    ["ann", nasty, "ann@example.com", "3.33"],
  ];
  const mailWith = (changes: Partial<GradebookMailContent>) =>
    gradebookMail({
      ...{ course, report, gradebook, artefacts, isAttached: true, courseFile, openAppeals },
      flagged: [],
      ...changes,
    });
  const rendered = mailWith({});

  test("says what came of the run and what to do, then lists the failed, the unsent, the tests, the missing and the scores", () => {
    expect(rendered.text).toBe(`Title of t1: 1 of 3 graded, 1 missing, 1 failed

Run 2026-11-23T22-00-00Z covered 3 students: of 3 tests due, 1 graded, 1
missing, 1 failed.
0 mails went out. 1 mail was refused by SES.

To try the failed tests and unsent mails again:
bin/trainer resume 2026-11-23T22-00-00Z

Failed (1)
Student            Test, and why
Name of cid (cid)  linux/t1 (cid's object is corrupt)

Mails that did not surely go out (1)
Student            Test      Mail
Name of ann (ann)  linux/t1  refused (There is no such address.)

Tests (1)
Test                    Due  Graded  Missing  Failed
Title of t1 (linux/t1)    3       1        1       1

Missing (1)
Student            Test
Name of bob (bob)  linux/t1

Gradebook (3)
Student                                    linux/t1
${nasty} (ann)      3.33

and 2 more

Files
The gradebook of this run is attached.

The gradebook of the whole course is attached as a file of its own.

   Gradebook: s3://b/g.csv
   Report: s3://b/r.json
   Results: s3://b/results

--${" "}
Linux evening class
Test Time sends this to the trainer of Linux evening class.
`);
    for (const shown of ["cid&#39;s object is corrupt", "refused", "Missing (1)", "3.33", "s3://b/g.csv"])
      expect(rendered.html).toContain(shown);
  });

  test("lists who left, who has more time and what was set by hand, each with what to do", () => {
    const closed = new Ledger(mondayRun);
    closed.enter(rosterLine("ann"), { tests: [graded()], mails: [mail("unknown")] });
    const entry = { ...rosterLine("ann"), ...testRef() };
    const { extended, removed, overrides, ...others } = digestOf(closed.close(1), mostRowsShown);
    const { text } = mailWith({
      report: {
        ...{ ...others, resumes: runIdSchema.parse("2026-11-16T22-00-00Z") },
        extended: { first: [{ ...entry, deadline: monday }], count: 1 },
        removed: { first: [{ ...entry, receivedAt: monday }], count: 1 },
        overrides: {
          first: [
            { ...entry, value: { kind: "score", score: "4.5" }, graded: "3.33" },
            { ...entry, value: { kind: "excused" } },
          ],
          count: 2,
        },
      },
    });
    expect(text.slice(0, text.indexOf("Gradebook"))).toBe(`Title of t1: 1 of 1 graded

Run 2026-11-23T22-00-00Z covered 1 student: of 1 test due, 1 graded, 0
missing, 0 failed.
It resumed run 2026-11-16T22-00-00Z. The gradebook has the whole class, with
the scores of that run.
0 mails went out. 1 mail may have gone out: nobody knows whether it did.

A mail marked unknown may have gone out; it is not sent again by itself. Ask
the student, then:
bin/trainer mail --unknown

Mails that did not surely go out (1)
Student            Test      Mail
Name of ann (ann)  linux/t1  unknown

Tests (1)
Test                    Due  Graded  Missing  Failed
Title of t1 (linux/t1)    1       1        0       0

Handed in, off the list since, and not graded (1)
Student            Test, and when handed in
Name of ann (ann)  linux/t1 (Monday 23 November 2026, 23:00 (Europe/Warsaw))

To have these graded, put their lines back into students.csv, publish, and
then:
bin/trainer grade --again SUBJECT/TEST

Extended (1)
Student            Test, and until when
Name of ann (ann)  linux/t1 (Monday 23 November 2026, 23:00 (Europe/Warsaw))

Set by hand, and kept (2)
Student            Test      By hand  Graded
Name of ann (ann)  linux/t1      4.5    3.33
Name of ann (ann)  linux/t1  excused

What was set by hand counts. To let grading count again:
bin/trainer score STUDENT SUBJECT/TEST graded --because "..."

`);
  });

  test("says in the subject what came of it, with as much of the course's title as has room", () => {
    const came = "Title of t1 graded, 1 of 3, 1 missing, 1 failed, 1 mail open";
    expect(rendered.subject).toBe(came);
  });

  test("escapes names", () => {
    expect(rendered.html).not.toContain("<script>");
  });

  test("of a run without problems has nothing to resume and no empty lists", () => {
    const clean = reportOf(
      (l) => l.enter(rosterLine("ann"), { tests: [graded()], mails: [mail("sent")] }),
      1,
    );
    const { text, subject } = mailWith({ report: clean });
    expect(text).not.toContain("resume");
    expect(text).not.toContain("(0)");
    expect(subject).toBe(`${course.title}: Title of t1 graded, 1 of 1`);
    const again = mailWith({ report: { ...clean, again: true } });
    expect(again.subject).toBe(`${course.title}: Title of t1 graded again, 1 of 1`);
    expect(again.text).toMatch(/^Title of t1: 1 of 1 graded again\n/);
    expect(unwrapped(again.text)).toContain("It was asked for to grade again what had been graded.");
    const undo = mailWith({ report: { ...clean, undoes: mondayRun } });
    expect(undo.subject).toBe(`${course.title}: Title of t1 put back, 1 of 1`);
    expect(undo.text).toMatch(/^Title of t1: 1 of 1 put back\n/);
    expect(unwrapped(undo.text)).toContain(`It put back the scores that run ${mondayRun} had changed.`);
    expect(unwrapped(text)).toContain("0 failed. 1 mail went out.\n\nTests (1)");
  });

  test.each([
    [
      "Linux and networks: evening 2026",
      "Title of t1",
      "Linux and networks: evening 2026: Title of t1 graded, 1 of 1",
    ],
    [
      "Linux and networks: evenings 2026",
      "Title of t1",
      "Linux and networks: evenings 20…: Title of t1 graded, 1 of 1",
    ],
    [
      "Linux and networks in evenings in May",
      "Title of t1",
      "Linux and networks in evenings…: Title of t1 graded, 1 of 1",
    ],
    [
      "Linux evening",
      "A test whose title is quite long...",
      "Linux e…: A test whose title is quite long... graded, 1 of 1",
    ],
    [
      "Linux evening",
      "A test whose title is quite long....",
      "A test whose title is quite long.... graded, 1 of 1",
    ],
  ])("cuts the title %j in the subject about %j", (title, about, subject) => {
    const report = reportOf(
      (l) => l.enter(rosterLine("ann", [{ ...due(), title: about }]), { tests: [graded()], mails: [] }),
      1,
    );
    expect(mailWith({ report, course: { ...course, title } }).subject).toBe(subject);
  });

  test("counts the tests of a run with several, and has a column for excused students where one has any", () => {
    const ledger = new Ledger(mondayRun);
    ledger.enter(rosterLine("ann", [due("t1"), due("t2")]), {
      tests: [missing("t1"), graded("t2")],
      mails: [mail("refused", "t2"), mail("unknown", "t2")],
    });
    const entry = { ...rosterLine("ann"), ...testRef("t1") };
    const excused = withOverrides(ledger.close(1), [{ ...entry, value: { kind: "excused" } }]);
    const { subject, text } = mailWith({ report: digestOf(excused, mostRowsShown) });
    expect(subject).toBe("Linux even…: 2 tests graded, 1 of 2, 1 excused, 2 mails open");
    expect(text).toContain(`Tests (2)
Test                    Due  Graded  Missing  Excused  Failed
Title of t1 (linux/t1)    1       0        0        1       0
Title of t2 (linux/t2)    1       1        0        0       0
`);
  });

  test("counts the excused apart from the missing", () => {
    const closed = new Ledger(mondayRun);
    for (const name of ["ann", "bob"]) closed.enter(rosterLine(name), { tests: [missing()], mails: [] });
    const entry = { ...rosterLine("ann"), ...testRef() };
    const excused = withOverrides(closed.close(2), [{ ...entry, value: { kind: "excused" } }]);
    const report = digestOf(excused, mostRowsShown);
    const { text } = mailWith({ report });
    expect(unwrapped(text)).toContain("of 2 tests due, 0 graded, 1 missing, 1 excused, 0 failed.");
    expect(text).toMatch(/^Title of t1: 0 of 2 graded, 1 missing, 1 excused\n/);
    expect(text).toContain("Missing (1)");
    expect(text).toMatch(/Due +Graded +Missing +Excused +Failed\n.*2 +0 +1 +1 +0/);
  });

  test.each([
    [{ status: "attached" }, "The gradebook of the whole course is attached as a file of its own."],
    [
      { status: "too-large" },
      "The gradebook of the whole course is too large for a mail: bin/trainer gradebook --csv FILE",
    ],
    [
      { status: "unreadable", reason: "gradebook/0000.jsonl is corrupt." },
      "The gradebook of the whole course could not be made: gradebook/0000.jsonl is corrupt. To make it anew: bin/trainer gradebook --rebuild",
    ],
  ] as const)("says what became of the whole course's gradebook: %j", (file, sentence) => {
    const { text } = mailWith({ courseFile: file });
    expect(unwrapped(text)).toContain(sentence);
  });

  test.each([
    [1, "1 appeal by a student waits for your answer."],
    [2, "2 appeals by students wait for your answer."],
    [1000, "1,000 or more appeals by students wait for your answer."],
  ])("says that %d appeals wait, and how to answer them", (count, sentence) => {
    const { text } = mailWith({
      openAppeals: { count, mostCounted: 1000 },
    });
    expect(text).toContain(sentence);
    expect(rendered.text).not.toContain("bin/trainer appeals");
  });

  test("says which key may be wrong and why, in careful words, and counts what is too much for a mail", () => {
    const flag = { ...testRef(), title: "Title of t1", questionId: questionIdSchema.parse("q4") };
    const reason = 'The 38 students who answered a ("Both") did better in the rest of the test.';
    const [suspect, distractor] = (["suspect-key", "bad-distractor"] as const).map((kind) => ({
      ...{ ...flag, kind, reason, answerId: "a", place: 4, question: "Which <b> is it?" },
    }));
    if (!suspect || !distractor) throw new Error("There is no flag.");
    const { text, html } = mailWith({ flagged: [suspect, ...Array.from({ length: 6 }, () => distractor)] });
    expect(unwrapped(text)).toContain(
      "The answers to question 4 of Title of t1 look as if the answer key were wrong. That may be chance,",
    );
    expect(text).toContain("\nbin/trainer analyse linux/t1\n");
    expect(text.replace(/\s+/g, " ")).toContain(
      `What the answers say - Title of t1 (linux/t1), question 4: "Which <b> is it?" ${reason}`,
    );
    expect(text).toContain("and 2 more, which bin/trainer analyse names.");
    expect(html).not.toContain("<b> is it");
    const one = mailWith({ flagged: [distractor] }).text;
    expect(one).not.toContain("as if the answer key were wrong");
    expect(one).not.toMatch(/\n{3}|more, which/);
    const suspects = Array.from({ length: 6 }, (_, n) => ({ ...suspect, ...testRef(`t${n}`) }));
    const several = mailWith({ flagged: suspects }).text;
    expect(unwrapped(several)).toContain("The answers to 6 questions look as if the answer key were wrong.");
    expect(several.match(/(?<=\n)bin\/trainer analyse .*/g)).toEqual(
      ["t0", "t1", "t2", "t3", "t4"].map((id) => `bin/trainer analyse linux/${id}`),
    );
    expect(rendered.text).not.toContain("What the answers say");
  });

  test("stays bounded for a large class, and tells how many rows it leaves out", () => {
    const many = reportOf((ledger) => {
      for (let n = 0; n < 1000; n += 1) ledger.enter(rosterLine(`s${n}`), { tests: [missing()], mails: [] });
    }, 1000);
    const { text } = mailWith({ report: many, isAttached: false });
    expect(text).toContain("Missing (1000)");
    expect(text).toContain(`and ${1000 - mostRowsShown} more`);
    expect(text).toContain("too large for a mail");
    expect(text.split("\n").length).toBeLessThan(mostRowsShown + 50);
  });
});

describe("the failure mail", () => {
  const failure = {
    executionArn: "arn:aws:states:us-east-1:000000000000:execution:GradingRun:x",
    request: {},
    runId: mondayRun,
    error: "LedgerNotClosed",
    cause: nasty,
  };

  test("tells what failed and how to resume", () => {
    const { subject, text, html } = failureMail("Linux", failure);
    expect(subject).toBe("The grading run failed: 2026-11-23T22-00-00Z");
    expect(text).toBe(`The grading run of Linux failed

What was graded stays graded, and no mail goes out twice. When the cause is
mended, resume:

bin/trainer resume 2026-11-23T22-00-00Z

What went wrong
   Error: LedgerNotClosed

${nasty}

Where to look
   Run: 2026-11-23T22-00-00Z
   Files: runs/2026-11-23T22-00-00Z/ in the course's bucket
   Execution: arn:aws:states:us-east-1:000000000000:execution:GradingRun:x

--${" "}
Linux
Test Time sends this to the trainer of Linux.
`);
    expect(html).not.toContain("<script>");
    expect(html).toMatch(/class="fg-bad"[^>]*>LedgerNotClosed</);
    expect(previewIn(html)).toMatch(
      /^LedgerNotClosed\. What was graded stays graded, .* resume: bin\/trainer resume/,
    );
  });

  test("of a run that was never opened says to start it again", () => {
    const { subject, text } = failureMail("Linux", { ...failure, runId: null });
    expect(subject).toBe("The grading run failed");
    expect(unwrapped(text)).toContain(
      "It failed before any student was graded. When the cause is mended, start it again:\n\nbin/trainer grade\n",
    );
    expect(unwrapped(text)).toContain("Where to look    Execution:");
  });

  test("of notices says that nobody is told twice, and how to remind", () => {
    const { subject, text } = failureMail("Linux", { ...failure, machine: "notices", runId: null });
    expect(subject).toBe("The mailing of notices failed");
    expect(text).toContain("The mailing of notices of Linux failed\n");
    expect(unwrapped(text)).toContain(
      "Some students may not have been told that a test has opened or is due. Nobody is told twice. To remind those who have not sent in answers:\n\nbin/trainer remind\n",
    );
  });

  test("of a run whose trainer's mail failed only names the gradebook, and what a function said, without its trace", () => {
    const cause = JSON.stringify({
      errorType: "TrainerMailNotSent",
      errorMessage: "Nobody knows whether the trainer's mail went out.",
      trace: ["TrainerMailNotSent: at mail-trainer.ts:38"],
    });
    const { text } = failureMail("Linux", { ...failure, error: "TrainerMailNotSent", cause });
    expect(text).toContain("Error: TrainerMailNotSent");
    expect(text).toContain("\nNobody knows whether the trainer's mail went out.\n");
    expect(text).toContain(
      "All was graded before, so there is nothing to resume. The gradebook:\n\nbin/trainer gradebook 2026-11-23T22-00-00Z\n",
    );
    expect(text).not.toContain("resume 2026");
  });

  test("cuts a long cause", () => {
    const causeIn = (cause: string) => /x{99,}…?/.exec(failureMail("Linux", { ...failure, cause }).text)?.[0];
    expect(causeIn("x".repeat(4_000))).toBe("x".repeat(4_000));
    expect(causeIn("x".repeat(4_001))).toBe(`${"x".repeat(3_999)}…`);
  });
});

describe("the mail about a student's own deadlines", () => {
  const extended = (title: string, isOpen: boolean, deadline = monday) => ({
    ...{ title, subject: "linux", deadline, isOpen },
  });
  const mailAbout = (tests: Parameters<typeof extensionMail>[2], pageUrl: string | null = "https://page") =>
    extensionMail(course, { name: "Ann" }, tests, pageUrl);
  const sunday = instantSchema.parse("2026-11-22T22:00:00.000Z");
  const planned =
    "You have a deadline of your own for a test that opens later, too. The list of your tests shows it as soon as it is open.";

  test("names an open test in subject and headline, and its deadline", () => {
    const { subject, text, html } = mailAbout([extended("Files", true)]);
    expect(subject).toBe("Your own deadline for “Files”");
    expect(text).toContain(`You have your own deadline for “Files”

Hello Ann,

- Files
  linux · until Monday 23 November 2026, 23:00 (Europe/Warsaw)

See your tests:
https://page/

--`);
    expect(previewIn(html)).toBe("Files: linux · until Monday 23 November 2026, 23:00 (Europe/Warsaw)");
  });

  test("does not name a test that is not open yet", () => {
    const { subject, text, html } = mailAbout([extended("Secret", false)]);
    expect([subject, text, html].join()).not.toContain("Secret");
    expect(subject).toBe("Your own deadlines");
    expect(unwrapped(text)).toContain(`You have deadlines of your own\n\nHello Ann,\n\n${planned}\n\nSee`);
    expect(previewIn(html)).toBe(planned);
  });

  test("names no test alone where there is one more that it can't name", () => {
    expect(mailAbout([extended("Files", true), extended("Secret", false)]).subject).toBe(
      "Your own deadlines",
    );
  });

  test("lists the open ones, the first deadline first, and counts the others after them", () => {
    const { subject, text, html } = mailAbout([
      ...[extended("Secret", false), extended("Later", true), extended("Soon", true, sunday)],
    ]);
    expect(subject).toBe("Your own deadlines");
    expect(unwrapped(text)).toMatch(
      /- Soon .*- Later [^\n]*\n\nYou have a deadline of your own for a test that/,
    );
    expect(previewIn(html)).toMatch(/^Soon: [^:]*:\d\d[^:]*\. Later: /);
  });

  test("has no button where there is no page", () => {
    expect(mailAbout([extended("Files", true)], null).html).not.toContain("href");
  });
});

describe("the answer to an appeal", () => {
  const answer = { text: "You are right.", by: "Ada Nowak", at: monday };
  const written = {
    ...testRef(),
    studentId: studentIdSchema.parse("ann"),
    text: "Two are right.",
    at: monday,
  };
  const answered = (decision: "accepted" | "declined") =>
    ({
      ...{ ...written, questionId: questionIdSchema.parse("q1") },
      status: "answered",
      answer: { ...answer, decision },
    }) as const;
  const content = {
    ...{ student: { name: "Ann" }, title: "Files", link: "https://page/#/score/linux/t1" },
    question: { text: "Which?" },
  };

  test("says first what the trainer thinks, then the answer, and under the button what it was about", () => {
    const { subject, text, html } = appealMail(course, answered("accepted"), content);
    expect(subject).toBe("Answer about a question of “Files”");
    expect(text).toContain(`Your trainer agrees with you

Hello Ann,

You wrote that a question of “Files” is wrong.

Ada Nowak answers
You are right.

If this changes your score, the page shows it there.

See it on the page:
https://page/#/score/linux/t1

You wrote
Two are right.

The question
Which?

--`);
    expect(previewIn(html)).toBe("Ada Nowak: You are right.");
  });

  test("that declines it says nothing of a change", () => {
    const { text } = appealMail(course, answered("declined"), content);
    expect(text).toContain("Your trainer has looked at it, and does not agree\n");
    expect(text).not.toContain("changes your score");
  });

  test("leaves out a question that was removed since and a page that nobody knows", () => {
    const { text, html } = appealMail(course, answered("declined"), {
      ...{ ...content, question: undefined, link: null },
    });
    expect(text).toContain("Ada Nowak answers\nYou are right.\n\nYou wrote\nTwo are right.\n\n--");
    expect(html).not.toContain("href");
  });

  test("shows a question as it was published", () => {
    const question = { text: "Which `a`?", html: "<p>Which <em>a</em>?</p>" };
    expect(appealMail(course, answered("accepted"), { ...content, question }).html).toContain(
      ">Which <em>a</em>?</p>",
    );
  });
});

describe("a mail's envelope", () => {
  const titled = { ...course, title: "Linux\r\nBcc: x" };
  const from = { name: "Linux Bcc: x", address: "no-reply@example.com" };

  test("has the course as its sender; a student's reply goes to the trainer", () => {
    const student = { name: "Ann", email: "ann@example.com" };
    expect(studentEnvelope(titled, student)).toEqual({
      ...{ from, to: { name: "Ann", address: "ann@example.com" }, replyTo: "trainer@example.com" },
    });
    expect(trainerEnvelope(titled)).toEqual({
      ...{ from, to: { name: "Ada Nowak", address: "trainer@example.com" } },
    });
  });
});

describe("the trainer's mail about open appeals", () => {
  test("says how many wait and where to answer them, and quotes none", () => {
    const { subject, text } = openAppealsMail("Linux", 2, 1000);
    expect(subject).toBe("2 appeals by students wait for your answer");
    expect(text).toBe(`2 appeals by students wait for your answer

To read and answer, here or in the console's view Appeals:
bin/trainer appeals

--${" "}
Linux
Test Time sends this to the trainer of Linux.
`);
  });
});

describe("what is stored of a mail", () => {
  const run = { runId: mondayRun };
  const id = "0b9e1f5c-6d43-4d4e-9a0b-0a8f5d3e2c11";

  test.each([
    { state: "claimed", ...run, claimId: id, takeover: id },
    { state: "released", ...run, reason: "SES is down.", isSettled: true },
    { state: "sent", ...run, messageId: "m1" },
    { state: "refused", ...run, reason: "There is no such address." },
  ])("is read whole: $state", (record) => {
    expect(mailRecordSchema.parse(record)).toEqual(record);
    expect(ledgerRecordSchema.parse(record)).toEqual(record);
    const notice = { ...record, runId: "2026-11-23T20-00-00Z-by-hand" };
    expect(ledgerRecordSchema.parse(notice)).toEqual(notice);
    expect(mailRecordSchema.safeParse(notice).success).toBe(false);
  });

  test.each([
    { state: "prepared", at: monday, takeover: id },
    { state: "claimed", at: monday },
    { state: "unknown", at: monday, reason: "The answer was lost.", takeover: id },
    { state: "sent", at: monday, messageId: "m1" },
    { state: "released", at: monday, reason: "SES is down." },
  ])("is read whole of an invitation: $state", (record) => {
    expect(invitationRecordSchema.parse(record)).toEqual(record);
  });
});

describe("text in a mail", () => {
  test("is escaped for HTML, and freed of control characters for a header", () => {
    expect(escapeHtml(`<a href='x'>"&"</a>`)).toBe("&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;");
    expect(headerText(" a\r\n\tb\u0000 ")).toBe("a b");
  });
});
