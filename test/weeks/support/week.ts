import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { SESClient } from "@aws-sdk/client-ses";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { SQSClient } from "@aws-sdk/client-sqs";
import { Clock, clientSettings, type Region, type RegionOptions, startRegion } from "local-region";
import { readJson } from "../../../adapters/storage/json-store.ts";
import { instantOfWallTime } from "../../../course/deadlines/deadline.ts";
import { runIdSchema, studentIdSchema } from "../../../course/ids.ts";
import { type RunReport, runReportSchema } from "../../../course/run/run-report.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { answersFor } from "../../../tools/class/answers.ts";
import { testIn } from "../../../tools/class/course-folder.ts";
import { type Mail, readInbox } from "../../../tools/class/evidence.ts";
import { makeKeys, stateMachineOf } from "../../../tools/class/owner.ts";
import { type ApiReply, callApi, submitOverHttp } from "../../../tools/class/students.ts";
import { Watch } from "../../../tools/class/watch.ts";
import { type RunWatch, watchRuns } from "../../../tools/class/watch-runs.ts";
import { CourseBucket } from "../../../trainer/aws/bucket.ts";
import type { Course } from "../../../trainer/course-folder/course.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { planPublish } from "../../../trainer/publish/plan.ts";
import { readPublished } from "../../../trainer/publish/published.ts";
import { upload } from "../../../trainer/publish/upload.ts";
import { startRun } from "../../../trainer/run/start-run.ts";
import { renderTests } from "../../../trainer/text/render-test.ts";
import { assemblyInParts, assemblyOf } from "../../support/assembly-of.ts";

/** Real time; a run of a few students takes a few seconds on a busy machine. */
const runTimeoutMs = 60_000;

/** More than the settle time, so that one move of the clock passes it. */
const pastSettlingMs = 60_000;

/** More than a course has functions that a week needs: none is ended that is needed again. */
const mostEnvironments = 20;

/** How an execution of the grading run ended. */
export interface RunEnd {
  readonly executionArn: string;
  readonly status: string;
  readonly output: unknown;
}

export type WeekOptions = Pick<RegionOptions, "onAccess" | "faults" | "configurationSet">;

export interface BeginOptions extends WeekOptions {
  /**
   * Students of one part of a run, at most.
   * @default 10,000
   */
  readonly studentsOfPart?: number;
}

type Clients = ReturnType<typeof clientsOf>;

const clientsOf = (region: Region) => {
  const access = { ...clientSettings(region), maxAttempts: 1 };
  return {
    s3: new S3Client(access),
    sqs: new SQSClient(access),
    states: new SFNClient(access),
    ses: new SESClient(access),
  };
};

/** A course on a region of its own, from its publishing on, on a clock that is moved by hand. */
export class Week {
  readonly course: Course;
  readonly clock: Clock;
  /** The region's lines about faults and refusals. */
  readonly log = new Watch<string>(runTimeoutMs);
  readonly #data = mkdtempSync(join(tmpdir(), "week-"));
  readonly #assembly: string;
  readonly #options: WeekOptions;
  #keys: ReadonlyMap<string, string> = new Map();
  #region: Region | undefined;
  #clients: Clients | undefined;
  #runs: RunWatch | undefined;
  #notices: RunWatch | undefined;

  private constructor(courseFolder: string, assembly: string, begins: string, options: WeekOptions) {
    this.course = readCourse(courseFolder);
    this.#assembly = assembly;
    this.#options = options;
    this.clock = new Clock(new Date(this.instant(begins)));
  }

