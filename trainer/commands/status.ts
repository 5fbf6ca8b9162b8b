import { Command } from "commander";
import * as z from "zod";
import { findJson, parseJson } from "../../adapters/json-store.ts";
import { deadlineFor, showInstant } from "../../course/deadline.ts";
import { cutoffOf, cutoffsByPath } from "../../course/due.ts";
import { testPath } from "../../course/ids.ts";
import { type GradedThrough, gradedThroughSchema } from "../../course/run-record.ts";
import { settingsSchema } from "../../course/settings.ts";
import { keys } from "../../course/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { type Test, testIndexSchema } from "../../course/test.ts";
import { bucketTime } from "../aws/bucket-clock.ts";
import { type CourseStatus, courseStatus } from "../status/course-status.ts";
import { readAttempts } from "../status/read-attempts.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { statusLines } from "./status-lines.ts";
import type { Terminal } from "./terminal.ts";

const statusOptionsSchema = z.object({
  all: z.boolean().default(false),
  students: z.boolean().default(false),
});

export const statusCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("status"))
    .description("say who has submitted what, who is missing, and how much time is left")
    .option("--students", "every student, not only the first who are missing")
    .option("--all", "graded tests too")
    .action((_: unknown, command: Command) => status(command, terminal));

const status = async (command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { all, students } = statusOptionsSchema.parse(command.opts());
  await withSession(options, async (session) => {
    const { timeZone, title } = await readSettings(session);
    const found = await readStatus(session, all, terminal);
    if (options.json) {
      terminal.out(JSON.stringify(found));
      return;
    }
    terminal.out(`${terminal.paint("strong", title)} · ${showInstant(found.now, timeZone)}`);
    for (const line of statusLines(found, { timeZone, isEveryStudent: students }, terminal))
      terminal.out(line);
  });
};

const readSettings = async ({ bucket }: Session) => {
  const settings = await findJson(bucket, keys.settings, settingsSchema);
  if (settings) return settings;
  throw new TrainerError(
    "Nothing is published here yet. Publish the course's folder: bin/trainer publish DIR",
  );
};

const readStatus = async (session: Session, isAll: boolean, terminal: Terminal): Promise<CourseStatus> => {
  const { s3, stack } = session;
  const [students, now] = await Promise.all([readRoster(session), bucketTime(s3, stack.bucketName)]);
  const tests = await readTests(session, students, isAll);
  if (tests.length === 0) return courseStatus(tests, students, new Map(), now);
  const progress = terminal.progress("Looking", "students");
  const ids = students.map(({ studentId }) => studentId);
  try {
    const onStudents = (done: number): void => progress.at(done, ids.length);
    onStudents(0);
    return courseStatus(tests, students, await readAttempts(s3, stack.bucketName, ids, { onStudents }), now);
  } finally {
    progress.end();
  }
};

/** In deadline order; without those that runs have graded for every student, unless `isAll`. */
const readTests = async (
  { bucket }: Session,
  students: readonly Student[],
  isAll: boolean,
): Promise<Test[]> => {
  const [tests, graded] = await Promise.all([
    findJson(bucket, keys.tests, testIndexSchema),
    findJson(bucket, keys.gradedThrough, gradedThroughSchema),
  ]);
  const isWaiting = waitingRule(graded ?? []);
  return (tests ?? [])
    .filter((test) => isAll || isWaiting(test, students))
    .toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
};

/** Whether a run has still to grade the test for somebody: an extension outlasts the run that graded the others. */
const waitingRule = (graded: GradedThrough) => {
  const cutoffs = cutoffsByPath(graded);
  return (test: Test, students: readonly Student[]): boolean => {
    const cutoff = cutoffOf(test, cutoffs);
    if (cutoff === undefined || test.deadline > cutoff) return true;
    return students.some(({ extensions }) => deadlineFor(test, extensions) > cutoff);
  };
};

const orderOf = (test: Test): string => `${test.deadline} ${testPath(test)}`;

const readRoster = async ({ bucket }: Session): Promise<Student[]> => {
  const stored = await bucket.get(keys.roster);
  return (stored?.text ?? "")
    .split("\n")
    .flatMap((line, index) =>
      line === "" ? [] : [parseJson(line, studentSchema, `${keys.roster}, line ${index + 1}`)],
    );
};
