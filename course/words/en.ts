/*
 * All words for students, in English: of their mails, the invitation, the page and the bash client. Every other language
 * has one file of the same shape (words.ts); so this file is longer than the project's others.
 */

import type { RefusalWords } from "../api/refusals.ts";
import { countedIn, type Nouns } from "./plural.ts";

/** A sentence around a part that its user draws, such as a date. */
export type Sentence<T> = readonly (string | T)[];

/** For dates and numbers. */
export const locale: string = "en-GB";

/** A number, or the place where the bash client puts one. */
type Shown = number | string;

/** A number with its noun: `1 minute`, `2 minutes`. */
const counted = countedIn<{ readonly one: string; readonly other: string }>(locale);

/** Nouns by what is counted, in the forms of the language. */
const englishNouns = {
  second: { one: "second", other: "seconds" },
  minute: { one: "minute", other: "minutes" },
  hour: { one: "hour", other: "hours" },
  day: { one: "day", other: "days" },
  question: { one: "question", other: "questions" },
};

export const nouns: Nouns = englishNouns;

/** A text with the spaces of the language's typography, for screens where it is broken into lines. */
export const typeset = (text: string): string => text;

/** A date from its weekday and the rest: `Monday 23 November 2026`. */
export const dayText = (weekday: string, date: string): string => `${weekday} ${date}`;

/** A score and the best one, both with a decimal point: `3.33 out of 5`. */
export const scoreText = (score: string, best: string): string => `${score} out of ${best}`;

export const mail = {
  greeting: (name: string): string => `Hello ${name},`,
  /** Under each mail: who sends it and why. */
  footer: (trainer: string, course: string): string =>
    `You get this mail as a student of ${course}. Your reply goes to ${trainer}.`,
};

/** The mail about one graded test. */
export const scoreMail = {
  subject: (title: string): string => `Your score for “${title}”`,
  changedSubject: (title: string): string => `Changed score for “${title}”`,
  /** @param score as `scoreText` gives it. */
  news: (title: string, score: string): string => `Your score for “${title}” is ${score}`,
  changed: (title: string, score: string): string => `Your score for “${title}” has changed and is ${score}`,
  /** Both of one best score: `has changed from 2 to 3 out of 5`. */
  changedFrom: (title: string, before: string, score: string): string =>
    `Your score for “${title}” has changed from ${before} to ${score}`,
  same: (title: string, score: string): string => `“${title}” was marked again: your score is still ${score}`,
  excused: (title: string): string => `“${title}” does not count for you`,
  rightAnswers: (right: number, questions: number): string => `Right answers: ${right} of ${questions}.`,
  points: (earned: string, of: string): string => `Points: ${earned} of ${of}.`,
  /** Of the attempts for which a mail has no room. */
  moreAttempts: (attempts: number): string =>
    attempts === 1 ? "One more attempt is on the page." : `${attempts} more attempts are on the page.`,
  seeOnPage: "See it on the page",
  /** Instead of questions for which a mail has no room. */
  moreOnPage: (questions: number): string =>
    questions === 1 ? "One more question is on the page." : `${questions} more questions are on the page.`,
};

/** The mail that brings a student the key. */
export const invitationMail = {
  headline: (course: string): string => `Your way to the tests of ${course}`,
  opening: "You take them on a page, on a phone or a laptop.",
  openingWithoutPage:
    "You take them in a terminal, with the program test-time.sh, which your trainer hands out, or with a program of your own that speaks HTTP.",
  asksForKey: "The page asks for your key:",
  yourKey: "Your key:",
  openPage: "Open the page",
  replaced: "If you had a key before, it no longer works: use this one.",
  keepToYourself:
    "Keep the key to yourself: whoever has it can send answers in your name. If it got lost or was seen, reply to this mail and ask for a new one.",
  otherClients: "If you use another client, it asks for the key and for these:",
  clients:
    "“test-time.sh configure” asks for the key and for these. A program of your own sends the key in the header x-api-key:",
  address: "address",
  id: "id",
};

