import type { S3Client } from "@aws-sdk/client-s3";
import { listAttempts, readTests } from "../../adapters/course-reader.ts";
import type { WholeGradebook } from "../../adapters/gradebook/course-gradebook.ts";
import { courseCsv } from "../../adapters/gradebook/gradebook-csv.ts";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { findJson, readJson } from "../../adapters/storage/json-store.ts";
import {
  columnsOf,
  type GradebookView,
  gradebookViewOf,
  latestPlaces,
  rowOf,
  type StudentView,
  type TestsView,
  type TestView,
} from "../../course/console/console-views.ts";
import type { ReckonedCosts } from "../../course/costs/reckoned.ts";
import { begunTests } from "../../course/gradebook/course-gradebook.ts";
import { separatorOf } from "../../course/gradebook/gradebook-file.ts";
import type { RegradeView } from "../../course/grading/regrade-view.ts";
import type { Supposed } from "../../course/grading/supposed-key.ts";
import {
  type Instant,
  type StudentId,
  studentIdSchema,
  subjectSchema,
  testIdSchema,
  testPath,
} from "../../course/ids.ts";
import { ledgerRecordSchema } from "../../course/mail/mail-record.ts";
import { gradedThroughSchema } from "../../course/run/run-record.ts";
import type { AnalysisView } from "../../course/statistics/analysis-view.ts";
import { progressOf } from "../../course/statistics/progress.ts";
import { type ProgressView, progressViewOf } from "../../course/statistics/progress-view.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { profileSchema } from "../../course/student.ts";
import { CourseBucket } from "../aws/bucket.ts";
import { readCosts } from "../costs/class-size.ts";
import { AskedTests } from "../progress/read-asked.ts";
import { previewAgain } from "../regrade/preview.ts";
import { readStatus } from "../status/read-status.ts";
import { gradedIn, testStandings, testViewOf } from "../status/test-standings.ts";
import { asRefusal, Refusal } from "./refusal.ts";
import { RegradeLooks } from "./regrade-looks.ts";
import { gradesOfCall, SeenAnalyses } from "./seen-analyses.ts";
import { SeenGradebook } from "./seen-gradebook.ts";

type StudentMail = StudentView["mails"][number];

const parallelReads = 16;

const noSuchTest = (): Refusal => new Refusal("NoSuchTest", "The course has no such test.", 404);

/** Views that are made of more stored data than a page should load. */
export class CourseViews {
  readonly #source: { readonly client: S3Client; readonly bucket: string };
  readonly #store: CourseBucket;
  readonly #gradebook: SeenGradebook;
  readonly #analyses: SeenAnalyses;
  readonly #asked: AskedTests;
  readonly #regrades = new RegradeLooks();

  constructor(client: S3Client, bucket: string) {
    this.#source = { client, bucket };
    this.#store = new CourseBucket(client, bucket);
    this.#gradebook = new SeenGradebook(this.#store);
    this.#analyses = new SeenAnalyses(this.#store);
    this.#asked = new AskedTests(this.#store);
  }

  /** @throws {Refusal} */
  async gradebook(words: string): Promise<GradebookView> {
    const whole = await this.#whole();
    return {
      ...gradebookViewOf(whole, words),
      offList: [...whole.offList],
      hasNoBook: await this.#hasNoBook(),
    };
  }

  /** The gradebook as a file for a spreadsheet. @throws {Refusal} */
  async csv(): Promise<Uint8Array> {
    const whole = await this.#whole();
    return courseCsv(whole, "spreadsheet", separatorOf(whole.settings));
  }

