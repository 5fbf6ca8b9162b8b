import { type AppealRef, appealId } from "../appeals/appeal-ref.ts";
import type { Instant, NoticeId, RunId, StudentId, SubmissionId, TestRef } from "../ids.ts";

/**
 * The keys of all objects in the course's bucket. Prefixes end with `/`. Ids are validated names (ids.ts), so no key can
 * leave its prefix. The layout is a contract: stored data outlives the code.
 */
export const keys = {
  settings: "course/settings.json",
  /** Index of all tests: `Test[]`. */
  tests: "course/tests.json",
  /** Index of all students on the list: one `Student` a line. */
  roster: "course/roster.jsonl",
  /** Students who left the list and had submitted: one `RemovedLine` a line. */
  removed: "course/removed.jsonl",
  /** Whether the last publishing that wrote profiles ended; only the trainer's command uses it. */
  publishing: "course/publishing.json",
  /** Written when the profiles were last renewed; only its age matters. */
  profilesRenewed: "course/profiles-renewed.json",
  questions: (t: TestRef) => `course/tests/${t.subject}/${t.testId}/questions.json`,
  /** Questions that the test had before, with their keys: `EarlierVersion[]`. */
  superseded: (t: TestRef) => `course/tests/${t.subject}/${t.testId}/superseded.json`,
  answerKey: (t: TestRef) => `course/tests/${t.subject}/${t.testId}/answer-key.json`,

  /** Everything about one student. */
  student: (id: StudentId) => `students/${id}/`,
  profile: (id: StudentId) => `students/${id}/profile.json`,
  /** All of one student's submissions; of one test with `t`. */
  submissions: (id: StudentId, t?: TestRef) =>
    t ? `students/${id}/submissions/${t.subject}/${t.testId}/` : `students/${id}/submissions/`,
  submission: (id: StudentId, t: TestRef, receivedAt: Instant, submissionId: SubmissionId) =>
    `${keys.submissions(id, t)}${receivedAt}-${submissionId}.json`,
  /** The results of the student's tests: `ScoreList`. */
  scores: (id: StudentId) => `students/${id}/scores.json`,
  /** All of one student's grades. */
  grades: (id: StudentId) => `students/${id}/grades/`,
  grade: (id: StudentId, t: TestRef) => `${keys.grades(id)}${t.subject}/${t.testId}.json`,
  /** All that was set by hand for one student. */
  overrides: (id: StudentId) => `students/${id}/overrides/`,
  /** What the trainer set by hand in place of a score: `StoredOverride`. */
  override: (id: StudentId, t: TestRef) => `${keys.overrides(id)}${t.subject}/${t.testId}.json`,
  /** All of one student's mail ledger. */
  mails: (id: StudentId) => `students/${id}/mail/`,
  mail: (id: StudentId, t: TestRef, revision: number) =>
    `${keys.mails(id)}${t.subject}/${t.testId}/${revision}.json`,
  /** The record of the mail with a key, by the key's SHA-256. */
  invitation: (id: StudentId, keySha256: string) =>
    `${keys.mails(id)}invitations/${keySha256.slice(0, 32)}.json`,

  /** The course's book. */
  book: "gradebook/",
  /** A part of it: one `BookLine` a line. */
  bookPart: (part: number) => `gradebook/${part.toString().padStart(4, "0")}.jsonl`,

  /** Ids of runs that have nothing left to add to the book: `RunId[]`. Without it their records say so. */
  bookedRuns: "gradebook/booked.json",

  /** The mail of a notice; `name` is its `ledgerName` (notice.ts). */
  noticeMail: (id: StudentId, t: TestRef, name: string) =>
    `${keys.mails(id)}${t.subject}/${t.testId}/${name}.json`,
  /**
   * Whether the student wants reminders, and the token of the link that changes it. No test's id begins with `_`: a right
   * to `students/*` and this name covers no grade and no submission.
   */
  reminderChoice: (id: StudentId) => `students/${id}/_reminders.json`,
  /** The secret of the student's calendar: `Calendar`; named as `reminderChoice` is. */
  calendar: (id: StudentId) => `students/${id}/_calendar.json`,

  /**
   * The student's appeals about questions of a test. `_` keeps a right to them from covering anything else, as above.
   */
  appeals: (id: StudentId, t: TestRef) => `students/${id}/_appeals/${t.subject}/${t.testId}/`,
  appeal: (a: AppealRef) => `${keys.appeals(a.studentId, a)}${a.questionId}.json`,
  /** Pointers to appeals, which hold ids only: to those that wait for an answer, and to those that have one. */
  openAppeals: "appeals/open/",
  answeredAppeals: "appeals/answered/",
  /** One student's. */
  openAppealsOf: (id: StudentId) => `${keys.openAppeals}${id}/`,
  answeredAppealsOf: (id: StudentId) => `${keys.answeredAppeals}${id}/`,
  openAppeal: (a: AppealRef) => `${keys.openAppeals}${appealId(a)}.json`,
  answeredAppeal: (a: AppealRef) => `${keys.answeredAppeals}${appealId(a)}.json`,
  /** The mail ledger's entry of the mail that tells the trainer of open appeals; `day` as `2026-11-23`. */
  appealsMail: (day: string) => `appeals/told/${day}.json`,

  /** Kept by test: pointers to what is kept by student, which hold ids only. */
  byTest: "by-test/",
  /** The list of one test: who has handed it in, and for whom something was set by hand. */
  testList: (t: TestRef) => `${keys.byTest}${t.subject}/${t.testId}/`,
  /** Written after the submission of the same name. */
  handedIn: (id: StudentId, t: TestRef, receivedAt: Instant, submissionId: SubmissionId) =>
    `${keys.testList(t)}handed-in/${id}/${receivedAt}-${submissionId}.json`,
  /** The list lacks a submission, which could not be put there: who seems to have handed in nothing is looked up. */
  listNotWhole: (t: TestRef) => `${keys.testList(t)}handed-in/not-whole.json`,
  /** Written before the override. */
  setByHand: (id: StudentId, t: TestRef) => `${keys.testList(t)}by-hand/${id}.json`,

  /** What the grades of tests say, added up by the runs that closed. */
  tallies: "tallies/",
  /** Of one test: `<runId>/<part>.json`, each a `StoredTally`. */
  talliesOf: (t: TestRef) => `${keys.tallies}${t.subject}/${t.testId}/`,
  tally: (t: TestRef, id: RunId, part: number) => `${keys.talliesOf(t)}${id}/${part}.json`,

  /** All notices. */
  notices: "notices/",
  /** Which execution tells what is planned for an instant. */
  notice: (id: NoticeId) => `notices/${id}/notice.json`,
  /** Whom to tell, in parts: one `ListedStudent` a line. */
  noticeList: (id: NoticeId, part: number) => `notices/${id}/list-${part}.jsonl`,
  noticeResults: (id: NoticeId, part: number) => `notices/${id}/results/${part}`,
  noticeReport: (id: NoticeId) => `notices/${id}/report.json`,

  /** All runs. */
  runs: "runs/",
  gradedThrough: "runs/graded-through.json",
  run: (id: RunId) => `runs/${id}/run.json`,
  /** A part of a run's roster has a folder of its own; that of the first part, 0, is the run's. */
  runPart: (id: RunId, part: number) => (part === 0 ? `runs/${id}/` : `runs/${id}/parts/${part}/`),
  runRoster: (id: RunId, part = 0) => `${keys.runPart(id, part)}roster.jsonl`,
  /** Students with more time for tests of the run: one `ExtendedLine` a line; missing when there are none. */
  runExtended: (id: RunId, part = 0) => `${keys.runPart(id, part)}extended.jsonl`,
  runResults: (id: RunId, part = 0) => `${keys.runPart(id, part)}results`,
  /** What was found when the part was closed: a `PartHead`, then one `PartEntry` a line. */
  partLedger: (id: RunId, part: number) => `${keys.runPart(id, part)}ledger.jsonl`,
  /** The part's rows of the run's gradebook, below the same header. */
  partRows: (id: RunId, part: number) => `${keys.runPart(id, part)}rows.csv`,
  report: (id: RunId) => `runs/${id}/report.json`,
  gradebook: (id: RunId) => `runs/${id}/gradebook.csv`,
  /** The mail ledger of mails to the trainer: one claim for each kind of mail. */
  trainerMail: (id: RunId, kind: "gradebook" | "failure") => `runs/${id}/mail/${kind}.json`,
} as const;
