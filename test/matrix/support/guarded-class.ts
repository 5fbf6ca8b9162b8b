import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RawReply, type RawRequest, rawCall } from "local-region/testing";
import { type StudentId, studentIdSchema, testRefSchema } from "../../../course/ids.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { makeKey, revokeKey } from "../../../trainer/api-key.ts";
import { readCourse } from "../../../trainer/course-folder/read-course.ts";
import { planPublish } from "../../../trainer/publish/plan.ts";
import { readPublished } from "../../../trainer/publish/published.ts";
import { upload } from "../../../trainer/publish/upload.ts";
import { writeWeeksCourse } from "../../weeks/support/course-folder.ts";
import { Week } from "../../weeks/support/week.ts";

/** The test that is open from the beginning. */
export const openRef = { subjectName: "linux", testId: "week1" };

/** Opens a week later. */
export const sealedRef = { subjectName: "linux", testId: "sealed" };

/** Its deadline was a week ago. */
export const overRef = { subjectName: "linux", testId: "over" };

/** It was graded, and the trainer has removed it since. */
export const gradedRef = { subjectName: "linux", testId: "marked" };

/** Words of the open test that must not appear in wrong places. Only its answer key says that `rightAnswer` is right. */
export const words = { question: "quokka-question", rightAnswer: "elk-93", wrongAnswer: "fox-71" };

const testFile = (dates: string, question: string): string => `title: A guarded test
${dates}
questions:
  - text: Is this the ${question}?
    answers: { ${words.rightAnswer}: yes it is, ${words.wrongAnswer}: no it is not }
    right: ${words.rightAnswer}
`;

const runId = "2026-11-16T22-00-00Z";

const graded = {
  ...{ subject: gradedRef.subjectName, testId: gradedRef.testId, runId },
  ...{ right: 0, questions: 1, scale: 5, revision: 1 },
  ...{ submissionId: "a".repeat(32), receivedAt: "2026-11-16T20:00:00.000Z" },
};

/** A class at a region's front door: ann and bob with keys, and whoever else a test needs. */
export class GuardedClass {
  readonly week: Week;
  readonly #folder: string;

  private constructor(week: Week, folder: string) {
    this.week = week;
    this.#folder = folder;
  }

  static async begin(studentIds: readonly string[]): Promise<GuardedClass> {
    const folder = mkdtempSync(join(tmpdir(), "guarded-"));
    writeWeeksCourse(folder, studentIds, [{ path: "linux/week1", opens: "2026-11-17 20:00" }]);
    appendFileSync(join(folder, "course.yaml"), "feedback: true\n");
    writeFileSync(join(folder, "linux/week1.yaml"), testFile("opens: 2026-11-17 20:00", words.question));
    writeFileSync(join(folder, "linux/sealed.yaml"), testFile("opens: 2026-11-24 20:00", "sealed one"));
    const past = "opens: 2026-11-09 20:00\ndeadline: 2026-11-16 23:00";
    writeFileSync(join(folder, "linux/over.yaml"), testFile(past, "one that is over"));
    const week = await Week.begin(folder, "2026-11-17 20:05");
    const missed = { subject: overRef.subjectName, testId: overRef.testId, status: "missing" };
    const list = {
      tests: [
        { ...missed, runId },
        { ...graded, status: "graded" },
      ],
    };
    await week.bucket.put(keys.scores(asStudentId("ann")), JSON.stringify(list));
    const answers = [{ questionId: "q1", given: "b", isRight: false, right: "a" }];
    const grade = { studentId: "ann", ...graded, answers };
    await week.bucket.put(keys.grade(asStudentId("ann"), testRefSchema.parse(graded)), JSON.stringify(grade));
    return new GuardedClass(week, folder);
  }

  async end(): Promise<void> {
    await this.week.end();
    rmSync(this.#folder, { recursive: true });
  }

  /** Publishes again with these students only. */
  async publishWith(studentIds: readonly string[]): Promise<void> {
    const rows = studentIds.map((id) => `${id},${id}@example.com,${id}`);
    writeFileSync(join(this.#folder, "students.csv"), `studentId,email,name\n${rows.join("\n")}\n`);
    const course = readCourse(this.#folder);
    const published = await readPublished(this.week.bucket);
    await upload(this.week.bucket, course, published, planPublish(course, published));
  }

  async rotate(id: string): Promise<string> {
    return (await makeKey(this.week.bucket, asStudentId(id), { rotate: true })) ?? "";
  }

  async revoke(id: string): Promise<void> {
    await revokeKey(this.week.bucket, asStudentId(id));
  }

  /** Sends a request under the stage with a key, or without one. A second passes, so that nobody is too fast by accident. */
  call(key: string | undefined, { path, headers, ...rest }: RawRequest): Promise<RawReply> {
    this.week.clock.moveTo(this.week.clock.now() + 1000);
    const withKey = key === undefined ? { ...headers } : { "x-api-key": key, ...headers };
    return rawCall(this.week.region.api, { path: `/api${path}`, headers: withKey, ...rest });
  }

  /** Names of everything stored. */
  async stored(): Promise<string[]> {
    const names: string[] = [];
    for await (const key of this.week.bucket.list("")) names.push(key);
    return names;
  }
}

export const asStudentId = (id: string): StudentId => studentIdSchema.parse(id);

/** The calls that need no key, because their address holds a secret of its own. */
export const callsWithoutKey = ["GET /v1/calendar/{studentId}/{secret}"];

/** A request for each call of the API that needs a key, as `studentId` makes it. */
export const callsAs = (studentId: string): Readonly<Record<string, RawRequest>> => ({
  "POST /v1/tests": { path: "/v1/tests", body: JSON.stringify({ studentId }) },
  "GET /v1/test": {
    method: "GET",
    path: `/v1/test?${new URLSearchParams({ ...openRef, studentId })}`,
  },
  "GET /v1/score": {
    method: "GET",
    path: `/v1/score?${new URLSearchParams({ ...overRef, studentId })}`,
  },
  "POST /v1/appeals": {
    path: "/v1/appeals",
    body: JSON.stringify({ ...gradedRef, studentId, questionId: "q1", text: "Both are right." }),
  },
  "GET /v1/calendar": { method: "GET", path: "/v1/calendar" },
  "POST /v1/calendar": { path: "/v1/calendar" },
  "DELETE /v1/calendar": { method: "DELETE", path: "/v1/calendar" },
  "POST /v1/test": {
    path: "/v1/test",
    body: JSON.stringify({
      ...openRef,
      studentId,
      testResult: [{ questionId: "q1", answer: words.wrongAnswer }],
    }),
  },
});