/** What every client says about the API's answers (course/api/code-words.ts). */
export const api = {
  codes: {
    400: "The server can't use what was sent.",
    401: "Your key is not valid, or no longer valid.",
    403: "You may not do this: the key belongs to somebody else, or you are not on the list of students.",
    404: "There is no such subject or test, or it is not open yet.",
    409: "You have used all your attempts at this test.",
    410: "Too late: the deadline of this test has passed.",
    413: "What was sent is too large.",
    429: "Too many requests at the moment.",
  },
  serverProblem: (status: string): string => `The server has a problem (status ${status}).`,
  unknownCode: (status: string): string =>
    `The server answered with the status ${status}, which this client does not know.`,
  waitAMinute: "Wait a minute and try again.",
  tryLater: "Try again in a few minutes; if that does not help, tell your trainer.",
  serverSays: (said: string): string => `The server says: ${said}`,
  /** When it is not known whether a submission arrived. */
  unsure: "It is not known whether your answers arrived; send them again: the same answers count once.",
};

/** What the API says when it refuses, by its reason. */
export const refusals: RefusalWords = {
  "other-student": ({ studentId }) =>
    `This key is not ${studentId}'s: studentId must be the key's own student.`,
  "not-on-list": ({ studentId }) => `${studentId} is not on the course's list. Please ask your trainer.`,
  "no-subject": ({ subject }) => `There is no subject ${subject}.`,
  "no-test": ({ subject, testId }) => `There is no test ${testId} in the subject ${subject}.`,
  "deadline-passed": ({ subject, testId, deadline }, when) =>
    `The deadline of ${subject}/${testId} has passed. It was ${when(deadline)}.`,
  "no-attempt-left": ({ subject, testId, attemptsAllowed }) =>
    `All attempts at ${subject}/${testId} are used up; ${attemptsAllowed} allowed.`,
  "not-graded": ({ subject, testId }) => `There is no score for ${subject}/${testId} yet.`,
  "marks-not-shown": ({ subject, testId }) =>
    `You do not see the questions of ${subject}/${testId} with their marks yet, so there is nothing to object to.`,
  "no-question": ({ subject, testId, questionId }) =>
    `Your graded answers to ${subject}/${testId} have no question ${questionId}.`,
  "appeal-empty": () => "Write what is wrong with the question.",
  "appeal-too-long": ({ characters, mostCharacters }) =>
    `The text has ${characters} characters; at most ${mostCharacters} are taken. Nothing was stored.`,
  "appeal-answered": ({ subject, testId, questionId }) =>
    `Your trainer has answered about question ${questionId} of ${subject}/${testId} already. If that leaves something open, ask there.`,
  "answers-do-not-fit": ({ problems }) => problems,
  "no-such-link": () => "This link is not valid any more. Use the one in your latest mail.",
  "no-such-calendar": () =>
    "This calendar address is not valid any more. Make a new one, and give it to your calendar.",
  "too-large": ({ bytes, mostBytes }) => `The body has ${bytes} bytes; at most ${mostBytes} are taken.`,
  "too-fast": ({ waitSeconds }) => `Too many calls with this key. Wait ${waitSeconds} s and try again.`,
  failed: ({ requestId }) => `Something went wrong on our side. Please try again; request ${requestId}.`,
  "key-refused": () => "Your key is not accepted here. Ask your trainer for a new one.",
  "no-valid-key": () =>
    "This call needs your API key in the header x-api-key, and a key that is valid. Ask your trainer for one.",
  unavailable: () => "Something went wrong on our side. Try again in a minute.",
  "too-slow": () => "The answer took too long. Try again in a minute.",
  overloaded: () => "Too many calls at once. Wait a few seconds and try again.",
};

/** The oldest versions of browsers that the page works in. */
interface Browsers {
  readonly chrome: string;
  readonly firefox: string;
  readonly safari: string;
}

/** Of all views of the students' page, and of its frame. */
export const page = {
  tooOldTitle: "This browser is too old",
  tooOld: ({ chrome, firefox, safari }: Browsers): string =>
    `The page needs Chrome or Edge ${chrome}, Firefox ${firefox}, Safari ${safari} (iOS ${safari}) or newer. Update this browser or take another one; or ask your trainer for the client for bash.`,
  noScript: "This page needs JavaScript. Without it, take your tests with the bash client: ask your trainer.",
  loading: "Loading …",
  notLoaded: "The page did not load. Check your connection and reload it.",
  signOut: "Sign out",
  trainer: (name: string): string => `Trainer: ${name}`,
  tryAgain: "Try again",
  backToTests: "Back to your tests",
  until: <T>(when: T): Sentence<T> => ["until ", when],
  leftOut: "Left out",
  isNowhere: "The server can't be reached.",
  isUnreachable: "The server can't be reached. Check your connection.",
  seenLast: "The server can't be reached. This is what this device saw last.",
  isOffline:
    "This device is offline. What you answer is kept on it; nothing can be sent until the connection is back.",
  isOnline: "The connection is back. Nothing is sent before you press “Send”.",
};