  /**
   * One student over all weeks.
   *
   * @param most of how many of the latest tests the mails are read, each on its own.
   * @throws {Refusal}
   */
  async student(id: string, most: number): Promise<StudentView> {
    const studentId = studentIdSchema.safeParse(id).data;
    const whole = await this.#whole();
    const student = whole.students.find((one) => one.studentId === studentId);
    if (studentId === undefined || student === undefined) {
      throw new Refusal("NoSuchStudent", `There is no student "${id}" on the list.`, 404);
    }
    const latest = latestPlaces(whole.tests, student.cells, most).flatMap(
      (place) => whole.tests[place] ?? [],
    );
    const [profile, { attempts }, mails] = await Promise.all([
      readJson(this.#store, keys.profile(studentId), profileSchema),
      listAttempts(this.#store, studentId),
      this.#mails(studentId, new Set(latest.map(testPath))),
    ]);
    const { since, groups, extensions } = profile;
    return {
      tests: columnsOf(whole),
      row: rowOf(student),
      ...(since !== undefined && { since }),
      ...(groups !== undefined && { groups }),
      extensions,
      submissions: attempts.map(({ subject, testId, receivedAt }) => ({ subject, testId, receivedAt })),
      mails,
    };
  }

  /** All tests against their deadlines. @throws {Refusal} */
  async tests(): Promise<TestsView> {
    const { tests, status, whole } = await this.#standing();
    return { tests: whole === null ? [] : testStandings(tests, status, whole) };
  }

  /** @throws {Refusal} when the course has no such test. */
  async test(path: string): Promise<TestView> {
    const { tests, status, whole } = await this.#standing();
    const test = tests.find((one) => testPath(one) === path);
    if (test === undefined || whole === null) throw noSuchTest();
    return testViewOf(test, status, whole);
  }

  /** What the answers of a test say. @throws {Refusal} when the course has no such test. */
  async analysis(path: string): Promise<AnalysisView> {
    const book = await this.#book(await this.#store.now());
    const tests = await readTests(this.#store);
    const test = tests.find((one) => testPath(one) === path);
    if (test === undefined) throw noSuchTest();
    return this.#analyses.of(test, gradedIn(test, book));
  }

  /**
   * What grading a test again would change: by the published key, or as if a choice were right.
   *
   * @param look a name for this look; calls with the same go on with it.
   * @throws {Refusal}
   */
  async regrade(path: string, look: string, supposed: Supposed | undefined): Promise<RegradeView> {
    const now = await this.#store.now();
    const { students } = await this.#book(now);
    try {
      return await this.#regrades.of(look, students.length, (onStudents) =>
        previewAgain(this.#store, [path], now, { onStudents, supposed }),
      );
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** How the course goes over the weeks. Of a course of many tests each call reads what some were answered. @throws {Refusal} */
  async progress(): Promise<ProgressView> {
    const now = await this.#store.now();
    const book = await this.#book(now);
    const tests = (await readTests(this.#store))
      .map((test) => ({ test, graded: gradedIn(test, book) }))
      .filter(({ graded }) => graded.length > 0);
    await this.#asked.readOn(tests, gradesOfCall);
    const counts = { ...this.#asked.of(tests), of: tests.length };
    return progressViewOf(progressOf(begunTests(book, now)), counts);
  }

  /** What a month and the last run cost. @throws {Refusal} */
  async costs(): Promise<ReckonedCosts> {
    try {
      return await readCosts(this.#store);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  /** null: nothing is published. */
  async #standing() {
    const { client, bucket } = this.#source;
    const now = await this.#store.now();
    const tests = await readTests(this.#store);
    if (tests.length === 0) return { tests, status: { now, tests: [] }, whole: null };
    const [status, whole] = await Promise.all([
      readStatus({ client, bucket, store: this.#store, now }),
      this.#book(now),
    ]);
    return { tests, status, whole };
  }

  /** @param paths of the tests whose mails are wanted. */
  async #mails(studentId: StudentId, paths: ReadonlySet<string>): Promise<StudentMail[]> {
    const prefix = keys.mails(studentId);
    const read = async (key: string): Promise<StudentMail | undefined> => {
      const [subject, testId, file = ""] = key.slice(prefix.length).split("/");
      const test = {
        subject: subjectSchema.safeParse(subject).data,
        testId: testIdSchema.safeParse(testId).data,
      };
      if (test.subject === undefined || test.testId === undefined || !file.endsWith(".json"))
        return undefined;
      if (!paths.has(`${subject}/${testId}`)) return undefined;
      const record = await findJson(this.#store, key, ledgerRecordSchema);
      if (record === null) return undefined;
      return {
        subject: test.subject,
        testId: test.testId,
        name: file.slice(0, -".json".length),
        state: record.state,
        ...("reason" in record && { reason: record.reason }),
      };
    };
    const found = await Array.fromAsync(mapBounded(this.#store.list(prefix), parallelReads, read));
    return found.filter((mail) => mail !== undefined);
  }

  async #whole(): Promise<WholeGradebook> {
    const now = await this.#store.now();
    return begunTests(await this.#book(now), now);
  }

  async #book(now: Instant): Promise<WholeGradebook> {
    try {
      return await this.#gradebook.at(now);
    } catch (error) {
      throw asRefusal(error);
    }
  }

  async #hasNoBook(): Promise<boolean> {
    for await (const _ of this.#store.list(keys.bookPart(0))) return false;
    const graded = await findJson(this.#store, keys.gradedThrough, gradedThroughSchema);
    return (graded ?? []).length > 0;
  }
}
