import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { accessVariables, type Region } from "local-region";
import type { Browser, Page } from "playwright-core";
import * as z from "zod";
import { publish } from "../../bin/region/publish.ts";
import { testIndexSchema } from "../../course/test.ts";
import { logger } from "../../tasks/runtime/logger.ts";
import type { Course } from "../../trainer/course-folder/course.ts";
import { answersFor } from "../class/answers.ts";
import { assemblyIn } from "../class/assembly.ts";
import { makeUpCourse } from "../class/course-folder.ts";
import { bucketOf, makeKeys } from "../class/owner.ts";
import { projectRoot } from "../class/programs.ts";
import { submitOverHttp } from "../class/students.ts";
import { countingCalls } from "../semester/count-calls.ts";
import { semester } from "../semester/course.ts";
import { awsPortOf } from "../semester/figures.ts";
import { openView, shown, startBrowser } from "../semester/look-at-pages.ts";
import { SemesterRegion } from "../semester/semester-region.ts";
import { largeGradebook, largeRun } from "./large-class.ts";
import { pageWork } from "./pauses.ts";

export interface ConsoleOptions {
  readonly folder: string;
  readonly students: number;
  readonly restSeconds: number;
  readonly log: (line: string) => void;
}

export interface ConsoleFigures {
  readonly start: {
    readonly usableMs: number;
    /** Processor time of the page, and of the console's server. */
    readonly pageMs: number;
    readonly serverMs: number;
    readonly bytes: number;
  };
  readonly rest: readonly { readonly view: string; readonly callsEachSecond: number }[];
  readonly pauses: readonly {
    readonly what: string;
    readonly longestMs: number;
    readonly kilobytes: number;
  }[];
}

const waitMs = 120_000;
const hourMs = 3_600_000;

/** A region with one graded week. `run`: the name of its execution. */
interface PlayedWeek {
  readonly played: SemesterRegion;
  readonly run: string;
}

const playWeek = async ({ folder }: ConsoleOptions): Promise<PlayedWeek> => {
  const courseFolder = join(folder, "course");
  const course: Course = makeUpCourse(courseFolder, semester({ weeks: 4, tests: 4, students: 20 }));
  const [test] = course.tests;
  if (!test?.deadline) throw new Error("The course has no test.");
  const deadlineMs = Date.parse(test.deadline);
  const data = join(folder, "region");
  const played = await SemesterRegion.start({
    ...{
      assembly: await assemblyIn(folder, courseFolder),
      data,
      files: [],
      nowMs: deadlineMs - 162 * hourMs,
    },
    course: { settings: course.settings, tests: testIndexSchema.parse(course.tests) },
  });
  const { region } = played;
  await publish({ course: courseFolder, data, region, signal: AbortSignal.timeout(waitMs) });
  const ids = course.students.map(({ studentId }) => studentId);
  const apiKeys = await makeKeys(bucketOf(region), ids);
  await played.moveTo(deadlineMs - 100 * hourMs);
  for (const studentId of ids) {
    const access = { api: region.api, studentId, key: apiKeys.get(studentId) ?? "" };
    await submitOverHttp(access, test, answersFor(test, { right: 3 }));
  }
  return { played, run: await played.grade(deadlineMs) };
};

interface Started {
  /** Without `/console/`. */
  readonly url: string;
  readonly pid: number;
  end(): Promise<void>;
}