/** Time left until a deadline. */
export const time = {
  seconds: (n: number): string => counted(n, englishNouns.second),
  minutes: (n: number): string => counted(n, englishNouns.minute),
  hours: (n: number): string => counted(n, englishNouns.hour),
  days: (n: number): string => counted(n, englishNouns.day),
  /** @param text such as `2 hours 5 minutes`. */
  left: (text: string): string => `${text} left`,
  /** For a screen reader. */
  leftSpoken: (text: string): string => `${text} left.`,
  closed: "closed",
  perhapsClosed: "perhaps closed",
};

export const signIn = {
  title: "Your tests",
  welcome: (studentId: string): string => `Welcome, ${studentId}.`,
  welcomeStranger: "Welcome.",
  enterKey: "Enter the key from your invitation to see the tests that are open to you.",
  yourKey: "Your key",
  isNoKey: "A key looks like id.letters-and-digits; paste it as your trainer gave it to you.",
  isWrongKey:
    "Copy the whole key from the latest invitation that you got. If it is refused again, ask your trainer for a new one.",
  isUnreachable: "The server can't be reached. Check your connection and try again.",
  keepKey: "Keep my key on this device. Only if nobody else uses it.",
  isChecking: "Checking …",
  showTests: "Show my tests",
};

/** The list of tests. */
export const list = {
  title: "Your tests",
  toTake: "To take",
  sentTests: "Sent, still open",
  waitingTests: "Waiting for the score",
  scores: "Scores",
  isNothingOpen: "No test is open to you now.",
  isAllSent: "You have sent every test that is open.",
  nextOpens: <T>(tests: number, when: T): Sentence<T> => [
    tests === 1 ? "The next test opens " : `The next ${tests} tests open `,
    when,
    ".",
  ],
  attempts: (used: Shown, allowed: Shown): string => `${used} of ${allowed} attempts used`,
  goOn: "Go on",
  answerAgain: "Answer again",
  takeTest: "Take the test",
  receipt: "Receipt",
  receiptOf: (title: string): string => ` of ${title}`,
  sent: "Sent",
  notSent: "Not sent yet",
  received: <T>(when: T): Sentence<T> => ["received ", when],
  missed: "Missed",
  excused: "Excused",
  failed: "Could not be graded",
  scoreComes: <T>(when: T): Sentence<T> => ["score comes ", when],
  scoreIsKept: "score kept by the trainer",
  showAll: (tests: number): string => `Show all ${tests}`,
  /** A bar of the chart; null: the test was missed. */
  percent: (percent: number | null): string => (percent === null ? "missed" : `${percent} %`),
  chartCaption: "Each bar is a test, the oldest first; a full one is the best score.",
  chartMissed: "A small frame: nothing was sent.",
  chart: (bars: string): string => `Your scores in percent of the best ones, the oldest first: ${bars}.`,
  perhapsReceived: "Sent, but perhaps not received",
  onThisDevice: "Answers on this device, not sent",
  isKeyInHistory:
    "The link that you opened holds your key, and this browser's history now holds the link. If others use this browser, clear its history, or ask your trainer for a new key.",
  keepsNothing:
    "This browser keeps nothing: answers are lost when you close or reload the page before you have sent them.",
};

/** The questions of a test. */
export const take = {
  question: (number: number, of: number): string => `Question ${number} of ${of}`,
  ownPaper: (name: string): string =>
    `Other students may have other questions, or another order. To talk about one, use its name, such as ${name}.`,
  leaveOut: "Leave out",
  leaveOutWhich: (number: number): string => ` question ${number}`,
  answered: (answered: number, of: number): string => `${answered} of ${of} answered`,
  asSent: ", as you sent it",
  onThisDevice: " on this device",
  keptHere: ", kept on this device",
  received: <T>(when: T): Sentence<T> => ["Answers to this test were received on ", when, "."],
  isFinal: "You have no attempt left.",
  canChange: "Change one to send again.",
  areOthers: "The answers below are different; they are only on this device and can’t be sent any more.",
  showReceipt: "Show the receipt",
  review: "Review your answers",
  isNothingSent: "Nothing is sent before you have reviewed your answers and pressed “Send”.",
};

