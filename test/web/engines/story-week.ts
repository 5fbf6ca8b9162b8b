import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { consoleAddress, showConsole } from "../../../bin/region/console.ts";
import { studentIdSchema } from "../../../course/ids.ts";
import { invitationLink } from "../../../course/mail/invitation.ts";
import { keys } from "../../../course/storage/storage-keys.ts";
import { PageBucket } from "../../../trainer/aws/page-bucket.ts";
import { publishPage, studentPage } from "../../../trainer/page/publish-page.ts";
import { assembliesVariable } from "../../support/assemblies-variable.ts";
import { Week } from "../../weeks/support/week.ts";
import { testTitle, writeWebCourse } from "../support/web-course.ts";
import type { StoryTest, StudentAtWork, TrainerAtWork } from "./stories.ts";

export const gradedTest: StoryTest = {
  title: testTitle,
  answers: ["init, with process id 1", "fork", "a zombie", "SIGKILL"],
};

/** It is open for a week longer than the other, so that it can still be looked at after the run. */
export const furtherTest: StoryTest = { title: "Files", answers: ["an inode"] };

const further = `title: ${furtherTest.title}
opens: 2026-11-17 20:00
deadline: 2026-11-30 23:00
questions:
  - text: What holds a file's rights and times?
    answers: { a: an inode, b: its name, c: a directory }
    right: a
  - text: Which command shows them?
    answers: { a: stat, b: cat, c: touch }
    right: a
`;

const token = "the-token-of-the-engines-story";

/** A week of the made-up course with the pages published, in a region of its own. */
export class StoryWeek {
  readonly week: Week;
  readonly #open: AsyncDisposableStack;

  private constructor(week: Week, open: AsyncDisposableStack) {
    this.week = week;
    this.#open = open;
  }

  static async begin(studentIds: readonly string[]): Promise<StoryWeek> {
    const open = new AsyncDisposableStack();
    try {
      const folder = mkdtempSync(join(tmpdir(), "engines-"));
      open.defer(() => rmSync(folder, { recursive: true, force: true }));
      process.env[assembliesVariable] = mkdtempSync(join(folder, "assemblies-"));
      const course = writeWebCourse(join(folder, "course"), studentIds);
      writeFileSync(join(course, "linux", "files.yaml"), further);
      const week = await Week.begin(course, "2026-11-17 20:05");
      open.defer(() => week.end());
      const settings = { ...week.course.settings, feedback: true };
      await week.bucket.put(keys.settings, JSON.stringify(settings));
      const pageBucket = new PageBucket(week.aws.s3, week.region.outputs.PageBucketName ?? "");
      await publishPage(pageBucket, await studentPage(settings));
      open.defer(await showConsole(week.region, { token }));
      return new StoryWeek(week, open);
    } catch (error) {
      await open.disposeAsync();
      throw error;
    }
  }

  /** @param origin where the student's browser finds the region. */
  studentAt(origin: string, studentId: string): StudentAtWork {
    return {
      invitation: invitationLink(origin, studentIdSchema.parse(studentId)),
      key: this.week.keyOf(studentId),
    };
  }

  trainerOf(studentId: string): TrainerAtWork {
    const student = this.week.course.students.find((one) => one.studentId === studentId);
    return { console: consoleAddress(this.week.region.api), token, studentName: student?.name ?? studentId };
  }

  /** Lets the deadline pass, and the run that the schedule then starts. */
  async grade(): Promise<void> {
    this.week.moveTo("2026-11-23 23:00:10");
    const { status, output } = await this.week.closed(await this.week.scheduledRun());
    if (status !== "SUCCEEDED") throw new Error(`The run ended as ${status}: ${JSON.stringify(output)}`);
  }

  end(): Promise<void> {
    return this.#open.disposeAsync();
  }
}
