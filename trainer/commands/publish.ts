import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import type { Instant } from "../../course/ids.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import type { CourseStack } from "../aws/course-stack.ts";
import type { Course } from "../course-folder/course.ts";
import { type Problem, problemLine } from "../course-folder/problems.ts";
import { readCourse } from "../course-folder/read-course.ts";
import { addedNotices, type ComingNotice, noticeLines } from "../notices/outlook.ts";
import { startAdded } from "../notices/start-notices.ts";
import { pictureFiles } from "../page/picture-files.ts";
import { studentPage } from "../page/publish-page.ts";
import { putFiles } from "../page/put-files.ts";
import { type Concern, concernOf } from "../publish/concern.ts";
import { type HandedIn, readHandedIn } from "../publish/handed-in.ts";
import { readJoined } from "../publish/joined.ts";
import { publishLosses } from "../publish/losses.ts";
import { mailWarnings } from "../publish/mail-warnings.ts";
import { otherCourseLosses } from "../publish/other-course.ts";
import { isUnchanged, type Plan, planPublish } from "../publish/plan.ts";
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
  const options = commonOptions(command);
  const wish = publishOptionsSchema.parse(command.opts());
  const course = readCourse(folder);
  for (const warning of course.warnings) terminal.note(`Warning: ${problemLine(warning)}`);
  await withSession(
    options,
    async (session) => {
      const published = await publishCourse(session, course, wish, terminal);
      if (options.json) terminal.out(JSON.stringify(publishedJson(published)));
      else for (const line of publishedLines(published)) terminal.out(line);
    },
    course.settings,
  );
};

export interface PublishWish extends z.output<typeof publishOptionsSchema> {
  /** Called when the trainer has agreed, just before anything is uploaded; not in a dry run. */
  readonly onAgreed?: () => void;
}

/** What became of a publishing. */
export interface PublishedCourse {
  readonly course: Course;
  readonly stack: CourseStack;
  readonly dryRun: boolean;
  readonly plan: Plan;
  /** Paths of the page's files that are new or changed; null: the stack has no page. */
  readonly page: readonly string[] | null;
  /** Paths of the pictures that are new; null as above. */
  readonly pictures: readonly string[] | null;
  readonly notices: readonly ComingNotice[];
  readonly warnings: readonly Problem[];
  readonly losses: readonly string[];
}

/** Publishes a course that was read: says what it warns of, and asks before it drops anything. */
export const publishCourse = async (
  session: Session,
  folder: Course,
  { dryRun, yes, onAgreed }: PublishWish,
  terminal: Terminal,
): Promise<PublishedCourse> => {
  const { note } = terminal;
  const { stack, bucket } = session;
  // Only a publishing needs the renderer: other commands start without it.
  const { renderTests } = await import("../text/render-test.ts");
  const course = { ...folder, tests: await renderTests(folder.tests) };
  const published = await readPublished(bucket);
  const now = await bucket.now();
  const joined = await readJoined(bucket, course.students, published, now);
  const plan = planPublish(course, published, joined, stack);
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
  if (!dryRun) onAgreed?.();
  // Before the tests that show them.
  const pictures = await putFiles(session, pictureFiles(course.tests), dryRun);
  if (!dryRun) {
    await uploadShown(terminal, (each) => upload(bucket, course, published, plan, each));
  }
  const page = stack.page && (await putFiles(session, await studentPage(course.settings), dryRun));
  const notices = addedNotices(course, plan, published, now);
  await tellAdded(session, course, { notices, now, dryRun }, terminal);
  await noteMail(course, dryRun, session, terminal);
  if (stack.page === null) note(noPage);
  return { course, stack, dryRun, plan, page, pictures, notices, warnings, losses };
};

export const publishedJson = ({
  course,
  stack,
  dryRun,
  plan,
  page,
  pictures,
  notices,
  warnings,
  losses,
}: PublishedCourse) => {
  const all = [...course.warnings, ...warnings];
  return {
    stack: stack.name,
    dryRun,
    ...publishReport(plan),
    page,
    pictures,
    notices,
    warnings: all,
    losses,
  };
};

export const publishedLines = ({
  course,
  stack,
  dryRun,
  plan,
  page,
  pictures,
}: PublishedCourse): string[] => {
  const ofPage = page ?? [];
  const shown = pictures ?? [];
  return [
    `${course.settings.title} (${stack.name})`,
    ...reportLines(publishReport(plan)),
    ...(ofPage.length > 0 ? [`The students' page: ${counted(ofPage.length, "file")}.`] : []),
    ...(shown.length > 0 ? [`Pictures: ${counted(shown.length, "file")}.`] : []),
    ...(isUnchanged(plan) && ofPage.length + shown.length === 0
      ? ["Nothing had to be uploaded."]
      : dryRun
        ? ["Nothing was uploaded: this was a dry run."]
        : []),
  ];
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
    `By reminders in course.yaml, students who have a key ${dryRun ? "would get" : "get"} these mails in the next 24 hours:`,
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
  "This stack has no page for students: they take tests with bin/test-time.sh or by HTTP, and see no pictures. Deployed without -c page=none, it gets one.";

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

const lookUp = (
  terminal: Terminal,
  { s3, stack }: Session,
  concern: Concern,
  published: Published,
): Promise<HandedIn> => {
  const progress = terminal.progress("Looking", "students");
  const place = { client: s3, bucket: stack.bucketName };
  return readHandedIn(place, concern, published, progress.at).finally(() => progress.end());
};

const uploadShown = async (terminal: Terminal, work: (each: OnUploaded) => Promise<void>): Promise<void> => {
  const progress = terminal.progress("Uploading", "tests and students");
  try {
    await work(progress.at);
  } finally {
    progress.end();
  }
};
