import { type Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { findJson, readJson } from "../../adapters/storage/json-store.ts";
import { counted } from "../../course/counted.ts";
import { type RunId, testPath } from "../../course/ids.ts";
import { causeText } from "../../course/run/execution-cause.ts";
import { mailSentences } from "../../course/run/mail-counts.ts";
import { type CloseRunOutput, errorNames } from "../../course/run/run.ts";
import { againWords, isAgain } from "../../course/run/run-id.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { runReportSchema } from "../../course/run/run-report.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import type { CourseBucket } from "../aws/bucket.ts";
import { followRun, type RunEnd, type RunProgress, type Settling } from "../run/follow-run.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { durationText, type Progress } from "./progress.ts";
import type { Session } from "./session.ts";
import type { Terminal } from "./terminal.ts";

const followOptionsSchema = z.object({ timeout: z.number() });

const minutes = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number of minutes.");
};

/** A day. */
const longestFollowing = 1440;

/** The common options, and how long to follow a run. */
export const withFollowing = (command: Command): Command =>
  withCommonOptions(command).option(
    "--timeout <minutes>",
    "follow the run no longer than this",
    minutes,
    longestFollowing,
  );

/**
 * Follows a run to its end, shows its states and its progress, and then its result.
 *
 * @throws TrainerError when the run failed, or students in it did, or it was left open by an execution that failed.
 */
export const showRun = async (
  session: Session,
  executionArn: string,
  command: Command,
  terminal: Terminal,
): Promise<RunEnd> => {
  const { json } = commonOptions(command);
  const end = await follow(
    session,
    executionArn,
    followOptionsSchema.parse(command.opts()).timeout,
    terminal,
  );
  if (json) terminal.out(endJson({ executionArn, ...end }, session));
  else for (const line of await endLines(end, session, terminal)) terminal.out(line);
  failIfFailed(end, executionArn, await resumedByOf(end, session));
  return end;
};

/** Counts the wait for late writes down: a bar for who watches, otherwise one line. */
const settlingShown = (terminal: Terminal) => {
  let bar: Progress | undefined;
  return {
    at: ({ leftMs, totalMs }: Settling): void => {
      const [left, total] = [leftMs, totalMs].map((ms) => Math.ceil(ms / 1_000));
      if (bar === undefined) {
        bar = terminal.progress("Waiting", "s");
        if (!terminal.isWatched) terminal.note(`    ${durationText(leftMs)} left`);
      }
      bar.at((total ?? 0) - (left ?? 0), total ?? 0);
    },
    end: (): void => bar?.end(),
  };
};

const follow = async (
  { stepFunctions, bucket }: Session,
  executionArn: string,
  limitMinutes: number,
  terminal: Terminal,
): Promise<RunEnd> => {
  const settling = settlingShown(terminal);
  let bar: Progress | undefined;
  const onProgress = ({ done, total, failed }: RunProgress): void => {
    const failures = failed > 0 ? `${failed} failed` : "";
    if (terminal.isWatched) {
      bar ??= terminal.progress("Grading", "students");
      bar.at(done, total, failures);
    } else terminal.note(`${done} of ${counted(total, "student")}${failures === "" ? "" : `, ${failures}`}`);
  };
  try {
    return await followRun(stepFunctions, executionArn, {
      limitMinutes,
      onProgress,
      onState: (state) => {
        settling.end();
        terminal.note(`  ${state}`);
      },
      onSettling: settling.at,
      now: () => bucket.now(),
    });
  } finally {
    settling.end();
    bar?.end();
  }
};

/** The link leads to the execution in the result: when the run belongs to another execution, to that one. */
const endJson = (end: RunEnd & { readonly executionArn: string }, { linkTo }: Session): string =>
  JSON.stringify({ ...end, link: linkTo(end.executionArn) });

/** The link to an execution, as a line of its own; none when there is no console. */
export const linkLines = (session: Session, executionArn: string): string[] => {
  const link = session.linkTo(executionArn);
  return link === null ? [] : [`Console: ${link}`];
};

/** For a run whose failures were graded by a later one. */
export const resumedLine = (resumedBy: RunId): string =>
  `Resumed by run ${resumedBy}; see it with: bin/trainer watch ${resumedBy}`;

