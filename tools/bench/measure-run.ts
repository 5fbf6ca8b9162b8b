import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../../adapters/json-store.ts";
import { publish } from "../../bin/region/publish.ts";
import { synthesize } from "../../bin/synthesize.ts";
import { closeRunOutputSchema } from "../../course/run.ts";
import { runReportSchema } from "../../course/run-report.ts";
import { answersFor } from "../class/answers.ts";
import { bucketOf, makeKeys } from "../class/owner.ts";
import { type ApiCall, submissionCall } from "../class/students.ts";
import { type BenchWeek, questionCount, rightAnswers, writeCourse } from "./course.ts";
import { LoadGenerator } from "./load-generator.ts";
import { RegionHandle } from "./region-handle.ts";
import { type BenchResult, costOfEach, totalsOf } from "./result.ts";

/** Submissions a second, as in the last minutes before a deadline. */
const submissionRate = 200;

/** Students of the first week, who start every environment; each of them submits once for each answer that is left out. */
const warmUpStudents = 400;

/** Requests a second, for everything that is not measured. */
const quietRate = 100;

/** Submissions of the first second at the measured rate. They are not counted, because idle code is slower at first. */
const runUpOf = (submissions: number): number => Math.min(submissionRate, Math.floor(submissions / 4));

/**
 * How many of the class submit at the measured rate, after all others. Each looks at the test before, so that the key is
 * still in the authorizer's cache, where it stays for a minute.
 */
const fastSubmissions = (students: number): number => Math.min(1_000, Math.floor(students * 0.8));

const publishTimeoutMs = 600_000;

/** How long a run may take, per student and at least; real time. */
const runTimeoutMs = (students: number): number => 120_000 + students * 100;

export interface BenchOptions {
  readonly students: number;
  /** Holds the region's course and data. */
  readonly folder: string;
  readonly log: (line: string) => void;
}

/**
 * Runs two weeks of a made-up course on a region in a process of its own: the first warms it up, the second is measured.
 */
export const measureRun = async ({ students, folder, log }: BenchOptions): Promise<BenchResult> => {
  const [course, assembly] = [join(folder, "course"), join(folder, "assembly")];
  const warmUp = writeCourse(course, warmUpStudents, "week1");
  mkdirSync(assembly);
  log("Synthesizing ...");
  await synthesize(course, assembly);
  const region = await RegionHandle.start(assembly, join(folder, "region"), warmUp.begins);
  const clients = new LoadGenerator();
  try {
    const bench = { region, clients, log };
    await warm(bench, warmUp);
    const figures = await measureWeek(bench, writeCourse(course, students, "week2"));
    await region.stop();
    return { students, ...figures };
  } finally {
    clients.end();
    await region.end();
  }
};

interface Bench extends Pick<BenchOptions, "log"> {
  readonly region: RegionHandle;
  readonly clients: LoadGenerator;
}

const warm = async ({ region, clients, log }: Bench, week: BenchWeek): Promise<void> => {
  log(`A first week of ${warmUpStudents} students, to warm up ...`);
  await publishTo(region, week);
  const apiKeys = await makeKeys(bucketOf(region.ready), week.studentIds);
  for (let leftOut = 0; leftOut < questionCount; leftOut += 1) {
    await clients.call({ rate: submissionRate, requests: submissionsOf(region, week, apiKeys, leftOut) });
  }
  await region.grade(week.deadline, runTimeoutMs(warmUpStudents));
};

const measureWeek = async (bench: Bench, week: BenchWeek): Promise<Omit<BenchResult, "students">> => {
  const { region, clients, log } = bench;
  const students = week.studentIds.length;
  await region.moveClock(week.begins);
  log(`Publishing to ${students} students ...`);
  await publishTo(region, week);
  log("Making keys ...");
  const requests = submissionsOf(region, week, await makeKeys(bucketOf(region.ready), week.studentIds));
  const first = requests.slice(0, students - fastSubmissions(students));
  log(`Submitting, ${quietRate} a second ...`);
  await clients.call({ rate: quietRate, requests: first });
  const submissions = await measureSubmissions(bench, week, requests.slice(first.length));
  log("Grading ...");
  const graded = await measureGrading(region, week);
  return { submissions, ...graded, ...totalsOf(await region.usage()) };
};

/** Also when this removes the class of the week before, which has been graded. */
const publishTo = ({ ready, data }: RegionHandle, { folder }: BenchWeek): Promise<string> =>
  publish({
    course: folder,
    data,
    region: ready,
    signal: AbortSignal.timeout(publishTimeoutMs),
    more: ["--yes"],
  });

/** One submission of each student. */
const submissionsOf = (
  region: RegionHandle,
  { test }: BenchWeek,
  apiKeys: ReadonlyMap<string, string>,
  leftOut = 0,
): ApiCall[] => {
  const answers = answersFor(test, { right: rightAnswers, leftOut });
  return [...apiKeys].map(([studentId, key]) =>
    submissionCall({ api: region.ready.api, studentId, key }, test, answers),
  );
};

const measureSubmissions = async (
  { region, clients, log }: Bench,
  { test: { subject, testId } }: BenchWeek,
  requests: ApiCall[],
): Promise<BenchResult["submissions"]> => {
  const query = new URLSearchParams({ subjectName: subject, testId });
  const looks = requests.map(({ url, key }) => ({ url: `${url}?${query}`, key }));
  log(`${requests.length} look at the test, and submit at ${submissionRate} a second ...`);
  await clients.call({ rate: quietRate, requests: looks });
  const runUp = runUpOf(requests.length);
  await clients.call({ rate: submissionRate, requests: requests.slice(0, runUp) });
  const before = await region.usage();
  const measured = requests.slice(runUp);
  const load = { rate: submissionRate, requests: measured };
  const { accepted, refused, seconds, latenciesMs } = await clients.call(load);
  return {
    measured: measured.length,
    perSecond: accepted / seconds,
    refused,
    p50Ms: quantile(latenciesMs, 0.5),
    p99Ms: quantile(latenciesMs, 0.99),
    each: costOfEach(before, await region.usage(), measured.length),
  };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? 0;

const measureGrading = async (
  region: RegionHandle,
  { studentIds, deadline }: BenchWeek,
): Promise<Pick<BenchResult, "run" | "lost" | "mails">> => {
  const students = studentIds.length;
  const before = await region.usage();
  const { output, ...times } = await region.grade(deadline, runTimeoutMs(students));
  const each = costOfEach(before, await region.usage(), students);
  const closed = closeRunOutputSchema.parse(JSON.parse(output));
  const report = await readJson(bucketOf(region.ready), closed.reportKey, runReportSchema);
  return {
    run: { ...times, studentsPerSecond: students / times.mapSeconds, each },
    lost: students - closed.counts.graded,
    mails: report.mails.sent,
  };
};
