import { join } from "node:path";
import { Clock } from "local-region";
import { openObjectStore } from "local-region/testing";
import type { Browser } from "playwright-core";
import { publish } from "../../bin/region/publish.ts";
import type { StudentId } from "../../course/ids.ts";
import { testIndexSchema } from "../../course/test.ts";
import { logger } from "../../tasks/runtime/logger.ts";
import type { Course, CourseTest } from "../../trainer/course-folder/course.ts";
import { buildPage } from "../../web/build/build-page.ts";
import { answersFor } from "../class/answers.ts";
import { assemblyIn } from "../class/assembly.ts";
import { makeUpCourse } from "../class/course-folder.ts";
import { bucketOf, makeKeys } from "../class/owner.ts";
import { submitOverHttp } from "../class/students.ts";
import { rightAnswersOf, type SemesterSize, semester, testsOfWeek } from "./course.ts";
import { awsPortOf, type Figures, lookOnce, median } from "./figures.ts";
import { lookAtCourse } from "./look-at-course.ts";
import { openView, startBrowser } from "./look-at-pages.ts";
import { RegionStore } from "./region-store.ts";
import { SemesterRegion, type SemesterRegionOptions, timeEach } from "./semester-region.ts";
import { writeWeek } from "./write-week.ts";

export interface SemesterOptions extends SemesterSize {
  /** Holds course and data; kept by the caller, or removed. */
  readonly folder: string;
  /** How often each thing is looked at. */
  readonly times: number;
  readonly log: (line: string) => void;
}

/** What a submission costs. */
export interface Submissions {
  readonly medianMs: number;
  /** Processor time of region, functions, console and the class's clients, over the number of submissions. */
  readonly cpuMs: number;
  /** Calls of AWS, over the number of submissions. */
  readonly awsCalls: number;
}

export interface SemesterResult {
  /** When one week is graded, and when all weeks but the last are; in both, another week's tests are open. */
  readonly first: Figures;
  readonly last: Figures;
  /** In the last week, while nobody looks at the console, and while somebody does. */
  readonly submissions: { readonly quiet: Submissions; readonly watched: Submissions };
}

interface Semester extends SemesterOptions {
  readonly course: Course;
  readonly data: string;
  readonly browser: Browser;
  readonly regions: Omit<SemesterRegionOptions, "nowMs">;
}

const hourMs = 60 * 60 * 1000;

/** More than one page of the console's list of runs has. */
const mostRunsByHand = 30;

/** `beginsMs` is early on the day on which its tests open, before the day's notices are planned; they are open at `handInMs`. */
const weekOf = ({ course }: Semester, week: number) => {
  const tests = testsOfWeek(course.tests, week);
  const [first] = tests;
  if (!first?.deadline) throw new Error(`Week ${week} has no test.`);
  const deadlineMs = Date.parse(first.deadline);
  const [beginsMs, handInMs] = [deadlineMs - 162 * hourMs, deadlineMs - 100 * hourMs];
  return { tests, first, deadlineMs, beginsMs, handInMs };
};

/** Hands in through the front door, and returns how long each took; milliseconds. */
const handIn = (
  { region }: SemesterRegion,
  apiKeys: ReadonlyMap<string, string>,
  studentIds: readonly StudentId[],
  tests: readonly CourseTest[],
): Promise<number[]> => {
  const calls = studentIds.flatMap((studentId) =>
    tests.flatMap((test) => {
      const right = rightAnswersOf(studentId, test);
      return right === null ? [] : [{ studentId, test, answers: answersFor(test, { right }) }];
    }),
  );
  return timeEach(calls, async ({ studentId, test, answers }) => {
    const access = { api: region.api, studentId, key: apiKeys.get(studentId) ?? "" };
    const { code, body } = await submitOverHttp(access, test, answers);
    if (code !== 200) throw new Error(`${studentId} can't hand in: ${code} ${String(body)}`);
  });
};

/** Hands in, and says what each submission cost. */
const handInCounted = async (
  played: SemesterRegion,
  apiKeys: ReadonlyMap<string, string>,
  studentIds: readonly StudentId[],
  tests: readonly CourseTest[],
): Promise<Submissions> => {
  let took: number[] = [];
  const { regionMs, aws } = await lookOnce(awsPortOf(played.region), async () => {
    took = await handIn(played, apiKeys, studentIds, tests);
    return {};
  });
  const of = (sum: number): number => sum / Math.max(took.length, 1);
  return { medianMs: median(took), cpuMs: of(regionMs), awsCalls: of(aws.calls) };
};

const lookAt = (
  semester: Semester,
  { region }: SemesterRegion,
  apiKeys: ReadonlyMap<string, string>,
  { week, run }: { readonly week: number; readonly run: string },
) => {
  const [studentId = ""] = apiKeys.keys();
  const access = { api: region.api, studentId, key: apiKeys.get(studentId) ?? "" };
  const [graded, open] = [weekOf(semester, week).first, weekOf(semester, week + 1).first];
  return lookAtCourse({ ...semester, region, access, run, graded, open });
};

