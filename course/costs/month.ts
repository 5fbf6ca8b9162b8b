import type { RunId } from "../ids.ts";
import { type Item, items, type Price, prices } from "./prices.ts";

/** What a month's bill depends on. */
export interface ClassSize {
  readonly students: number;
  /** Tests that each student takes in a week. */
  readonly testsPerWeek: number;
  /** Whether students are told of new tests and reminded. */
  readonly hasReminders: boolean;
  readonly hasDashboard: boolean;
}

/** Units of each thing that AWS charges for; what is left out is none. */
export type Units = Partial<Readonly<Record<Item, number>>>;

export const weeksPerMonth = 365.25 / 12 / 7;
const hoursPerMonth = 365.25 * 2;

/** Memory of a worker and of the API's functions, in GB. */
const smallGb = 0.5;
/** Memory of the functions that handle the whole class. */
const largeGb = 1.73;

/**
 * One student's part in a grading run, with scores of `tests` tests: the child's start and its two steps, each a message; a list
 * of submissions, the list of scores, and for each test the grade and the mail's two entries. The list of scores is read to
 * be changed; for each test the submission is read, that list for the mail, and the grade when the run closes. Calls were
 * counted in the local region (`npm run bench`); a worker's time is what Lambda would see with 25 ms a call.
 */
const ofStudentInRun = (tests: number): Units => ({
  stateTransitions: 3,
  queueRequests: 2 + 2 * 0.2,
  objectWrites: 2 + 3 * tests,
  objectReads: 1 + 3 * tests,
  invocations: 0.2,
  gbSeconds: (0.02 + 0.1 * tests) * smallGb,
  loggedGb: 2e-6,
  mails: tests,
});

/** The run's own states, functions and objects, of a class that is graded as one part. */
const ofRun: Units = {
  stateTransitions: 13,
  objectWrites: 22,
  objectReads: 66,
  invocations: 6,
  gbSeconds: 6 * 2 * largeGb,
  loggedGb: 2e-5,
  mails: 1,
};

/** A student's calls for a test: sees the list twice, opens it, submits, reads the score; each new minute is authorized. */
const callsPerTest = 5;
const ofStudentsTest: Units = {
  apiCalls: callsPerTest,
  invocations: callsPerTest * 1.6,
  gbSeconds: callsPerTest * 1.6 * 0.1 * smallGb,
  objectReads: callsPerTest * 3,
  objectWrites: 3,
  loggedGb: callsPerTest * 3e-6,
};

/** A student's mails about one test: that it has opened, and for every second student each of two reminders. */
const reminderMails = 2;
const ofRemindedTest: Units = {
  stateTransitions: 2 * reminderMails,
  queueRequests: (1 + 0.2) * reminderMails,
  objectWrites: 3 * reminderMails,
  objectReads: 3 * reminderMails,
  invocations: 0.1 * reminderMails,
  gbSeconds: 0.1 * reminderMails * smallGb,
  mails: reminderMails,
};

/** A day of the notices: plans it, and finds nobody or somebody. */
const ofRemindersDay: Units = {
  stateTransitions: 8,
  invocations: 3,
  gbSeconds: 3 * largeGb,
  objectReads: 10,
};

/**
 * What costs while nobody does anything. Lambda asks each of the two queues about 15 times a minute.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const ofIdleMonth: Units = { queueRequests: 2 * 15 * 60 * hoursPerMonth, alarmMetrics: 10, storedGb: 0.05 };

/** Versions, submissions, grades and mails of one student's test. */
const storedGbPerTest = 2e-5;
const monthsKept = 6;

const times = (units: Units, factor: number): Units =>
  Object.fromEntries(Object.entries(units).map(([item, count]) => [item, count * factor]));

const sum = (...parts: readonly Units[]): Units => {
  const total: Partial<Record<Item, number>> = {};
  for (const part of parts) {
    for (const item of items) total[item] = (total[item] ?? 0) + (part[item] ?? 0);
  }
  return total;
};

/** A grading run, as far as its costs depend on it. */
export interface RunSize {
  readonly runId: RunId;
  readonly students: number;
  /** Graded tests a student, on average. */
  readonly tests: number;
}

/** What one grading run uses. */
export const unitsOfRun = ({ students, tests }: Omit<RunSize, "runId">): Units =>
  sum(times(ofStudentInRun(tests), students), ofRun);

/** The parts of a month's bill, in the order in which people ask. */
export const partsOfMonth = (size: ClassSize) => {
  const { students, testsPerWeek, hasReminders, hasDashboard } = size;
  const tests = students * testsPerWeek * weeksPerMonth;
  const runs = times(unitsOfRun({ students, tests: testsPerWeek }), weeksPerMonth);
  const { mails: runMails = 0, ...gradingRuns } = runs;
  const { mails: noticeMails = 0, ...reminders } = hasReminders
    ? sum(times(ofRemindedTest, tests), times(ofRemindersDay, 30.4))
    : {};
  return {
    "Idle: queues that wait, alarms": sum(ofIdleMonth, hasDashboard ? { dashboards: 1 } : {}),
    "Grading runs": gradingRuns,
    "Mails of scores": { mails: runMails },
    "Students' calls": times(ofStudentsTest, tests),
    ...(hasReminders && { Reminders: reminders, "Mails of reminders": { mails: noticeMails } }),
    "Stored work": { storedGb: tests * storedGbPerTest * monthsKept },
  } satisfies Readonly<Record<string, Units>>;
};

/** In US dollars, at list price. */
export const dollarsOf = (units: Units): number =>
  items.reduce((total, item) => total + cost(prices[item], units[item] ?? 0), 0);

const cost = ({ dollars, per }: Price, units: number): number => (units * dollars) / per;

/** One thing that AWS charges for. */
export interface CostLine {
  readonly item: Item;
  readonly units: number;
  /** In US dollars. */
  readonly list: number;
  /** In US dollars, when nothing else of the account uses the free tier of a month, which never ends. */
  readonly afterFree: number;
}

/** What these units cost, by what AWS charges for; nothing that is not used. */
const linesOf = (units: Units): CostLine[] =>
  items.flatMap((item) => {
    const used = units[item] ?? 0;
    if (used === 0) return [];
    const price = prices[item];
    const afterFree = cost(price, Math.max(used - price.free, 0));
    return [{ item, units: used, list: cost(price, used), afterFree }];
  });

export const linesOfMonth = (size: ClassSize): CostLine[] =>
  linesOf(sum(...Object.values(partsOfMonth(size))));

/** `afterFree`: as if the run were all that the account does in its month. */
export const linesOfRun = (size: Omit<RunSize, "runId">): CostLine[] => linesOf(unitsOfRun(size));
