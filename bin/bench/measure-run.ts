import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { studentIdSchema } from "../../course/ids.ts";
import { closeRunOutputSchema, runReportSchema } from "../../course/run.ts";
import { readJson } from "../../tasks/runtime/json-store.ts";
import { makeKey } from "../../trainer/api-key.ts";
import { CourseBucket } from "../../trainer/aws/bucket.ts";
import { forEachBounded } from "../../trainer/bounded.ts";
import { publish } from "../region/publish.ts";
import { synthesize } from "../synthesize.ts";
import { type BenchWeek, writeCourse } from "./course.ts";
import type { Load, LoadResult } from "./load.ts";
import { RegionHandle } from "./region-handle.ts";
import { type BenchResult, costOfEach, totalsOf } from "./result.ts";
import { submitAll } from "./submit-all.ts";

/** Submissions a second, as in the last minutes before a deadline. */
const submissionRate = 200;

/** The class of the week before, which finds every environment cold, and submits at this rate. */
const warmUpStudents = 100;
const warmUpRate = 20;

/** So many of the measured class's first submissions are sent before measuring begins, and not counted. */
const firstSubmissions = (students: number): number => Math.min(200, Math.floor(students / 5));

/** Keys made at once. */
const keyLanes = 32;

const publishTimeoutMs = 600_000;

/** How long a run may take, per student and at least; real time. */
const runTimeoutMs = (students: number): number => 120_000 + students * 100;

export interface BenchOptions {
  readonly students: number;
  /** Holds course and data of the region. */
  readonly folder: string;
  readonly tell: (line: string) => void;
}

/** Two weeks of a made-up course on a region in a process of its own: the first warms it up, the second is measured. */
export const measureRun = async ({ students, folder, tell }: BenchOptions): Promise<BenchResult> => {
  const [course, assembly] = [join(folder, "course"), join(folder, "assembly")];
  const warmUp = writeCourse(course, warmUpStudents, "week1");
  mkdirSync(assembly);
  tell("Synthesizing ...");
  await synthesize(course, assembly);
  const region = await RegionHandle.start(assembly, join(folder, "region"), warmUp.begins);
  try {
    await warm(region, warmUp, tell);
    const week = writeCourse(course, students, "week2");
    const figures = await measureWeek(region, week, tell);
    await region.stop();
    return { students, ...figures };
  } finally {
    await region.end();
  }
};

const warm = async (region: RegionHandle, week: BenchWeek, tell: BenchOptions["tell"]): Promise<void> => {
  tell(`A first week of ${warmUpStudents} students, to warm up ...`);
  await publishTo(region, week);
  await submitAt(region, warmUpRate, await makeRequests(bucketOf(region), week));
  await region.grade(week.deadline, runTimeoutMs(warmUpStudents));
};

const measureWeek = async (
  region: RegionHandle,
  week: BenchWeek,
  tell: BenchOptions["tell"],
): Promise<Omit<BenchResult, "students">> => {
  const bucket = bucketOf(region);
  await region.moveClock(week.begins);
  tell(`Publishing to ${week.studentIds.length} students ...`);
  await publishTo(region, week);
  tell("Making keys ...");
  const requests = await makeRequests(bucket, week);
  tell(`Submitting, ${submissionRate} a second ...`);
  const submissions = await measureSubmissions(region, requests);
  tell("Grading ...");
  const graded = await measureGrading(region, bucket, week);
  return { submissions, ...graded, ...totalsOf(await region.usage()) };
};

const publishTo = ({ ready }: RegionHandle, { folder }: BenchWeek): Promise<string> =>
  publish(folder, ready.aws, AbortSignal.timeout(publishTimeoutMs));

const bucketOf = ({ ready }: RegionHandle): CourseBucket => {
  const credentials = { accessKeyId: "owner", secretAccessKey: "owner" };
  const client = new S3Client({ endpoint: ready.aws, region: "us-east-1", credentials });
  return new CourseBucket(client, ready.bucket);
};

const submitAt = (region: RegionHandle, rate: number, requests: Load["requests"]): Promise<LoadResult> =>
  submitAll({ url: `${region.ready.api}/api/v1/test`, rate, requests });

/** A submission of everybody, each with a new key. */
const makeRequests = async (bucket: CourseBucket, week: BenchWeek): Promise<Load["requests"]> => {
  const { studentIds, test, answers: testResult } = week;
  const requests: Load["requests"] = [];
  await forEachBounded(studentIds, keyLanes, async (studentId) => {
    const key = await makeKey(bucket, studentIdSchema.parse(studentId), { rotate: true });
    const body = { subjectName: test.subject, testId: test.testId, studentId, testResult };
    requests.push({ key: key ?? "", body: JSON.stringify(body) });
  });
  return requests;
};

const measureSubmissions = async (
  region: RegionHandle,
  requests: Load["requests"],
): Promise<BenchResult["submissions"]> => {
  const first = firstSubmissions(requests.length);
  await submitAt(region, warmUpRate, requests.slice(0, first));
  const measured = requests.slice(first);
  const before = await region.usage();
  const load = await submitAt(region, submissionRate, measured);
  return {
    measured: measured.length,
    perSecond: load.accepted / load.seconds,
    refused: load.refused,
    p50Ms: quantile(load.latenciesMs, 0.5),
    p99Ms: quantile(load.latenciesMs, 0.99),
    each: costOfEach(before, await region.usage(), measured.length),
  };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? 0;

const measureGrading = async (
  region: RegionHandle,
  bucket: CourseBucket,
  { studentIds, deadline }: BenchWeek,
): Promise<Pick<BenchResult, "run" | "lost" | "mails">> => {
  const students = studentIds.length;
  const before = await region.usage();
  const { output, ...times } = await region.grade(deadline, runTimeoutMs(students));
  const each = costOfEach(before, await region.usage(), students);
  const closed = closeRunOutputSchema.parse(JSON.parse(output));
  const report = await readJson(bucket, closed.reportKey, runReportSchema);
  return {
    run: { ...times, studentsPerSecond: students / times.mapSeconds, each },
    lost: students - closed.counts.graded,
    mails: report.mails.sent,
  };
};
