import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { readTests } from "../../adapters/course-reader.ts";
import { Pacer } from "../../adapters/mail/pacer.ts";
import { counted } from "../../course/counted.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { testPath } from "../../course/ids.ts";
import type { Student } from "../../course/student.ts";
import { goesBy } from "../../course/test-names.ts";
import type { Course, CourseTest } from "../course-folder/course.ts";
import { problemLine } from "../course-folder/problems.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { extendedFile, writeExtensionsFile } from "../extend/extensions-file.ts";
import { closedWords, type PlannedExtensions, planExtensions, type Wish } from "../extend/plan-extensions.ts";
import { type Told, tellExtended } from "../extend/tell-extended.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type PublishedCourse, publishCourse, publishedJson, publishedLines } from "./publish.ts";
import { type Session, withSession } from "./session.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const extendOptionsSchema = z.object({
  allTests: z.string().optional(),
  group: z.string().optional(),
  into: z.string().optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
  mail: z.boolean(),
});

type ExtendOptions = z.output<typeof extendOptionsSchema>;

const help = `
UNTIL is wall time in the course's zone, "2026-12-01 23:00", or what comes on top of the test's own deadline:
+2d, +3h, +30m, +1w; +25% is a quarter of the time from its opening to its deadline.

  bin/trainer extend adam linux/boot "2026-12-01 23:00"
  bin/trainer extend adam beata linux/boot +2d
  bin/trainer extend --group more-time linux/boot +25%
  bin/trainer extend adam --all-tests +25%`;

export const extendCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("extend"))
    .description("give students more time: writes extensions.csv, publishes the course and tells them")
    .argument("[who-what-until...]", "STUDENT... SUBJECT/TEST UNTIL; with --all-tests only STUDENT...")
    .option("--all-tests <until>", "in every test that has not closed yet")
    .option("--group <label>", "the students of one group (column groups in students.csv)")
    .option("--into <dir>", "the course's folder; left out: that of --course, or this one")
    .option("--dry-run", "say what would be done, and do nothing")
    .option("--yes", "publish without asking, even if it drops people or their work")
    .option("--no-mail", "don't tell the students by mail")
    .addHelpText("after", help)
    .action((args: string[], _: unknown, command: Command) => extend(args, command, terminal));

const extend = async (args: readonly string[], command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const options = extendOptionsSchema.parse(command.opts());
  const wish = wishOf(args, options);
  const folder = folderOf(options.into ?? common.course);
  const before = readCourse(folder);
  await withSession(
    common,
    async (session) => {
      const now = await session.bucket.now();
      const planned = planExtensions(before, await readTests(session.bucket), wish, now);
      const bytes = extendedFile(folder, linesOf(planned));
      const course = readCourse(folder, bytes);
      for (const warning of course.warnings) terminal.note(`Warning: ${problemLine(warning)}`);
      noteTests(planned, terminal);
      if (!common.json) for (const line of plannedLines(planned, before)) terminal.out(line);
      const published = await publishWith(session, course, { folder, bytes, options }, terminal);
      if (!common.json) for (const line of publishedLines(published)) terminal.out(line);
      const told = options.dryRun || !options.mail ? null : await tellAll(session, course, planned, terminal);
      if (common.json) {
        const extensions = extensionsJson(planned, before);
        terminal.out(JSON.stringify({ extensions, published: publishedJson(published), mails: told }));
      }
      report(told ?? [], terminal);
    },
    before.settings,
  );
};

interface Change {
  readonly folder: string;
  /** Of `extensions.csv`. */
  readonly bytes: Buffer;
  readonly options: ExtendOptions;
}

/** The file is written when the trainer has agreed to all, and stays when the publishing is cut short. */
const publishWith = async (
  session: Session,
  course: Course,
  { folder, bytes, options }: Change,
  terminal: Terminal,
): Promise<PublishedCourse> => {
  let isWritten = false;
  const onAgreed = (): void => {
    isWritten = writeExtensionsFile(folder, bytes);
  };
  try {
    return await publishCourse(session, course, { ...options, onAgreed }, terminal);
  } catch (error) {
    if (isWritten)
      terminal.note("extensions.csv is written, but the publishing was cut short: run this command again.");
    throw error;
  }
};

/** Without quotes, a shell makes two of "2026-12-01 23:00". */
const withWholeTime = (args: readonly string[]): readonly string[] => {
  const [date = "", time = ""] = args.slice(-2);
  const isSplit = /^\d{4}-\d{2}-\d{2}$/.test(date) && /^\d{2}:\d{2}$/.test(time);
  return isSplit ? [...args.slice(0, -2), `${date} ${time}`] : args;
};