/** What questions are worth, by which rule, and the fields of their types. */
export const question = {
  /** @param points a number with a decimal point. */
  worth: (points: string): string => (points === "1" ? "1 point" : `${points} points`),
  credit: {
    exact: "All or nothing: only a completely right answer counts.",
    each: "Partly right answers count: each part that is right has its share of the points.",
    net: "Partly right answers count, but a wrong choice takes away a right one. There is nothing below 0.",
    weights:
      "The choices count differently, and a wrong one may take away from right ones. There is nothing below 0.",
  },
  multiple: { hint: "Several answers may be right: pick all that are." },
  text: {
    label: "Your answer",
    tooLong: (most: number): string => `This text is too long: at most ${most} characters are taken.`,
  },
  match: { hint: "Choose an answer for each line.", none: "Choose …" },
  blanks: {
    hint: "Fill in the blanks.",
    label: (blank: string): string => `Blank ${blank}`,
  },
  order: {
    hint: "Move the lines until they are in order.",
    up: (what: string): string => `Move up: ${what}`,
    down: (what: string): string => `Move down: ${what}`,
    moved: (what: string, place: number, of: number): string => `${what} is now in place ${place} of ${of}.`,
    isUntouched: "You have not put these in order yet: the question is left out.",
    keep: "This is the right order",
  },
  number: {
    label: "Your answer, a number",
    problem: "This is not a number. Write digits with a point or a comma, such as 3.14 or -2.",
  },
};

/** What the trainer has changed since the student answered. */
export const changed = {
  isGuessed:
    "An earlier version of this page kept these answers, without their questions. Check each one before you send.",
  question: (number: number): string =>
    `Question ${number} has changed since you answered it. Check your answer.`,
  lost: "A question has changed or is gone since you answered it. Your answer to it is not used:",
};

/** The answers before they are sent. */
export const review = {
  title: "Review your answers",
  change: "Change",
  changeWhich: (number: number): string => ` the answer to question ${number}`,
  leftOut: (n: number): string =>
    n === 1
      ? "One question is left out. It counts as wrong."
      : `${n} questions are left out. They count as wrong.`,
  isAllLeftOut: "Every question is left out; there is nothing to send.",
  notSentYet: ", not sent yet",
  refused: (why: string): string => `Not sent. ${why}`,
  notReached:
    "Not sent: the server can't be reached. Your answers are kept on this device. Press “Send” again when you have a connection.",
  isNoAnswer: (number: number): string =>
    `The answer to question ${number} can’t be sent as it is. Change it first.`,
  haveChanged: "Not sent: the questions have changed. Check your answers, then send.",
  onlyAttempt:
    "You can send answers to this test only once; after that they can’t be changed. Send them now?",
  lastAttempt: (allowed: number): string =>
    `This is the last of your ${allowed} attempts; after it your answers can’t be changed. Send them now?`,
  sendNow: "Send now",
  notYet: "Not yet",
  send: "Send",
  isSending: "Sending …",
  sendingSpoken: "Sending your answers.",
  backToQuestions: "Back to the questions",
};

/** A test whose deadline has passed. */
export const passed = {
  perhaps:
    "By this device’s clock the deadline has passed, but that clock may be wrong. Your answers are kept on this device. The server decides: send them as soon as you have a connection.",
  deadline: <T>(when: T): Sentence<T> => ["It was ", when, "."],
  arrivedLate: "The answers that you sent last did not arrive in time.",
  perhapsLate:
    "The answers that you sent last may not have arrived in time. Your score will show it; or ask your trainer.",
  areLost: "The unsent answers on this device can't be sent any more.",
  earlierCount: "The answers that you sent before count.",
};

