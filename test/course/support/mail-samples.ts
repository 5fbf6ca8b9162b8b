import { showScoreAnswerSchema } from "../../../course/api/answers.ts";
import { questionIdSchema, submissionIdSchema } from "../../../course/ids.ts";
import { appealMail } from "../../../course/mail/appeal-mail.ts";
import { extensionMail } from "../../../course/mail/extension-mail.ts";
import { failureMail } from "../../../course/mail/failure-mail.ts";
import { framedMail } from "../../../course/mail/frame/mail-frame.ts";
import {
  entries,
  facts,
  introduced,
  literal,
  paragraph,
  section,
  stackedFacts,
  table,
  textLink,
} from "../../../course/mail/frame/parts.ts";
import {
  type GradebookMailContent,
  gradebookMail,
  mostRowsShown,
} from "../../../course/mail/gradebook-mail.ts";
import { invitationLink } from "../../../course/mail/invitation.ts";
import { invitationMail } from "../../../course/mail/invitation-mail.ts";
import { noticeMail } from "../../../course/mail/notice-mail.ts";
import { openAppealsMail } from "../../../course/mail/open-appeals-mail.ts";
import type { RenderedMail } from "../../../course/mail/rendered-mail.ts";
import { richText } from "../../../course/mail/rich-text.ts";
import { type ScoreDetails, studentMail } from "../../../course/mail/student-mail.ts";
import { scoreLink } from "../../../course/page-links.ts";
import { Ledger } from "../../../course/run/ledger.ts";
import { errorNames } from "../../../course/run/run.ts";
import type { Language } from "../../../course/words/words.ts";
import {
  due,
  course as english,
  instant,
  monday,
  mondayRun,
  rosterLine,
  studentId,
  testRef,
} from "../../tasks/support/course.ts";
import { failed, graded, mail, missing } from "../../tasks/support/outcomes.ts";
import { digestOf } from "../../tasks/support/report-digest.ts";

/** Each kind of mail once, as a class would get it: for pictures and for tests that every mail passes. */

const pageUrl = "https://d1234abcd5678.cloudfront.net";
const token = "Zq3VbX0mK7yTnRfLwHc9PdGsJ5aUe2Bi8Nx1ErTt4Yo";

const texts = {
  en: {
    title: "Linux evening class",
    processes: "Processes",
    files: "Files and folders",
    name: "Zofia Nowakowska",
    questions: [
      [
        "Which signal can a process not catch?",
        "SIGKILL",
        "SIGTERM",
        "The kernel ends it; the process is not asked.",
      ],
      ["Which of these is a shell?", "zsh", "zsh", "It reads commands, as bash does."],
      ["What does `ps -e` list?", "every process", null, ""],
    ],
    because: "One answer was right in two ways.",
  },
  pl: {
    title: "Linux wieczorem",
    processes: "Procesy",
    files: "Pliki i katalogi",
    name: "Zofia Nowakowska",
    questions: [
      [
        "Którego sygnału proces nie może przechwycić?",
        "SIGKILL",
        "SIGTERM",
        "Proces kończy jądro; nikt go nie pyta.",
      ],
      ["Co z tego jest powłoką?", "zsh", "zsh", "Czyta polecenia, tak jak bash."],
      ["Co wypisuje `ps -e`?", "wszystkie procesy", null, ""],
    ],
    because: "Jedna odpowiedź była poprawna na dwa sposoby.",
  },
} as const;

/** As publishing renders it: only code between backquotes is of interest here. */
const htmlOf = (question: string): string | undefined => {
  const html = question.replace(/`(.*?)`/, "<code>$1</code>");
  return html === question ? undefined : html;
};

const sent = { submissionId: submissionIdSchema.parse("a".repeat(32)) };

const marksOf = ({ questions }: (typeof texts)[Language]): ScoreDetails["marks"] =>
  showScoreAnswerSchema.shape.marks.parse(
    questions.map(([question, rightText, givenText, feedback], index) => ({
      ...(htmlOf(question) && { questionHtml: htmlOf(question) }),
      ...{ questionId: `q${index + 1}`, question, right: "a", rightText, isRight: givenText === rightText },
      ...(givenText === null ? { given: null } : { given: "b", givenText }),
      ...(feedback !== "" && { feedback }),
    })),
  ) ?? null;