const wishOf = (args: readonly string[], { allTests, group }: ExtendOptions): Wish => {
  const words = withWholeTime(args);
  const named = words.find((word) => existsSync(join(word, "course.yaml")));
  if (named !== undefined) throw new UsageError(`Name the course's folder with --into ${named}.`);
  const students = allTests === undefined ? words.slice(0, -2) : words;
  const [test = "", until = ""] = words.slice(-2);
  if (allTests === undefined && !/^[^/]+\/[^/]+$/.test(test)) throw new UsageError(sayWhat);
  if (students.length === 0 && group === undefined)
    throw new UsageError("Say who gets more time: students' ids, or --group LABEL.");
  return allTests === undefined
    ? { students, group, test, until }
    : { students, group, test: null, until: allTests };
};

const sayWhat =
  "Say who, which test and until when: STUDENT... SUBJECT/TEST UNTIL, or STUDENT... --all-tests UNTIL.";

const folderOf = (named: string | undefined): string => {
  if (named !== undefined) return named;
  if (existsSync(join(".", "course.yaml"))) return ".";
  throw new UsageError(
    "Say where the course's folder is, --into DIR: there is no course.yaml here, and extensions.csv is written into it.",
  );
};

const linesOf = ({ students, tests }: PlannedExtensions) =>
  students.flatMap(({ studentId }) =>
    tests.map(({ test, wallTime }) => ({ studentId, test, until: wallTime })),
  );

const noteTests = ({ left, closed, countedAsWeeks }: PlannedExtensions, { note }: Terminal): void => {
  if (closed.length > 0) note(closedWords(closed));
  for (const { test, why } of left) note(`${testPath(test)} is left as it is: ${why}`);
  if (countedAsWeeks.length === 0) return;
  const paths = countedAsWeeks.map(testPath).join(", ");
  note(`${paths}: the file does not say when the test opens, so its time counts as a week.`);
};

const earlierExtension = ({ students }: Course, { studentId }: Student, test: CourseTest) =>
  students
    .find((student) => student.studentId === studentId)
    ?.extensions.find((extension) => goesBy(test, extension))?.deadline;

const plannedLines = ({ students, tests }: PlannedExtensions, before: Course): string[] => {
  const { timeZone } = before.settings;
  return table(
    students.flatMap((student) =>
      tests.map(({ test, until }) => {
        const was = earlierExtension(before, student, test);
        const instead = was === undefined || was === until ? "" : `instead of ${showInstant(was, timeZone)}`;
        return [student.studentId, testPath(test), `until ${showInstant(until, timeZone)}`, instead];
      }),
    ),
  );
};

const extensionsJson = ({ students, tests }: PlannedExtensions, before: Course) =>
  students.flatMap((student) =>
    tests.map(({ test, until }) => {
      const { subject, testId } = test;
      const was = earlierExtension(before, student, test) ?? null;
      return { studentId: student.studentId, subject, testId, until, was };
    }),
  );

const tellAll = async (
  { bucket, mailer, stack }: Session,
  { settings }: Course,
  { students, tests }: PlannedExtensions,
  { note }: Terminal,
): Promise<Told[]> => {
  const pacer = new Pacer(settings.mailsPerSecond);
  const deps = { store: bucket, mailer, pacer, settings, pageUrl: stack.page?.url ?? null, note };
  return tellExtended({ ...deps, now: await bucket.now() }, students, tests);
};

/** @throws TrainerError when a mail surely or possibly did not go out. */
const report = (told: readonly Told[], { note }: Terminal): void => {
  const { told: now = [], already = [], "no-key": noKey = [] } = Object.groupBy(told, ({ status }) => status);
  const ids = (some: readonly Told[]): string => some.map(({ studentId }) => studentId).join(", ");
  if (now.length > 0)
    note(`${counted(now.length, "student was", "students were")} told by mail: ${ids(now)}.`);
  if (already.length > 0) note(`Told before, and not again: ${ids(already)}.`);
  if (noKey.length > 0) note(`Not told, because they have no key yet: ${ids(noKey)}.`);
  const problems = told.flatMap(({ studentId, status, reason = "" }) => {
    if (status === "unknown") return [`${studentId}: it is not known whether the mail went out. ${reason}`];
    return status === "refused" || status === "not-sent" ? [`${studentId}: not told. ${reason}`] : [];
  });
  if (problems.length > 0) throw new TrainerError(["The time is published.", ...problems].join("\n"));
};