/** Answers on the device that are to go. */
export const discard = {
  button: "Discard these answers",
  which: (test: string): string => ` to ${test}`,
  askUnsure:
    "Discard the answers on this device? They may have arrived. Discarding them here does not delete what the server has.",
  ask: "Discard the answers on this device? They were not sent, and can’t be brought back.",
  yes: "Discard",
  no: "Keep",
  done: "The answers on this device were discarded.",
};

export const receipt = {
  title: "Your answers were received",
  titleOfNone: "Receipt",
  keepIt: "Keep the receipt: with it your trainer can check what you sent, and when.",
  isElsewhere: "These answers were sent from another device or browser; they are not on this one.",
  browsersForget:
    "Browsers forget: Safari deletes what a page keeps after seven days of use without a visit to it.",
  downloadStays: "A downloaded receipt stays.",
  cannotDownload: "This browser can't download the receipt: copy, print or photograph what is shown here.",
  download: "Download the receipt",
  seeQuestions: "See the questions",
  student: "Student",
  test: "Test",
  received: "Received",
  deadline: "Deadline",
  answers: "Answers",
  answered: (answered: number): string => `${answered} answered`,
  answeredOf: (answered: number, of: number): string => `${answered} of ${of} answered`,
  submission: "Submission",
  serverReceived: <T>(test: string, when: T): Sentence<T> => [
    `The server received answers to ${test} on `,
    when,
    ". The receipt is on the device that sent them.",
  ],
  none: (test: string): string => `This device has no receipt for ${test}, and the server has none.`,
};

/** A graded test. */
export const score = {
  /** A score, which comes with a decimal point. */
  points: (score: string): string => score,
  title: "Score",
  outOf: (best: string): string => `out of ${best}`,
  rightAnswers: (right: Shown, of: Shown): string => `${right} of ${of} answers right.`,
  /** Points earned and possible, with decimal points. */
  pointsOf: (earned: string, of: string): string => `${earned} of ${of} ${of === "1" ? "point" : "points"}`,
  partly: "Partly right",
  graded: <T>(when: T): Sentence<T> => ["We graded the answers you sent on ", when, "."],
  /** Where another attempt than the latest counts, or all do; `attempts` are two or more. */
  gradedFirst: <T>(when: T): Sentence<T> => ["We graded your first attempt, which you sent on ", when, "."],
  gradedBest: <T>(attempts: Shown, when: T): Sentence<T> => [
    `We graded your ${attempts} attempts and took the best one, which you sent on `,
    when,
    ".",
  ],
  gradedAverage: (attempts: Shown): string =>
    `We graded your ${attempts} attempts and took the average of their scores.`,
  /** Which of several attempts count, before they are graded. */
  counts: {
    latest: "Your latest attempt counts.",
    best: "The best of your attempts counts.",
    first: "Your first attempt counts.",
    average: "The average of your attempts counts.",
  },
  attempts: "Your attempts",
  /** An attempt and its score. */
  attempt: <T>(number: number | string, when: T, score: string): Sentence<T> => [
    `Attempt ${number}, sent `,
    when,
    `: ${score}`,
  ],
  /** Beside the attempt that counts, and beside the one whose answers are shown. */
  isCounted: "counts",
  isShown: "shown below",
  /** A question that the trainer has taken out of the score. */
  dropped: "Does not count",
  given: "Everybody gets the points",
  /** Instead of a score. */
  nothingCounts: "Your trainer has taken every question of this test out of the score, so it does not count.",
  hasChanged: "This score has been changed since it was first given.",
  before: (score: string, best: string): string => `Before, it was ${score} out of ${best}.`,
  /** Of a change that is undone. */
  undone: "The latest change of this score was taken back: it is again what it was before.",
  /** Why it has changed. @param questions such as `Question 2, Question 5`. */
  changedQuestions: {
    marked: (questions: string): string => `The marking was corrected: ${questions}.`,
    dropped: (questions: string): string => `No longer counts: ${questions}.`,
    given: (questions: string): string => `Everybody gets the points: ${questions}.`,
    restored: (questions: string): string => `Counts again: ${questions}.`,
    worth: (questions: string): string => `Worth more or less than before: ${questions}.`,
  },
  changedTest: {
    marked: "Your trainer has corrected the marking of this test.",
    answers: "Other answers of yours count than before.",
    questions: "Other questions count than before.",
    best: "The best possible score is another one than before.",
  },
  isHidden: "This course does not show which answers were right.",
  question: (questionId: string): string => `Question ${questionId}`,
  right: "Right",
  wrong: "Wrong",
  yourAnswer: "Your answer",
  rightAnswer: "Right answer",
  /** What the trainer accepts beside the right answer. */
  alsoRight: "Also right",
  why: "Why",
  answersCome: <T>(when: T): Sentence<T> => [
    "The right answers come ",
    when,
    ", when nobody can take this test any more.",
  ],
  answersAreKept: "This course does not show the right answers.",
  comes: <T>(when: T): Sentence<T> => [
    "Your answers are graded. The score comes ",
    when,
    ", when nobody can take this test any more.",
  ],
  isKept: "Your answers are graded. Your trainer keeps the scores of this course; ask there.",
  byHand: (because: string): string => `Your trainer set this score: ${because}`,
  excused: (because: string): string => `This test does not count for you: ${because}`,
  failed: "Your answers could not be graded. Your trainer knows and will see to it.",
  missed: <T>(when: T): Sentence<T> => ["Nothing arrived before the deadline, ", when, "."],
  missedRemoved: "Nothing arrived before the deadline.",
  number: (number: Shown): string => `Question ${number}`,
  isNone: "This test has not been graded yet.",
};