/** Those to a student, by their kind. */
export const studentMails = (language: Language): Readonly<Record<string, RenderedMail>> => {
  const words = texts[language];
  const course = { ...english, title: words.title, language };
  const ann = { studentId: studentId("zofia"), name: words.name };
  const processes = { ...testRef("processes"), title: words.processes };
  const files = { ...testRef("files"), title: words.files };
  const later = instant("2026-11-30T22:00:00.000Z");
  const test = { ...graded("processes", 1), title: words.processes };
  const details: ScoreDetails = {
    link: scoreLink(pageUrl, processes),
    release: { marks: "now", answers: "now" },
    marks: marksOf(words),
  };
  const override = {
    value: { kind: "score", score: "4.5" },
    because: words.because,
    by: "Ada",
    at: monday,
  } as const;
  const questionId = questionIdSchema.parse("q1");
  const change: ScoreDetails["change"] = {
    before: { score: "1.67", best: "5" },
    questions: [{ questionId, place: 1, kind: "marked" }],
    reasons: [],
  };
  const corrected = marksOf(words)?.map((mark) =>
    mark.questionId === questionId ? { ...mark, isRight: true } : mark,
  );
  const attempts = [
    { ...sent, receivedAt: instant("2026-11-20T17:05:00.000Z"), score: "3.33", isShown: false },
    { ...sent, receivedAt: test.receivedAt, score: "1.67", isShown: true },
  ];
  const notices = { pageUrl, apiUrl: pageUrl, token };
  return {
    invitation: invitationMail(course, ann, {
      link: invitationLink(pageUrl, ann.studentId),
      apiUrl: "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com",
      key: "zofia.dYC2D5_3ltbzcjf69ja2OirTTR-7K-9awHSkIcjP-_s",
      replaces: false,
    }),
    opened: noticeMail(course, ann, [{ kind: "opened", ...processes, deadline: monday }], notices),
    reminder: noticeMail(
      course,
      ann,
      [
        { kind: "before", hours: 24, ...processes, deadline: monday },
        { kind: "before", hours: 24, ...files, deadline: monday },
      ],
      notices,
    ),
    extension: extensionMail(course, ann, [{ ...processes, deadline: later, isOpen: true }], pageUrl),
    appeal: appealMail(course, appeal(words.because), {
      student: ann,
      title: words.processes,
      question: { text: words.questions[0]?.[0] ?? undefined },
      link: scoreLink(pageUrl, testRef("processes")),
    }),
    score: studentMail(course, ann, test, details),
    "changed-score": studentMail(
      course,
      ann,
      { ...test, revision: 2, right: 2 },
      { ...details, change, marks: corrected ?? null },
    ),
    "score-by-hand": studentMail(
      course,
      ann,
      { ...test, revision: 2, right: 2 },
      { ...details, marks: null, release: { marks: "never", answers: "never" }, override },
    ),
    "average-score": studentMail(
      course,
      ann,
      { ...test, counts: "average", points: { earned: "3/2", of: "3" } },
      { ...details, attempts },
    ),
  };
};

/** What the gradebook has of each of them: what the run below gives. */
const scores = [
  ["1.67", "3.33"],
  ["3.33", "3.33"],
  ["", ""],
  ["", ""],
  ["5", "3.33"],
];

const appeal = (answer: string) =>
  ({
    ...{ ...testRef("processes"), studentId: studentId("zofia"), questionId: questionIdSchema.parse("q1") },
    ...{ text: "SIGSTOP & SIGKILL, both:\nsignal(7), at its end.", at: monday },
    status: "answered",
    answer: { text: answer, by: "Ada Nowak", at: monday, decision: "accepted" },
  }) as const;

const names = ["Adam Wilk", "Beata Kowalska-Jaroszyńska", "Celina Żak", "Dawid Lis", "نور حداد"];

const dueOf = (testId: string, title: string) => ({ ...due(testId), title });

const report = (() => {
  const ledger = new Ledger(mondayRun);
  const line = (index: number) => ({
    ...rosterLine(`s${index}`, [dueOf("processes", texts.en.processes), dueOf("files", texts.en.files)]),
    name: names[index] ?? "",
  });
  const both = (right: number) => [
    { ...graded("processes", right), title: texts.en.processes },
    { ...graded("files", 2), title: texts.en.files },
  ];
  ledger.enter(line(0), { tests: both(1), mails: [mail("sent", "processes"), mail("sent", "files")] });
  ledger.enter(line(1), { tests: both(2), mails: [mail("sent", "processes"), mail("unknown", "files")] });
  ledger.enter(line(2), { tests: [missing("processes"), missing("files")], mails: [] });
  ledger.enter(line(3), {
    tests: [failed("processes", "The submission is corrupt: it is no JSON."), missing("files")],
    mails: [],
  });
  ledger.enter(line(4), { tests: both(3), mails: [mail("sent", "processes"), mail("sent", "files")] });
  return digestOf(ledger.close(names.length), mostRowsShown);
})();

const artefacts = {
  gradebook: "s3://test-time-linux-evening-123456789012/runs/2026-11-23T22-00-00Z/gradebook.csv",
  report: "s3://test-time-linux-evening-123456789012/runs/2026-11-23T22-00-00Z/report.json",
  results: "s3://test-time-linux-evening-123456789012/runs/2026-11-23T22-00-00Z/results/",
};

