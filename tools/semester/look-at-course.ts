import type { Browser } from "playwright-core";
import type { CourseTest } from "../../trainer/course-folder/course.ts";
import type { Access } from "../class/students.ts";
import { awsPortOf, type Figures, type Look, lookOften, lookOnce, type Seen } from "./figures.ts";
import { commands, lookWithCommand } from "./look-at-commands.ts";
import { linkOn, lookAtList, lookAtView } from "./look-at-pages.ts";
import type { SemesterRegion } from "./semester-region.ts";

export interface Looked {
  readonly region: SemesterRegion["region"];
  readonly data: string;
  readonly browser: Browser;
  /** A student. */
  readonly access: Access;
  /** The name of a grading run's execution. */
  readonly run: string;
  /** A test that a run has graded, and one that is open. */
  readonly graded: CourseTest;
  readonly open: CourseTest;
  /** How often each thing is looked at; the first time more is not counted. */
  readonly times: number;
  readonly log: (line: string) => void;
}

const viewOf = ({ subject, testId }: CourseTest): string => `#/tests/${subject}/${testId}`;

/** Views of the console, by what they show. */
const views = async ({
  region,
  browser,
  access,
  run: name,
  graded,
  open,
}: Looked): Promise<Record<string, string>> => {
  const run = `#/runs/${encodeURIComponent(name)}`;
  return {
    runs: "#/runs",
    "a run": run,
    "a student of a run": await linkOn(browser, region.api, run, /\/students\//),
    gradebook: "#/gradebook",
    "a student": `#/gradebook/${access.studentId}`,
    tests: "#/tests",
    "an open test": viewOf(open),
    "a graded test": viewOf(graded),
    appeals: "#/appeals",
    inbox: "#/inbox",
  };
};

/** Looks at the course as trainer and student do: commands, the student's list, and each view of the console. */
export const lookAtCourse = async (looked: Looked): Promise<Figures> => {
  const { region, data, browser, access, times, log } = looked;
  const figures = new Map<string, Look>();
  const awsPort = awsPortOf(region);
  const note = async (what: string, see: () => Promise<Seen>): Promise<void> => {
    log(`  ${what}`);
    figures.set(what, await lookOften(times, () => lookOnce(awsPort, see)));
  };
  for (const args of commands) {
    await note(`trainer ${args.join(" ")}`, () => lookWithCommand(region, data, args));
  }
  await note("the student's list", () => lookAtList(access));
  for (const [name, hash] of Object.entries(await views(looked))) {
    await note(`console: ${name}`, () => lookAtView(browser, region.api, hash));
  }
  return figures;
};