  /** Starts the region at a wall time of the course, publishes, and hands out keys. */
  static async begin(courseFolder: string, begins: string, options: BeginOptions = {}): Promise<Week> {
    const { studentsOfPart, ...more } = options;
    const assembly = studentsOfPart
      ? await assemblyInParts(courseFolder, studentsOfPart)
      : await assemblyOf(courseFolder);
    const week = new Week(courseFolder, assembly, begins, more);
    await week.start();
    const published = await readPublished(week.bucket);
    const course = { ...week.course, tests: await renderTests(week.course.tests) };
    const plan = planPublish(course, published, new Map(), { hasTestLists: true });
    await upload(week.bucket, course, published, plan);
    week.#keys = await makeKeys(
      week.bucket,
      week.course.students.map(({ studentId }) => studentId),
    );
    return week;
  }

  /** Starts the region, for the first time or again on its data; with other options than before when they are given. */
  async start(options: WeekOptions = this.#options): Promise<void> {
    this.#region = await startRegion({
      assembly: this.#assembly,
      data: this.#data,
      clock: this.clock,
      log: (line) => this.log.add(line),
      mostEnvironments,
      ...options,
    });
    this.#clients = clientsOf(this.#region);
    this.#runs = this.#watch("StateMachineArn");
    this.#notices = this.#watch("NoticesStateMachineArn");
  }

  #watch(output: string): RunWatch {
    return watchRuns(this.region.engine, this.region.outputs[output] ?? "", runTimeoutMs);
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.#clients ?? {})) client.destroy();
    await this.#region?.stop();
  }

  /** Stops the region and removes its data. */
  async end(): Promise<void> {
    await this.stop();
    this.clock.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }

  get data(): string {
    return this.#data;
  }

  get region(): Region {
    if (this.#region) return this.#region;
    throw new Error("The week's region was not started.");
  }

  get aws(): Clients {
    if (this.#clients) return this.#clients;
    throw new Error("The week's region was not started.");
  }

  get runs(): RunWatch {
    if (this.#runs) return this.#runs;
    throw new Error("The week's region was not started.");
  }

  /** The executions of a course's notices; none where reminders are off. */
  get notices(): RunWatch {
    if (this.#notices) return this.#notices;
    throw new Error("The week's region was not started.");
  }

  get bucketName(): string {
    return this.region.outputs.BucketName ?? "";
  }

  get bucket(): CourseBucket {
    return new CourseBucket(this.aws.s3, this.bucketName);
  }

  /** Of a wall time of the course, to the second: `2026-11-23 22:59:59`. */
  instant(wallTime: string): number {
    const [minute = "", seconds = "0"] = [wallTime.slice(0, 16), wallTime.slice(17)];
    return Date.parse(instantOfWallTime(minute, this.course.settings.timeZone)) + Number(seconds) * 1000;
  }

  moveTo(wallTime: string): void {
    this.clock.moveTo(this.instant(wallTime));
  }

  keyOf(studentId: string): string {
    return this.#keys.get(studentId) ?? "";
  }

  /** A call of the students' API with a student's key, in the form that new clients use. */
  call(studentId: string, path: string, body: object): Promise<ApiReply> {
    const url = `${this.region.api}/api/v1${path}`;
    return callApi({ url, key: this.keyOf(studentId), body: JSON.stringify(body) });
  }

  /** Submits with the first `right` questions answered right, and the others wrong. */
  submit(studentId: string, path: string, right: number): Promise<ApiReply> {
    const test = testIn(this.course, path);
    const access = { api: this.region.api, studentId, key: this.keyOf(studentId) };
    return submitOverHttp(access, test, answersFor(test, { right }));
  }

  /** Starts a run by hand, as `bin/trainer grade` and `resume` do. */
  startRun(request: { readonly resume?: string } = {}): Promise<string> {
    const resume = request.resume === undefined ? {} : { resume: runIdSchema.parse(request.resume) };
    return startRun(this.aws.states, stateMachineOf(this.region), resume);
  }

  /** The execution that the schedule started. */
  async scheduledRun(): Promise<string> {
    const started = await this.runs.waitFor(
      "the schedule starts a run",
      ({ type, executionStartedEventDetails: details }) =>
        type === "ExecutionStarted" && JSON.stringify(details ?? "").includes("scheduledTime"),
    );
    return started.executionArn;
  }

  /** The execution that the schedule starts after another. */
  async nextRun(earlier: string): Promise<string> {
    const started = await this.runs.waitFor(
      "the schedule starts another run",
      ({ type, executionArn, executionStartedEventDetails: details }) =>
        type === "ExecutionStarted" &&
        executionArn !== earlier &&
        JSON.stringify(details ?? "").includes("scheduledTime"),
    );
    return started.executionArn;
  }

  async isSettling(executionArn: string): Promise<void> {
    await this.runs.waitFor(
      "the run lets late writes land",
      (event) => event.executionArn === executionArn && event.type === "WaitStateEntered",
    );
  }

  /** Moves the clock past the settle wait. */
  settle(): void {
    this.clock.moveTo(this.clock.now() + pastSettlingMs);
  }

  /** @param watch of the execution's machine; of the grading run when it is left out. */
  async endOf(executionArn: string, watch = this.runs): Promise<RunEnd> {
    await watch.waitFor(
      "the run ends",
      (event) =>
        event.executionArn === executionArn &&
        /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(event.type),
    );
    const { status, output } = await this.aws.states.send(new DescribeExecutionCommand({ executionArn }));
    return { executionArn, status: status ?? "", output: JSON.parse(output ?? "null") };
  }

  /** Lets a run that has work settle, and waits for its end. */
  async closed(executionArn: string): Promise<RunEnd> {
    await this.isSettling(executionArn);
    this.settle();
    return this.endOf(executionArn);
  }

  report(runId: string): Promise<RunReport> {
    return readJson(this.bucket, keys.report(runIdSchema.parse(runId)), runReportSchema);
  }

  inbox(): Promise<Mail[]> {
    return readInbox(this.region.inbox);
  }

  /** Subjects of the mails to a student, in order. */
  async mailsTo(studentId: string): Promise<string[]> {
    return (await this.mailsOf(studentId)).map(({ subject }) => subject);
  }

  /** The mails to a student, in order. */
  async mailsOf(studentId: string): Promise<Mail[]> {
    const address = `${studentIdSchema.parse(studentId)}@example.com`;
    const isTo = (to: string): boolean => to === address || to.endsWith(`<${address}>`);
    return (await this.inbox()).filter(({ to }) => to.some(isTo));
  }
}