export const trainerMails = (): Readonly<Record<string, RenderedMail>> => ({
  gradebook: gradebookMail({
    course: english,
    report,
    gradebook: [
      ["studentId", "name", "email", "linux/processes", "linux/files"],
      ...names.map((name, index) => [`s${index}`, name, `s${index}@example.com`, ...(scores[index] ?? [])]),
    ],
    artefacts,
    isAttached: true,
    courseFile: { status: "attached" },
    openAppeals: { count: 2, mostCounted: 1000 },
    flagged: [
      {
        ...testRef("processes"),
        title: "Processes and signals",
        questionId: questionIdSchema.parse("q4"),
        place: 4,
        question: "How does a program ask the kernel for a service?",
        kind: "suspect-key",
        answerId: "a",
        reason:
          'The 38 students who answered a ("with a system call") did better in the rest of the test than the 6 students with b ("with a shell alias"), which counts as right.',
      },
    ],
  }),
  "open-appeals": openAppealsMail(english.title, 2, 1000),
  failure: failureMail(english.title, {
    executionArn: "arn:aws:states:eu-central-1:123456789012:execution:GradingRun:2026-11-23T22-00-00Z",
    request: {},
    runId: mondayRun,
    error: errorNames.ledgerNotClosed,
    cause: "The ledger does not close: 23 graded + 1 missing + 0 failed against 25 on the roster.",
  }),
});

/** A run in which nobody sent in anything, with long names and the longest lists. */
export const longReport = (students: number): GradebookMailContent => {
  const ledger = new Ledger(mondayRun);
  const name = "Maria Magdalena Konstancja ".repeat(4);
  for (let n = 0; n < students; n += 1) {
    const outcome = n % 2 === 0 ? missing() : failed("t1", "The submission is corrupt. ".repeat(8));
    ledger.enter({ ...rosterLine(`s${n}`), name }, { tests: [outcome], mails: [mail("refused")] });
  }
  const rows = Array.from({ length: students }, (_, n) => [`s${n}`, name, "", "", ""]);
  return {
    course: english,
    report: digestOf(ledger.close(students), mostRowsShown),
    gradebook: [["studentId", "name", "email", "linux/t1", "linux/t2"], ...rows],
    artefacts,
    isAttached: false,
    courseFile: { status: "too-large" },
    openAppeals: { count: 0, mostCounted: 1000 },
    flagged: [],
  };
};

/** A published text with each element that a text may have. */
const everyElement = [
  '<p>A <strong>bold</strong>, an <em>italic</em>, some <code>code</code>,<br />a <a href="https://example.com/?a=1&amp;b=2">manual</a>.</p>',
  '<ul><li>one</li></ul><ol start="3"><li>three</li></ol><ol><li>one</li></ol>',
  "<blockquote><p>Said.</p></blockquote><hr />",
  '<pre dir="ltr"><code><span class="code-keyword">if</span> a &lt; b</code></pre>',
  '<div class="scroll"><table><tr><th>n</th><th class="center">m</th><th class="right">s</th></tr><tr><td>a</td><td class="center">b</td><td class="right">1</td></tr></table></div>',
  '<p><img src="/pictures/a.png" alt="a disk" /> <math alttext="x^2"><msup><mi>x</mi><mn>2</mn></msup></math></p>',
].join("");

/** `everyPart` as it was when somebody last looked at it, each element on a line of its own. `mail-pictures.ts` writes it anew. */
export const everyPartFile = "test/course/mail/every-part.html";

export const elementsOnLines = (html: string): string => `${html.replaceAll(/(?<=>)(?=<)/g, "\n")}\n`;

/** Each part that mails are made of. */
export const everyPart = (): RenderedMail =>
  framedMail(
    { title: "Linux & networks", language: "en" },
    {
      ...{ subject: "Each part once", headline: "Each part of a mail, once", preview: "What an inbox shows" },
      lead: [
        paragraph("A paragraph\nof two lines."),
        entries([
          { name: "Booting", about: "linux · until Monday" },
          { name: "Files", about: "linux · until Tuesday" },
        ]),
        introduced("To see more:", literal("bin/trainer status\nbin/trainer grade")),
      ],
      button: { name: "See it on the page", url: "https://page.example/#/score/linux/boot" },
      details: [
        section("A section", [
          facts([
            { name: "Run", value: "2026-11-23T22-00-00Z" },
            { name: "Error", value: "LedgerNotClosed", colour: "bad" },
          ]),
          stackedFacts([
            { name: "Your answer", value: "SIGKILL (Right)", colour: "good" },
            { name: "Right answer", value: "a file", rich: richText(everyElement) },
            { name: "Why", value: "x", rich: richText("<p>Because.</p>") },
          ]),
          table(
            [{ title: "Student" }, { title: "linux/boot", isNumber: true }],
            [
              [{ main: "Ann", sub: "linux/ann" }, "5"],
              ["all/of them", "12"],
            ],
          ),
        ]),
      ],
      footer: [
        paragraph("Why you get it."),
        textLink({ name: "Turn these mails off", url: "https://page.example/#/off" }),
      ],
    },
  );