/** What a student thinks is wrong with a question of a graded test, and the trainer's answer. */
export const appeal = {
  begin: "I think this question is wrong",
  /** Of a button, for a screen reader. @param question such as `Question 2`. */
  which: (question: string): string => ` (${question})`,
  label: "What is wrong with this question?",
  hint: "Your trainer reads it beside your answer, and answers here and by mail. You can change it until then.",
  counter: (used: Shown, most: Shown): string => `${used} of ${most} characters`,
  send: "Send to your trainer",
  isSending: "Sending …",
  cancel: "Cancel",
  change: "Change what you wrote",
  isSent: "What you wrote is sent to your trainer.",
  refused: (why: string): string => `Not sent. ${why}`,
  notReached:
    "Not sent: the server can't be reached. What you wrote is still here. Press “Send to your trainer” again when you have a connection.",
  written: <T>(when: T): Sentence<T> => ["You wrote, ", when],
  waits: "Sent. Your trainer has not answered yet.",
  answered: <T>(by: string, when: T): Sentence<T> => [`${by} answered, `, when],
  accepted: "Accepted",
  declined: "Not accepted",
};

/** The mail with the trainer's answer to an appeal. */
export const appealMail = {
  subject: (title: string): string => `Answer about a question of “${title}”`,
  accepted: "Your trainer agrees with you",
  declined: "Your trainer has looked at it, and does not agree",
  about: (title: string): string => `You wrote that a question of “${title}” is wrong.`,
  answer: (by: string): string => `${by} answers`,
  whatNext: "If this changes your score, the page shows it there.",
  question: "The question",
  written: "You wrote",
  seeOnPage: "See it on the page",
};

/** The mail about tests that have opened, and about those that are due soon and not sent in. */
export const noticeMail = {
  opened: (titles: readonly string[]): string =>
    titles.length === 1 ? `“${titles[0]}” is open` : `${titles.length} tests are open`,
  reminderSubject: (titles: readonly string[]): string =>
    titles.length === 1
      ? `Reminder: “${titles[0]}” is not sent in yet`
      : `Reminder: ${titles.length} tests are not sent in yet`,
  reminder: (titles: readonly string[]): string =>
    titles.length === 1
      ? `You have not sent in “${titles[0]}” yet`
      : `You have not sent in ${titles.length} tests yet`,
  take: (tests: number): string => (tests === 1 ? "Take the test" : "See the tests"),
  choice: "You don't want such mails? Your scores are still mailed to you without them.",
  turnOff: "Turn these mails off",
  /** Where there is no page for this choice. */
  unsubscribe:
    "You don't want such mails? Unsubscribe in your mail program. Your scores are still mailed to you without them.",
};

