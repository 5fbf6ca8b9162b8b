import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { studentIdSchema } from "../../course/ids.ts";
import { closeRunOutputSchema, runReportSchema } from "../../course/run.ts";
import { Clock } from "../../local/clock.ts";
import { type Region, startRegion } from "../../local/region.ts";
import { readJson } from "../../tasks/runtime/json-store.ts";
import { makeKey } from "../../trainer/api-key.ts";
import { CourseBucket } from "../../trainer/aws/bucket.ts";
import { forEachBounded } from "../../trainer/bounded.ts";
import { publish } from "../region/publish.ts";
import { RunWatch } from "../run-watch.ts";
import { synthesize } from "../synthesize.ts";
import type { BenchCourse } from "./course.ts";
import { submitAll } from "./submit-all.ts";

/** Submissions a second, as in the last minutes before a deadline. */
const submissionRate = 200;

/** Keys made at once. */
const keyLanes = 32;

/** How long a run may take, per student and at least; real time. */
const runTimeoutMs = (students: number): number => 120_000 + students * 100;

/** More than any settle time, so that one move of the clock is past it. */
const pastSettlingMs = 60_000;

export interface BenchOptions {
  readonly course: BenchCourse;
  /** Data folder of the region, made here. */
  readonly data: string;
  readonly tell: (line: string) => void;
}

/** Times in seconds or milliseconds as named; memory in MiB of the region's process, its functions' threads included. */
export interface BenchResult {
  readonly students: number;
  readonly submissions: {
    readonly perSecond: number;
    readonly refused: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
  };
  readonly run: {
    /** From the map's start to the end of the last child. */
    readonly mapSeconds: number;
    /** From the end of the settle wait to the end of the execution. */
    readonly runSeconds: number;
    /** Students over `mapSeconds`. */
    readonly studentsPerSecond: number;
  };
  /** Students of the run that its report does not count as graded. */
  readonly lost: number;
  readonly mails: number;
  readonly peakMemoryMiB: number;
  readonly longestInvocation: { readonly functionName: string; readonly ms: number };
  readonly invocations: Readonly<Record<string, number>>;
}

/** One week of the course on a region of its own, and what it took. */
export const measureRun = async ({ course, data, tell }: BenchOptions): Promise<BenchResult> => {
  const assembly = join(data, "assembly");
  mkdirSync(assembly, { recursive: true });
  tell("Synthesizing ...");
  await synthesize(course.folder, assembly);
  const clock = new Clock(new Date(course.begins));
  const region = await startRegion({ assembly, data, clock });
  try {
    tell(`Publishing to ${course.studentIds.length} students ...`);
    await publish(course.folder, region.aws, AbortSignal.timeout(600_000));
    const bucket = bucketOf(region);
    const submissions = await measureSubmissions(region, bucket, course, tell);
    tell("Grading ...");
    const { output, ...run } = await measureGrading(region, course);
    const closed = closeRunOutputSchema.parse(output);
    const report = await readJson(bucket, closed.reportKey, runReportSchema);
    return {
      students: course.studentIds.length,
      submissions,
      run,
      lost: course.studentIds.length - closed.counts.graded,
      mails: report.mails.sent,
      peakMemoryMiB: Math.round(process.resourceUsage().maxRSS / 1024),
      ...invocationsOf(region),
    };
  } finally {
    await region.stop();
    clock.stop();
  }
};

const bucketOf = ({ aws, outputs }: Region): CourseBucket => {
  const credentials = { accessKeyId: "owner", secretAccessKey: "owner" };
  return new CourseBucket(
    new S3Client({ endpoint: aws, region: "us-east-1", credentials }),
    outputs.BucketName ?? "",
  );
};

const measureSubmissions = async (
  region: Region,
  bucket: CourseBucket,
  { studentIds, test, answers }: BenchCourse,
  tell: (line: string) => void,
): Promise<BenchResult["submissions"]> => {
  tell("Making keys ...");
  const requests: { key: string; body: string }[] = [];
  await forEachBounded(studentIds, keyLanes, async (studentId) => {
    const key = await makeKey(bucket, studentIdSchema.parse(studentId), { rotate: true });
    const body = { subjectName: test.subject, testId: test.testId, studentId, testResult: answers };
    requests.push({ key: key ?? "", body: JSON.stringify(body) });
  });
  tell(`Submitting, ${submissionRate} a second ...`);
  const startedAt = performance.now();
  const load = await submitAll({ url: `${region.api}/api/v1/test`, rate: submissionRate, requests });
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    perSecond: load.accepted / seconds,
    refused: load.refused,
    p50Ms: quantile(load.latenciesMs, 0.5),
    p99Ms: quantile(load.latenciesMs, 0.99),
  };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(Math.floor(values.length * share), values.length - 1)] ?? 0;

/** Lets the deadline come, and follows the run that the schedule starts. */
const measureGrading = async (
  region: Region,
  { deadline, studentIds }: BenchCourse,
): Promise<BenchResult["run"] & { readonly output: unknown }> => {
  const watch = new RunWatch(region.engine, runTimeoutMs(studentIds.length));
  const settling = watch.waitFor("the run lets late writes land", ({ type }) => type === "WaitStateEntered");
  region.clock.moveTo(Date.parse(deadline));
  await settling;
  region.clock.moveTo(region.clock.now() + pastSettlingMs);
  const settledAt = performance.now();
  await watch.waitFor("the map starts", ({ type }) => type === "MapRunStarted");
  const mapAt = performance.now();
  await watch.waitFor("the map ends", ({ type }) => /^MapRun(Succeeded|Failed)$/.test(type));
  const mapSeconds = (performance.now() - mapAt) / 1000;
  const end = await watch.waitFor("the run ends", ({ type }) =>
    /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type),
  );
  if (end.type !== "ExecutionSucceeded") throw new Error(`The run ended with ${JSON.stringify(end)}.`);
  return {
    mapSeconds,
    runSeconds: (performance.now() - settledAt) / 1000,
    studentsPerSecond: studentIds.length / mapSeconds,
    output: JSON.parse(outputOf(end.executionSucceededEventDetails)),
  };
};

const succeededSchema = z.object({ output: z.string() });

const outputOf = (details: unknown): string => succeededSchema.parse(details).output;

const invocationsOf = ({ functions }: Region): Pick<BenchResult, "longestInvocation" | "invocations"> => {
  const stats = [...functions.stats()];
  const [longest] = stats.toSorted(([, a], [, b]) => b.longestMs - a.longestMs);
  return {
    longestInvocation: { functionName: longest?.[0] ?? "", ms: Math.round(longest?.[1].longestMs ?? 0) },
    invocations: Object.fromEntries(stats.map(([name, { invocations }]) => [name, invocations])),
  };
};
