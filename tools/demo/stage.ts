import { join, resolve } from "node:path";
import type { SFNClient } from "@aws-sdk/client-sfn";
import { accessVariables, type Region } from "local-region";
import * as z from "zod";
import { instantOfWallTime } from "../../course/deadlines/deadline.ts";
import type { StudentId } from "../../course/ids.ts";
import type { CourseBucket } from "../../trainer/aws/bucket.ts";
import type { Course, CourseTest } from "../../trainer/course-folder/course.ts";
import { testIn } from "../class/course-folder.ts";
import { bucketOf, stepFunctionsOf } from "../class/owner.ts";
import { type Ended, runProgram } from "../class/programs.ts";
import { type Access, BashStudent } from "../class/students.ts";
import { type RunWatch, watchRuns } from "../class/watch-runs.ts";
import { Story } from "./story.ts";

/** Real time; a run of the demo's class takes a few seconds. */
const runTimeoutMs = 60_000;

const keySchema = z.object({ url: z.string(), id: z.string(), key: z.string() });

/** The region with one course in it, its trainer and its students. */
export class Stage {
  readonly region: Region;
  readonly course: Course;
  readonly story: Story;
  readonly bucket: CourseBucket;
  readonly stepFunctions: SFNClient;
  readonly runs: RunWatch;
  readonly notices: RunWatch;
  readonly #folder: string;
  readonly #data: string;
  readonly #access = new Map<string, Access>();

  constructor(region: Region, course: Course, folder: string, data: string) {
    this.region = region;
    this.course = course;
    this.story = new Story(course.settings.timeZone);
    this.#folder = resolve(folder);
    this.#data = data;
    this.bucket = bucketOf(region);
    this.stepFunctions = stepFunctionsOf(region);
    this.runs = watchRuns(region.engine, region.outputs.StateMachineArn ?? "", runTimeoutMs);
    this.notices = watchRuns(region.engine, region.outputs.NoticesStateMachineArn ?? "", runTimeoutMs);
  }

  moveTo(wallTime: string): void {
    this.region.clock.moveTo(Date.parse(instantOfWallTime(wallTime, this.course.settings.timeZone)));
  }

  /** Moves the clock to a wall time of the course and opens a scene there. */
  scene(wallTime: string, title: string): void {
    this.moveTo(wallTime);
    this.story.scene(this.region.clock.now(), title);
  }

  test(path: string): CourseTest {
    return testIn(this.course, path);
  }

  /** `bin/trainer` with these arguments, on this region. */
  async trainer(...args: readonly string[]): Promise<string> {
    const env = { HOME: this.#data, ...accessVariables(this.region) };
    const all = [...args, "--local", "--data", this.#data];
    return spoken(
      await runProgram({ program: "bin/trainer", args: all, env }),
      `bin/trainer ${args.join(" ")}`,
    );
  }

  publish(): Promise<string> {
    return this.trainer("publish", this.#folder);
  }

  /** Hands a student a key, as the trainer does. */
  async handOutKey(studentId: StudentId): Promise<void> {
    const { key } = keySchema.parse(
      JSON.parse(await this.trainer("config", "--student", studentId, "--json")),
    );
    this.#access.set(studentId, { api: this.region.api, studentId, key });
  }

  accessOf(studentId: string): Access {
    const access = this.#access.get(studentId);
    if (access) return access;
    throw new Error(`Nobody handed ${studentId} a key.`);
  }

  bashStudent(studentId: string): BashStudent {
    return new BashStudent(this.accessOf(studentId), join(this.#data, "homes"));
  }

  close(): void {
    this.stepFunctions.destroy();
  }
}

/** The output of a command; a command that failed ends the demo. */
export const spoken = ({ code, out, err }: Ended, what: string): string => {
  if (code === 0) return out.trimEnd();
  throw new Error(`${what} ended with ${code}: ${err.trim() || out.trim()}`);
};
