import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import type { Instant } from "../../course/ids.ts";
import { remindersOf } from "../../course/reminder-settings.ts";
import { PageBucket } from "../aws/page-bucket.ts";
import type { Course } from "../course-folder/course.ts";
import { problemLine } from "../course-folder/problems.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { addedNotices, type ComingNotice, noticeLines } from "../notices/outlook.ts";
import { startAdded } from "../notices/start-notices.ts";
import { changedFiles, publishPage, studentPage } from "../page/publish-page.ts";
import { type Concern, concernOf } from "../publish/concern.ts";
import { type HandedIn, readHandedIn } from "../publish/handed-in.ts";
import { readJoined } from "../publish/joined.ts";
import { publishLosses } from "../publish/losses.ts";
import { mailWarnings } from "../publish/mail-warnings.ts";
import { otherCourseLosses } from "../publish/other-course.ts";
import { isUnchanged, planPublish } from "../publish/plan.ts";
import { readFacts } from "../publish/publish-facts.ts";
import { type Published, readPublished } from "../publish/published.ts";
import { publishReport, reportLines } from "../publish/report.ts";
import { type OnUploaded, upload } from "../publish/upload.ts";
import { changeWarnings } from "../publish/warnings.ts";
import { askToGoOn } from "./go-on.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const publishOptionsSchema = z.object({
  dryRun: z.boolean().default(false),
  yes: z.boolean().default(false),
});

export const publishCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("publish"))
    .description("check a course folder, then upload what changed in it")
    .argument("<dir>", "the course's folder")
    .option("--dry-run", "say what would be done, and do nothing")
    .option("--yes", "publish without asking, even if it drops people or their work")
    .action((folder: string, _: unknown, command: Command) => publish(folder, command, terminal));

const publish = async (folder: string, command: Command, terminal: Terminal): Promise<void> => {
  const { out, note } = terminal;
  const options = commonOptions(command);
  const { dryRun, yes } = publishOptionsSchema.parse(command.opts());
  const course = readCourse(folder);
  for (const warning of course.warnings) note(`Warning: ${problemLine(warning)}`);
  await withSession(
    options,
    async (session) => {
      const { stack, bucket } = session;
      const published = await readPublished(bucket);
      const now = await bucket.now();
      const plan = planPublish(course, published, await readJoined(bucket, course.students, published, now));
      if (plan.doubtful) note(cutShort);
      const handedIn = await lookUp(terminal, session, concernOf(plan, published, now), published);
      const facts = await readFacts(bucket, plan, now, handedIn);
      const warnings = changeWarnings(course, published, plan, facts);
      for (const { message } of warnings) note(`Warning: ${message}`);
      const losses = [
        ...otherCourseLosses(course.settings, published.settings),
        ...publishLosses(plan, published, facts),
      ];
      await askFor(losses, { dryRun, yes }, terminal);
      if (!dryRun) await uploadShown(terminal, (each) => upload(bucket, course, published, plan, each));
      const page = await updatePage(session, course, dryRun);
      const notices = addedNotices(course, plan, published, now);
      await tellAdded(session, course, { notices, now, dryRun }, terminal);
      await noteMail(course, dryRun, session, terminal);
      const report = publishReport(plan);
      if (options.json) {
        const all = [...course.warnings, ...warnings];
        out(JSON.stringify({ stack: stack.name, dryRun, ...report, page, notices, warnings: all, losses }));
        return;
      }
      out(`${course.settings.title} (${stack.name})`);
      for (const line of reportLines(report)) out(line);
      if (page !== null && page.length > 0) out(`The students' page: ${counted(page.length, "file")}.`);
      if (stack.page === null) note(noPage);
      if (isUnchanged(plan) && (page ?? []).length === 0) out("Nothing had to be uploaded.");
      else if (dryRun) out("Nothing was uploaded: this was a dry run.");
    },
    course.settings,
  );
};

interface Added {
  readonly notices: readonly ComingNotice[];
  readonly now: Instant;
  readonly dryRun: boolean;
}

/** Says which mails to students this publishing adds to the next 24 hours, and has them sent. */
const tellAdded = async (
  { stack, stepFunctions }: Session,
  { settings }: Course,
  { notices, now, dryRun }: Added,
  { note }: Terminal,
): Promise<void> => {
  const machine = stack.noticesStateMachineArn;
  if (remindersOf(settings) !== null && machine === null) return note(`Warning: ${noNoticesYet}`);
  if (notices.length === 0 || machine === null) return;
  note(
    `By reminders in course.yaml, students ${dryRun ? "would get" : "get"} these mails in the next 24 hours:`,
  );
  for (const line of noticeLines(notices, settings.timeZone, now)) note(line);
  if (!dryRun) await startAdded(stepFunctions, machine, now, notices);
};

const noNoticesYet =
  "course.yaml has reminders, and this stack sends none: deploy it again (npm run deploy -- -c course=DIR).";

/** Nothing may be uploaded before it returns. @throws TrainerError when the trainer says no. */
const askFor = async (
  losses: readonly string[],
  { dryRun, yes }: z.output<typeof publishOptionsSchema>,
  { note, ask }: Terminal,
): Promise<void> => {
  if (losses.length === 0) return;
  note("This publishing drops people, or what they handed in:");
  for (const loss of losses) note(`  ${loss}`);
  if (dryRun && !yes) return note("Without --dry-run, publish asks first, or needs --yes.");
  await askToGoOn(
    { question: "Publish anyway?", refused: "Nothing was published", wish: "publish", yes },
    { ask },
  );
};

const cutShort =
  "An earlier publishing did not end, or another is under way: every student's profile is compared with the list.";

const noPage =
  "This stack has no page for students yet: deploy it again (npm run deploy -- -c course=DIR), then publish.";

/** Problems with the mail are found now rather than at the deadline. They don't stop the publishing. */
const noteMail = async (
  course: Course,
  isDryRun: boolean,
  { tryMail }: Session,
  { note }: Terminal,
): Promise<void> => {
  const { students, settings } = course;
  const recipients = students.map(({ email }) => email);
  const trial = await tryMail({ sender: settings.sender, recipients, isDryRun });
  for (const warning of mailWarnings(course, trial)) note(`Warning: ${warning}`);
};

/** @returns paths of the page's files that are new or changed; null: the stack has no page. */
const updatePage = async (
  { stack, s3 }: Session,
  { settings }: Course,
  dryRun: boolean,
): Promise<string[] | null> => {
  if (stack.page === null) return null;
  const bucket = new PageBucket(s3, stack.page.bucketName);
  const files = await studentPage(settings);
  if (!dryRun) return publishPage(bucket, files);
  return (await changedFiles(bucket, files)).map(({ path }) => path);
};

const lookUp = async (
  terminal: Terminal,
  { s3, stack }: Session,
  concern: Concern,
  published: Published,
): Promise<HandedIn> => {
  const progress = terminal.progress("Looking", "students");
  try {
    const place = { client: s3, bucket: stack.bucketName };
    return await readHandedIn(place, concern, published, progress.at);
  } finally {
    progress.end();
  }
};

const uploadShown = async (terminal: Terminal, work: (each: OnUploaded) => Promise<void>): Promise<void> => {
  const progress = terminal.progress("Uploading", "tests and students");
  try {
    await work(progress.at);
  } finally {
    progress.end();
  }
};