const endLines = async (end: RunEnd, session: Session, terminal: Terminal): Promise<string[]> => {
  switch (end.status) {
    case "closed":
      return closedLines(end.run, session, terminal);
    case "nothing-due":
      return [`Run ${end.runId}: every test that is due was graded before.`];
    case "already-run":
      return [
        `Run ${end.runId} belongs to another execution: ${end.executionArn}`,
        ...linkLines(session, end.executionArn),
      ];
    case "failed":
      return [];
  }
};

/** `20 graded, 3 missing, 1 excused, 1 failed`, in colours. */
export const countWords = (counts: CloseRunOutput["counts"], paint: Terminal["paint"]): string => {
  const { excused = 0 } = counts;
  const missing = counts.missing - excused;
  return [
    paint("good", `${counts.graded} graded`),
    paint(missing > 0 ? "attention" : "faint", `${missing} missing`),
    ...(excused > 0 ? [paint("faint", `${excused} excused`)] : []),
    paint(counts.failed > 0 ? "bad" : "faint", `${counts.failed} failed`),
  ].join(", ");
};

/** What the run has graded, and how it belongs to others. */
const aboutLines = async (bucket: CourseBucket, runId: RunId): Promise<string[]> => {
  const record = await findJson(bucket, keys.run(runId), runRecordSchema);
  const tests = record?.closed?.tests ?? [];
  return [
    ...(tests.length > 0 ? [`Tests      ${tests.map(({ title }) => title).join(", ")}`] : []),
    ...(record?.resumes ? [`Resumed    run ${record.resumes}`] : []),
    ...(record && isAgain(record) ? [`Again      ${againWords(record)}`] : []),
  ];
};

const closedLines = async (
  { runId, counts, reportKey, gradebookKey, mails }: CloseRunOutput,
  { bucket, stack }: Session,
  { paint }: Terminal,
): Promise<string[]> => [
  `Run ${runId}: ${countWords(counts, paint)}, of ${counted(counts.roster, "test")} due.`,
  ...(await aboutLines(bucket, runId)),
  ...(counts.failed > 0 ? await failedLines(bucket, reportKey) : []),
  ...(mails ? [mailSentences(mails)] : []),
  `Report     s3://${stack.bucketName}/${reportKey}`,
  `Gradebook  s3://${stack.bucketName}/${gradebookKey}   (bin/trainer gradebook ${runId})`,
];

/** More are only counted; the report has them all. */
const mostFailed = 20;

const failedLines = async (bucket: CourseBucket, reportKey: string): Promise<string[]> => {
  const { failed } = await readJson(bucket, reportKey, runReportSchema);
  const more = failed.length - mostFailed;
  return [
    ...failed
      .slice(0, mostFailed)
      .map(({ studentId, reason, ...test }) => `  ${studentId} ${testPath(test)}: ${reason}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ];
};

const resumedByOf = async (end: RunEnd, { bucket }: Session): Promise<RunId | undefined> => {
  if (end.status !== "closed") return undefined;
  return (await findJson(bucket, keys.run(end.run.runId), runRecordSchema))?.resumedBy;
};

const mailAdvice = (error: string): string =>
  error === errorNames.trainerMailNotSent
    ? "\nAll was graded before. The gradebook: bin/trainer gradebook"
    : "";

const failIfFailed = (end: RunEnd, executionArn: string, resumedBy: RunId | undefined): void => {
  if (end.status === "failed") {
    throw new TrainerError(
      `The run failed with ${end.error}: ${causeText(end.cause)}${mailAdvice(end.error)}\nIts history: ${executionArn}`,
    );
  }
  if (end.status === "already-run" && end.isLeftOpen) {
    throw new TrainerError(
      `That execution ended and left the run open. Grade what it left: bin/trainer resume ${end.runId}`,
    );
  }
  if (end.status === "closed" && end.run.counts.failed > 0) {
    throw new TrainerError(
      `${counted(end.run.counts.failed, "test")} could not be graded; the report says why. ${
        resumedBy === undefined ? `Then: bin/trainer resume ${end.run.runId}` : resumedLine(resumedBy)
      }`,
    );
  }
};
