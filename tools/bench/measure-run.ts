import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { FaultPlanInput } from "local-region";
import { readJson } from "../../adapters/storage/json-store.ts";
import { publish } from "../../bin/region/publish.ts";
import { runReportSchema } from "../../course/run/run-report.ts";
import { answersFor } from "../class/answers.ts";
import { assemblyIn } from "../class/assembly.ts";
import { bucketOf, makeKeys } from "../class/owner.ts";
import { type ApiCall, submissionCall } from "../class/students.ts";
import { BenchRegion } from "./bench-region.ts";
import { type BenchWeek, questionCount, rightAnswers, writeCourse } from "./course.ts";
import { LoadGenerator } from "./load-generator.ts";
import { profileReport } from "./profile-report.ts";
import { type BenchResult, type CostOfEach, costOfEach, totalsOf } from "./result.ts";

/** Submissions a second, as in the last minutes before a deadline. */
const submissionRate = 200;

/** Students of the first week, who start every environment; each of them submits once for each answer that is left out. */
const warmUpSize = 400;

/** Requests a second, for everything that is not measured. */
const quietRate = 100;

/** Submissions of the first second at the measured rate. They are not counted, because idle code is slower at first. */
const runUpOf = (submissions: number): number => Math.min(submissionRate, Math.floor(submissions / 4));

/**
 * How many of the class submit at the measured rate, after all others. Each looks at the test before, so that the key is
 * still in the authorizer's cache, where it stays for a minute.
 */
const fastSubmissions = (students: number): number => Math.min(1_000, Math.floor(students * 0.8));

/** How long publishing or a run may take at most; real time. */
const longestMs = (students: number): number => 120_000 + students * 100;

export interface BenchOptions {
  readonly students: number;
  /**
   * Students of the first week.
   * @default 400
   */
  readonly warmUpStudents?: number;
  /**
   * Whether the test has a question of each type, rather than six choices.
   * @default false
   */
  readonly allTypes?: boolean;
  /**
   * How much later each AWS call of a function is answered, milliseconds, as if the cloud were away.
   * @default 0
   */
  readonly latencyMs?: number;
  /**
   * Execution environments of a function at once.
   * @default - the region's own
   */
  readonly environments?: number | undefined;
  /** Holds the region's course and data. */
  readonly folder: string;
  /**
   * Cloud assembly of a made-up course.
   * @default - synthesized
   */
  readonly assembly?: string;
  /**
   * Whether to say where the processor time goes. Profiling costs time of its own, so the figures are no longer comparable.
   * @default false
   */
  readonly profile?: boolean;
  readonly log: (line: string) => void;
}

/**
 * Runs two weeks of a made-up course on a region in a process of its own: the first warms it up, the second is measured.
 */
export const measureRun = async (options: BenchOptions): Promise<BenchResult> => {
  const { students, warmUpStudents = warmUpSize, allTypes, folder, log } = options;
  const course = join(folder, "course");
  const warmUp = writeCourse(course, warmUpStudents, "week1", allTypes);
  const timeoutMs = longestMs(Math.max(students, warmUpStudents));
  log("Synthesizing ...");
  const { assembly = await assemblyIn(folder, course) } = options;
  log(`Starting a region, and publishing to ${warmUpStudents} students ...`);
  const data = join(folder, "region");
  const faults = latencyPlan(folder, options.latencyMs);
  const region = await BenchRegion.start({
    course,
    assembly,
    data,
    faults,
    environments: options.environments,
    nowMs: warmUp.beginsMs,
    timeoutMs,
  });
  const clients = new LoadGenerator();
  const profiles = options.profile ? join(folder, "profiles") : null;
  try {
    const bench: Bench = { region, data, timeoutMs, clients, log, profiles };
    await warm(bench, warmUp);
    return { students, ...(await measureWeek(bench, writeCourse(course, students, "week2", allTypes))) };
  } finally {
    clients.end();
    await region.kill();
  }
};

/** Path of a plan of faults that has nothing but the latency; undefined without one. */
const latencyPlan = (folder: string, latencyMs = 0): string | undefined => {
  if (latencyMs === 0) return undefined;
  const path = join(folder, "latency.json");
  writeFileSync(path, JSON.stringify({ latencyMs } satisfies FaultPlanInput));
  return path;
};

interface Bench extends Pick<BenchOptions, "log"> {
  readonly region: BenchRegion;
  /** Data folder of the region. */
  readonly data: string;
  readonly timeoutMs: number;
  readonly clients: LoadGenerator;
  /** Folder for profiles; null: nothing is profiled. */
  readonly profiles: string | null;
}