/** The mail about a deadline that the trainer has set for one student. */
export const extensionMail = {
  subject: (titles: readonly string[]): string =>
    titles.length === 1 ? `Your own deadline for “${titles[0]}”` : "Your own deadlines",
  headline: (titles: readonly string[]): string =>
    titles.length === 1 ? `You have your own deadline for “${titles[0]}”` : "You have deadlines of your own",
  /** After the list, if there is one. */
  planned: (tests: number): string =>
    tests === 1
      ? "You have a deadline of your own for a test that opens later, too. The list of your tests shows it as soon as it is open."
      : `You have deadlines of your own for ${tests} tests that open later, too. The list of your tests shows them as soon as they are open.`,
  page: "See your tests",
};

/** The student's tests in a calendar program. */
export const calendar = {
  name: (course: string): string => `${course}: tests`,
  due: (title: string, subject: string): string => `Due: ${title} (${subject})`,
  /** The names of tests are not told before they open. */
  opens: (tests: number): string => (tests === 1 ? "A test opens" : `${tests} tests open`),
  until: (when: string): string => `Send your answers before ${when}.`,
  opened: (when: string): string => `The test has been open since ${when}.`,
};

/** On the page: how the tests come into the student's calendar. */
export const calendarLink = {
  title: "Add to your calendar",
  why: "Your calendar program can show the deadlines of your tests, with an alarm a day before. It reads them from an address of your own.",
  make: "Make the address",
  hasOne: <T>(when: T): Sentence<T> => ["You have had an address since ", when, "."],
  shownOnce: "It was shown when you made it. If you lost it, make a new one: the old one ends.",
  renew: "Make a new address",
  turnOff: "Turn it off",
  subscribe: "Open in your calendar",
  address: "Or give your calendar program this address, where it asks for a subscription by URL:",
  copy: "Copy the address",
  isCopied: "Copied.",
  keepToYourself: "It is shown only now. Whoever has it sees your deadlines, but no answers and no scores.",
  isOff: "The address is turned off. Your calendar program will get nothing more from it.",
  isBusy: "One moment …",
};