/** Every second student hands in early. */
const halfOf = (studentIds: readonly StudentId[]): StudentId[] =>
  studentIds.filter((_, index) => index % 2 === 0);

const idsOf = ({ course }: Semester): StudentId[] => course.students.map(({ studentId }) => studentId);

/** Publishes, plays week 1 on a region, and looks in week 2. */
const firstWeeks = async (semester: Semester): Promise<{ first: Figures; bucketName: string }> => {
  const { log, course, data, regions, folder } = semester;
  const [one, two] = [weekOf(semester, 1), weekOf(semester, 2)];
  log("Starting a region and publishing the course ...");
  const played = await SemesterRegion.start({ ...regions, nowMs: one.beginsMs });
  const { region } = played;
  try {
    await publish({ course: join(folder, "course"), data, region, signal: AbortSignal.timeout(900_000) });
    const apiKeys = await makeKeys(bucketOf(region), idsOf(semester));
    log(`Week 1: ${course.students.length} students hand in, and are graded ...`);
    await played.moveTo(one.handInMs);
    await handIn(played, apiKeys, idsOf(semester), one.tests);
    const run = await played.grade(one.deadlineMs);
    await played.moveTo(two.handInMs);
    await handIn(played, apiKeys, halfOf(idsOf(semester)), two.tests);
    log("Looking at the course in week 2:");
    return {
      first: await lookAt(semester, played, apiKeys, { week: 1, run }),
      bucketName: region.outputs.BucketName ?? "",
    };
  } finally {
    await played.stop();
  }
};

/** The weeks between, by the tasks themselves, into the bucket of the stopped region. */
const middleWeeks = async (semester: Semester, bucketName: string): Promise<void> => {
  const { data, weeks, log } = semester;
  for (let week = 2; week < weeks - 1; week += 1) {
    const { tests, deadlineMs } = weekOf(semester, week);
    const clock = new Clock(new Date(deadlineMs));
    const stored = openObjectStore({ dataFile: join(data, "objects.db"), clock });
    try {
      const store = new RegionStore(stored.objects, bucketName);
      const named = { executionArn: `arn:aws:states:written:week-${week}`, studentIds: idsOf(semester) };
      const { counts } = await writeWeek({ store, bucketName, tests, deadlineMs, ...named });
      log(`Week ${week}: graded ${counts.graded}, missing ${counts.missing}`);
    } finally {
      stored.close();
      clock.stop();
    }
  }
};

const lastWeeks = async (semester: Semester): Promise<Omit<SemesterResult, "first">> => {
  const { regions, weeks, log, browser } = semester;
  const [graded, open] = [weekOf(semester, weeks - 1), weekOf(semester, weeks)];
  const played = await SemesterRegion.start({ ...regions, nowMs: graded.beginsMs });
  try {
    const apiKeys = await makeKeys(bucketOf(played.region), idsOf(semester));
    log(`Week ${weeks - 1}: on the region again ...`);
    await played.moveTo(graded.handInMs);
    await handIn(played, apiKeys, idsOf(semester), graded.tests);
    const run = await played.grade(graded.deadlineMs);
    await played.moveTo(open.handInMs);
    const half = halfOf(idsOf(semester));
    const quiet = await handInCounted(played, apiKeys, halfOf(half), open.tests);
    const page = await openView(browser, played.region.api, "#/tests");
    const others = half.filter((_, index) => index % 2 === 1);
    const watching = handInCounted(played, apiKeys, others, open.tests);
    const watched = await watching.finally(() => page.close());
    // The weeks between have no executions; the list of runs shall have some of its pages full.
    await played.gradeNothing(Math.min(weeks, mostRunsByHand));
    log(`Looking at the course in week ${weeks}:`);
    const last = await lookAt(semester, played, apiKeys, { week: weeks - 1, run });
    return { last, submissions: { quiet, watched } };
  } finally {
    await played.stop();
  }
};

/** Makes the data of a course of many weeks, and measures it in week 2 and in the last. */
export const measureSemester = async (options: SemesterOptions): Promise<SemesterResult> => {
  logger.setLogLevel("SILENT");
  const folder = join(options.folder, "course");
  const course = makeUpCourse(folder, semester(options));
  options.log("Synthesizing ...");
  const assembly = await assemblyIn(options.folder, folder);
  const [data, files] = [join(options.folder, "region"), await buildPage("console")];
  const browser = await startBrowser();
  try {
    const noticed = { settings: course.settings, tests: testIndexSchema.parse(course.tests) };
    const regions = { assembly, data, files, course: noticed };
    const played: Semester = { ...options, course, data, browser, regions };
    const { first, bucketName } = await firstWeeks(played);
    await middleWeeks(played, bucketName);
    return { first, ...(await lastWeeks(played)) };
  } finally {
    await browser.close();
  }
};