interface Measured<T> {
  readonly result: T;
  readonly each: CostOfEach;
  /** Where the processor time went, as text. */
  readonly profile?: string;
}

/** Does `work` for so many units, each a student or a submission, and says what it cost. */
const measured = async <T>(
  { region, profiles }: Bench,
  unit: string,
  units: number,
  work: () => Promise<T>,
): Promise<Measured<T>> => {
  const folder = profiles && join(profiles, unit);
  const before = await region.usage();
  const result = await (folder === null ? work() : region.profiled(folder, work));
  const each = costOfEach(before, await region.usage(), units);
  return { result, each, ...(folder !== null && { profile: profileReport(folder, unit, each) }) };
};

const warm = async ({ region, clients, log }: Bench, week: BenchWeek): Promise<void> => {
  log(`A first week of ${week.studentIds.length} students, to warm up ...`);
  const apiKeys = await makeKeys(bucketOf(region.address), week.studentIds);
  for (let leftOut = 0; leftOut < questionCount; leftOut += 1) {
    await clients.call({ rate: submissionRate, requests: submissionsOf(region, week, apiKeys, leftOut) });
  }
  await region.grade(week.deadlineMs);
};

const measureWeek = async (bench: Bench, week: BenchWeek): Promise<Omit<BenchResult, "students">> => {
  const { region, clients, log } = bench;
  const students = week.studentIds.length;
  await region.moveTo(week.beginsMs);
  log(`Publishing to ${students} students ...`);
  await publishAnew(bench, week);
  log("Making keys ...");
  const requests = submissionsOf(region, week, await makeKeys(bucketOf(region.address), week.studentIds));
  const first = requests.slice(0, students - fastSubmissions(students));
  log(`Submitting, ${quietRate} a second ...`);
  await clients.call({ rate: quietRate, requests: first });
  const submissions = await measureSubmissions(bench, week, requests.slice(first.length));
  log("Grading ...");
  const graded = await measureGrading(bench, week);
  return { submissions, ...graded, ...totalsOf(await region.usage()) };
};

/** Also removes the class of the week before, which has been graded. */
const publishAnew = ({ region, data, timeoutMs }: Bench, { folder }: BenchWeek): Promise<string> => {
  const signal = AbortSignal.timeout(timeoutMs);
  return publish({ course: folder, data, region: region.address, signal, more: ["--yes"] });
};

/** One submission of each student. */
const submissionsOf = (
  region: BenchRegion,
  { test }: BenchWeek,
  apiKeys: ReadonlyMap<string, string>,
  leftOut = 0,
): ApiCall[] => {
  const answers = answersFor(test, { right: rightAnswers, leftOut });
  return [...apiKeys].map(([studentId, key]) =>
    submissionCall({ api: region.address.api, studentId, key }, test, answers),
  );
};

const measureSubmissions = async (
  bench: Bench,
  { test: { subject, testId } }: BenchWeek,
  requests: ApiCall[],
): Promise<BenchResult["submissions"]> => {
  const { clients, log } = bench;
  const query = new URLSearchParams({ subjectName: subject, testId });
  const looks = requests.map(({ url, key }) => ({ url: `${url}?${query}`, key }));
  log(`${requests.length} look at the test, and submit at ${submissionRate} a second ...`);
  await clients.call({ rate: quietRate, requests: looks });
  const runUp = runUpOf(requests.length);
  await clients.call({ rate: submissionRate, requests: requests.slice(0, runUp) });
  const counted = requests.slice(runUp);
  const load = { rate: submissionRate, requests: counted };
  const { result, ...cost } = await measured(bench, "submission", counted.length, () => clients.call(load));
  const { accepted, refused, seconds, latenciesMs } = result;
  return {
    measured: counted.length,
    perSecond: accepted / seconds,
    refused,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    ...cost,
  };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? 0;

const measureGrading = async (
  bench: Bench,
  { studentIds, deadlineMs }: BenchWeek,
): Promise<Pick<BenchResult, "run" | "lost" | "mails">> => {
  const { region } = bench;
  const students = studentIds.length;
  const { result, ...cost } = await measured(bench, "student", students, () => region.grade(deadlineMs));
  const { closed, ...times } = result;
  const report = await readJson(bucketOf(region.address), closed.reportKey, runReportSchema);
  return {
    run: { ...times, studentsPerSecond: students / times.mapSeconds, ...cost },
    lost: students - closed.counts.graded,
    mails: report.mails.sent,
  };
};