/** Of the bash client, which has these as text (tools/client-words.ts): each `{name}` is filled in there. */
export const client = {
  help: `Test Time: take your tests from a terminal.

  test-time.sh                          lists your tests and lets you take one
  test-time.sh list [--json]            tests open to you, with their deadlines
  test-time.sh show SUBJECT TEST [--json]
                                        the questions of a test
  test-time.sh take SUBJECT TEST        asks you the questions, then sends your answers
  test-time.sh submit SUBJECT TEST QUESTION=ANSWER ...
                                        sends answers without asking, for scripts
  test-time.sh score [SUBJECT TEST] [--json]
                                        your scores; of one test, each question
  test-time.sh appeal SUBJECT TEST QUESTION [TEXT]
                                        tells your trainer what is wrong with a question
                                        of it; without TEXT it reads your input
  test-time.sh configure                asks for the address, your id and your key
  test-time.sh help                     this text

The address, your id and your key are kept in ~/.trainings/config, which only you can read. Answers you have begun to
give are kept in ~/.trainings/drafts until they are sent; receipts in ~/.trainings/receipts.

It speaks your course's language, or your terminal's until it knows that; TEST_TIME_LANG=en chooses another.

Exit codes: 0 done, 1 refused, 2 wrong call or nothing configured, 3 not reached or too busy: try again later.`,
  usage: "Usage: test-time.sh {usage}",
  noCommand: 'There is no command "{command}". See: test-time.sh help',
  needTool: "This needs {tool}. Install it and try again.",
  cannotWrite: "Can't write {file}.",
  noFolder: "Can't make a folder in {folder}.",
  inputEnded: "The input ended before everything was answered.",
  isUnencrypted: "{url} is not encrypted: others in this network could read your key and your answers.",
  onlyIfTrusted: "Go on only in a network that you trust. This warning is shown once.",
  isNoAddress:
    '"{text}" is not an address that begins with https:// (or http:// and an address in your own network).',
  askAddress: "Address your trainer gave you: ",
  askKey: "Your key: ",
  askId: "Your student id [{id}]: ",
  keptIn: "Kept in {file}.",
  notConfigured: "The address, your id or your key is not in {file}. Run: test-time.sh configure",
  notReached: "Can't reach {url}: {problem}.",
  noAnswer: "no answer",
  checkConnection: "Check your connection. If the address is wrong, run: test-time.sh configure",
  notOurs: "{url} answered with something that is not Test Time's (status {status}, not the JSON expected).",
  checkAddress: "Check the address with your trainer, then run: test-time.sh configure",
  askForKey: "Ask your trainer for a new key, then run: test-time.sh configure",
  checkKey: "Check your id and key with your trainer, then run: test-time.sh configure",
  seeOpen: "See what is open with: test-time.sh list",
  sent: "Your answers to {subject}/{test} were received. Keep the receipt.",
  receipt: "Receipt",
  received: "received",
  deadline: "deadline",
  submission: "submission",
  noReceipt: "The answer held no receipt. Tell your trainer.",
  receiptKept: "Kept in {file}",
  receiptNotKept: "The receipt could not be kept in {folder}; copy it from above.",
  /** An instant. */
  when: "{weekday} {day} {month} {year}, {time} {zone}",
  until: "until {when} ({left}); {state}",
  submitted: "submitted",
  notSubmitted: "not submitted yet",
  noScores: "No test of yours has been graded yet.",
  notGraded: "{subject} {test} has not been graded yet.",
  askAppeal: "What is wrong with this question? Ctrl-D on a line of its own ends the text.",
  appealTooLong: "The text is too long: at most {most} characters are taken. Nothing was sent.",
  appealAnswerComes:
    "The answer comes by mail, and is shown by: test-time.sh score {subject} {test}\nUntil then the same command changes what you wrote.",
  seeGraded:
    "See your graded tests, and the ids of a test's questions, with: test-time.sh score [SUBJECT TEST]",
  isNoPair: '"{text}" is not QUESTION=ANSWER, such as q1=a.',
  answeredTwice: "Question {question} is answered twice.",
  noQuestion: "This test has no question {question}. Its questions: {questions}.",
  notOffered: "Question {question} does not offer the answer {answer}. It offers: {answers}.",
  hasChanged: "Question {number} has changed since you answered it. Your answer was: {answer}",
  isGone: "No longer in this test: {question}",
  stillHere: "Your answers from last time are still here.",
  checkEach: "The questions may have changed since: check each.",
  noTest: "There is no test {subject} {test}.",
  begin: "{subject} {test}: {questions}.",
  howToAnswer:
    "Type the letter of an answer. Enter alone goes on, - leaves a question out, < goes back, q stops for now.",
  isNoAnswer: '"{text}" is not one of the answers: {answers}',
  isNotTaken: '"{text}" is no answer that this question takes.',
  isTooOld:
    "This test has a kind of question that this client does not know. Take it on the page, or ask for a newer client.",
  worth: "Points: {points}.",
  howMultiple: "Several answers may be right: type the letters of all, such as a c.",
  howNumber: "Type a number, such as 3.14",
  howText: "Type a text. For the answers q, - and < type \\q, \\- and \\<.",
  howMatch: "Type a letter for each line, in their order, or pairs such as 1=b.",
  howBlanks: "Type what belongs into each blank, such as 1=init; 2=0.",
  howOrder: "Type all letters in the right order, such as c a b.",
  leftOut: "(left out)",
  yourAnswers: "Your answers:",
  askReview: "send to send them, a number to change an answer, drop to throw them away, q to stop for now > ",
  isNoReview: "Type send, a number from 1 to {most}, drop, or q.",
  onlyAttempt: "This is the only attempt at this test. Send it now? yes or no > ",
  lastAttempt: "This is your last attempt at this test. Send it now? yes or no > ",
  /** What counts as yes, in small letters. */
  yes: "yes y",
  areKept: "Your answers are kept; run the same command to go on.",
  isNothingSent: "Nothing was sent.",
  askDrop: "Throw all these answers away? yes or no > ",
  areDropped: "Your answers are thrown away. Nothing was sent.",
  askTest: "Number of the test to take, q to quit > ",
  isNoTest: "Type a number from 1 to {most}, or q.",
};

/** The view behind the link of such a mail. */
export const reminders = {
  title: "Mails about tests",
  areOn:
    "You get a mail when a test opens, and a reminder before its deadline if you have not sent in answers.",
  areOff: "You get no mails about tests that open or are due. Your scores are still mailed to you.",
  turnOff: "Turn these mails off",
  turnOn: "Turn them on again",
  isChanging: "One moment …",
  isOldLink: "This link is not valid any more. Use the one in your latest mail, or ask your trainer.",
};
