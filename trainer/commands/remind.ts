import { Command } from "commander";
import * as z from "zod";
import { readSettings, readTests } from "../../adapters/course-reader.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import { counted } from "../../course/counted.ts";
import type { NoticeCounts, Remind } from "../../course/notices/notices-run.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { followReminders } from "../notices/follow-notices.ts";
import { startReminders } from "../notices/start-notices.ts";
import { type Reminded, whoIsReminded } from "../notices/who-is-reminded.ts";
import { namedGroup, namedStudent } from "../roster/named.ts";
import { namedTests } from "../run/named-tests.ts";
import { TrainerError } from "../trainer-error.ts";
import { askToGoOn } from "./go-on.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const remindOptionsSchema = z.object({
  student: z.string().optional(),
  group: z.string().optional(),
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
});

type RemindOptions = z.output<typeof remindOptionsSchema>;

export const remindCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("remind"))
    .description("mail those who have not sent in an open test, each at most once a day")
    .argument("[tests...]", "such as linux/boot; all open tests when none is named")
    .option("--student <id>", "one student")
    .option("--group <label>", "the students of one group")
    .option("--dry-run", "say who would be reminded, and do nothing")
    .option("--yes", "remind without asking")
    .action((tests: string[], _: unknown, command: Command) => remind(tests, command, terminal));

const remind = async (paths: readonly string[], command: Command, terminal: Terminal): Promise<void> => {
  const { json, ...common } = commonOptions(command);
  const options = remindOptionsSchema.parse(command.opts());
  await withSession({ ...common, json }, async (session) => {
    const machine = session.stack.noticesStateMachineArn;
    if (machine === null) throw new TrainerError(noReminders);
    const wanted = await wantedOf(session, paths, options);
    const reminded = await lookUp(session, wanted, terminal);
    if (!json) for (const { studentId, tests } of reminded) terminal.out(`${studentId}  ${tests.join(", ")}`);
    if (options.dryRun || reminded.length === 0) {
      if (json) terminal.out(JSON.stringify({ dryRun: options.dryRun, students: reminded }));
      return terminal.note(
        reminded.length === 0 ? nobody : `${counted(reminded.length, "student")} would be reminded.`,
      );
    }
    await askForMany(reminded.length, options, terminal);
    const counts = await followReminders(
      session.stepFunctions,
      await startReminders(session.stepFunctions, machine, wanted),
    );
    if (json) terminal.out(JSON.stringify({ dryRun: false, students: reminded, counts }));
    else terminal.note(countsSentence(counts, reminded));
    failUnless(counts);
  });
};

const noReminders =
  "This course sends no reminders. Write reminders: into course.yaml (docs/trainer.md says how), deploy it (npm run deploy -- -c course=DIR), and publish.";

const nobody =
  "Nobody is to be reminded: all who have a key have sent in what is open, have a score set by hand, or have turned reminders off.";

const askForMany = async (students: number, { yes }: RemindOptions, terminal: Terminal): Promise<void> => {
  if (students === 1) return;
  const question = `Mail ${counted(students, "student")}?`;
  await askToGoOn({ question, refused: "Nobody was reminded", wish: "remind them", yes }, terminal);
};

/** @throws TrainerError naming what is not published. */
const wantedOf = async (
  { bucket }: Session,
  paths: readonly string[],
  { student, group }: RemindOptions,
): Promise<Remind> => {
  const tests = namedTests(paths, await readTests(bucket));
  const refs = tests.map(({ subject, testId }) => ({ subject, testId }));
  return { ...(paths.length > 0 && { tests: refs }), ...(await whomOf(bucket, { student, group })) };
};

/** @throws TrainerError when there is no such student or group. */
const whomOf = async (
  bucket: Session["bucket"],
  { student, group }: Pick<RemindOptions, "student" | "group">,
): Promise<Pick<Remind, "studentId" | "group">> => {
  if (student === undefined && group === undefined) return {};
  const listed: Student[] = [];
  for await (const line of readJsonLines(bucket, keys.roster, studentSchema)) listed.push(line);
  return {
    ...(student !== undefined && { studentId: namedStudent(student, listed).studentId }),
    ...(group !== undefined && { group: namedGroup(group, listed) }),
  };
};

const lookUp = async (
  { bucket, s3, stack }: Session,
  wanted: Remind,
  terminal: Terminal,
): Promise<Reminded[]> => {
  const settings = await readSettings(bucket);
  if (remindersOf(settings) === null) throw new TrainerError(noReminders);
  const progress = terminal.progress("Looking", "students");
  const place = { store: bucket, client: s3, bucket: stack.bucketName, onStudents: progress.at };
  const moment = { now: await bucket.now(), timeZone: settings.timeZone };
  return whoIsReminded(place, wanted, moment).finally(() => progress.end());
};

/** Counts are of reminders, one for each student and test; a mail has all of a student's. */
const countsSentence = (counts: NoticeCounts, reminded: readonly Reminded[]): string => {
  const together = reminded.some(({ tests }) => tests.length > 1) ? ", in one mail for each student" : "";
  const others = [
    [counts.already, "had one today already"],
    [counts.submitted, "sent in meanwhile"],
    [counts.off, "turned off by the student"],
    [counts.lapsed, "closed, or the student has no key yet"],
    [counts.refused, "refused by SES"],
    [counts.unknown, "of which nobody knows whether it went out"],
    [counts.failed, "not sent"],
  ] as const;
  const told = others.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : []));
  return `${[`${counted(counts.told, "reminder")} went out${together}`, ...told].join("; ")}.`;
};

/** @throws TrainerError when somebody surely or possibly was not reminded. */
const failUnless = ({ refused, unknown, failed }: NoticeCounts): void => {
  if (refused + unknown + failed === 0) return;
  throw new TrainerError(
    "Not all reminders went out; the report in the course's bucket (notices/) says to whom.",
  );
};