/** Starts `bin/trainer console` as on AWS. */
const startConsole = async (region: Region): Promise<Started> => {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...accessVariables(region) };
  const args = ["console", "--port", "0", "--print", "--stack", region.plan.stackName];
  const child = spawn(join(projectRoot, "bin", "trainer"), args, {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface({ input: child.stdout }), "line", {
    signal: AbortSignal.timeout(waitMs),
  });
  return {
    url: String(line).replace(/\/console\/$/, ""),
    pid: child.pid ?? 0,
    end: async () => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
};

/** Processor time of a process so far, in milliseconds; Linux counts it in hundredths of a second. */
const processorMs = (pid: number): number => {
  const [user = "0", system = "0"] =
    readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ").slice(11) ?? [];
  return 10 * (Number(user) + Number(system));
};

const bytesSchema = z.number();
const readBytes = `performance.getEntriesByType("resource").reduce((sum, { decodedBodySize }) => sum + decodedBodySize, 0)`;

/** The first page of a console that has just been started. */
const measureStart = async (browser: Browser, { url, pid }: Started): Promise<ConsoleFigures["start"]> => {
  const page = await browser.newPage();
  const before = processorMs(pid);
  let usableMs = 0;
  const { wholeMs } = await pageWork(page, async () => {
    // Not before: the trace takes time to begin and to end, which is no part of the page.
    const startedAt = performance.now();
    await page.goto(`${url}/console/`, { timeout: waitMs });
    await page.locator(shown).waitFor({ timeout: waitMs });
    usableMs = performance.now() - startedAt;
  });
  const figures = { usableMs, pageMs: wholeMs, serverMs: processorMs(pid) - before };
  const bytes = bytesSchema.parse(await page.evaluate(readBytes));
  await page.close();
  return { ...figures, bytes };
};

const measureRest = async (
  browser: Browser,
  {
    url,
    region,
    restSeconds,
  }: { readonly url: string; readonly region: Region; readonly restSeconds: number },
): Promise<ConsoleFigures["rest"]> => {
  const rest: { view: string; callsEachSecond: number }[] = [];
  for (const view of ["#/runs", "#/tests", "#/gradebook", "#/progress", "#/settle"]) {
    const page = await openView(browser, url, view);
    const { aws } = await countingCalls(awsPortOf(region), () => sleep(restSeconds * 1000));
    rest.push({ view, callsEachSecond: aws.calls / restSeconds });
    await page.close();
  }
  return rest;
};

/** Scrolls a box through, a screen at a time. */
const scroll = async (page: Page): Promise<void> => {
  const drawn = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))";
  for (let turn = 0; turn < 40; turn += 1)
    await page.evaluate(`(document.querySelector(".sheet-box").scrollTop += 2000, ${drawn})`);
  await page.evaluate(`(document.querySelector(".sheet-box").scrollTop = 1e7, ${drawn})`);
};

const search = async (page: Page): Promise<void> => {
  const box = page.getByRole("searchbox").first();
  await box.pressSequentially("student-0012", { timeout: waitMs });
  await page
    .getByText(/^\d+ students?/)
    .first()
    .waitFor({ timeout: waitMs });
  await box.fill("");
};

const measurePauses = async (
  browser: Browser,
  { url, run, students }: { readonly url: string; readonly run: string; readonly students: number },
): Promise<ConsoleFigures["pauses"]> => {
  const pauses: { what: string; longestMs: number; kilobytes: number }[] = [];
  const views = [
    ["the gradebook", "#/gradebook", "**/course/gradebook?**", largeGradebook, /^Average/],
    ["a run's students", `#/runs/${run}`, "**/course/runs/*/students?**", largeRun, /^name/],
  ] as const;
  for (const [name, hash, route, answer, column] of views) {
    const page = await browser.newPage();
    let bytes = 0;
    await page.route(route, (call) => {
      const words = new URL(call.request().url()).searchParams.get("words") ?? "";
      const body = JSON.stringify(answer(students, words));
      bytes = Math.max(bytes, body.length);
      return call.fulfill({ contentType: "application/json", body });
    });
    const open = async (): Promise<void> => {
      await page.goto(`${url}/console/${hash}`, { timeout: waitMs });
      await page.locator(".sheet-box tbody tr").first().waitFor({ timeout: waitMs });
    };
    const sort = (): Promise<void> => page.getByRole("button", { name: column }).first().click();
    for (const [what, act] of [
      ["opens", open],
      ["scrolls", () => scroll(page)],
      ["sorts", sort],
      ["searches", () => search(page)],
    ] as const)
      pauses.push({
        what: `${name}, ${what}`,
        longestMs: (await pageWork(page, act)).longestMs,
        kilobytes: Math.round(bytes / 1000),
      });
    await page.close();
  }
  return pauses;
};

/** Measures the console as a trainer of a course on AWS sees it, on a local region. */
export const measureConsole = async (options: ConsoleOptions): Promise<ConsoleFigures> => {
  logger.setLogLevel("SILENT");
  options.log("Playing a week ...");
  const { played, run } = await playWeek(options);
  const browser = await startBrowser();
  try {
    const started = await startConsole(played.region);
    const { url, end } = started;
    try {
      const start = await measureStart(browser, started);
      options.log(`Leaving each view alone for ${options.restSeconds} s ...`);
      const rest = await measureRest(browser, { ...options, url, region: played.region });
      options.log(`Looking at ${options.students} students ...`);
      return { start, rest, pauses: await measurePauses(browser, { ...options, url, run }) };
    } finally {
      await end();
    }
  } finally {
    await browser.close();
    await played.stop();
  }
};
