import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { testPath } from "../../course/ids.ts";
import { type CloseRunOutput, runRequestSchema } from "../../course/run/run.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { wordsOf } from "../../course/words/words.ts";
import { followRun } from "../../trainer/run/follow-run.ts";
import { type Expectation, findFaults, type RunEvidence, readInbox, readRun } from "../class/evidence.ts";
import type { Stage } from "./stage.ts";
import { table } from "./story.ts";
import { remindedOf, rightAnswers, tooLate } from "./week.ts";

const deadline = "2026-11-23 23:00";
const settleState = "Let late writes land";

/** More than the settle time, so that one move of the clock passes it. */
const pastSettlingMs = 60_000;

/** Monday 23:00: the schedule starts the run. Returns everything that is wrong. */
export const playGrading = async (stage: Stage): Promise<string[]> => {
  stage.scene(deadline, "The deadline. The schedule starts the grading run.");
  const { story, runs, region } = stage;
  const { executionArn } = await runs.waitFor(
    "the schedule starts a run",
    ({ type }) => type === "ExecutionStarted",
  );
  story.say(executionArn);
  await runs.waitFor("the run lets late writes land", (event) => event.type === "WaitStateEntered");
  story.say(`The run is at "${settleState}": answers accepted in time may still be on their way.`);
  await tooLate(stage);
  region.clock.moveTo(region.clock.now() + pastSettlingMs);
  story.scene(region.clock.now(), "The run grades every student and mails the scores.");
  await runs.waitFor("the run ends", ({ type }) =>
    /^Execution(Succeeded|Failed|TimedOut|Aborted)$/.test(type),
  );
  const run = await endedRun(stage, executionArn);
  const evidence = await readRun(stage.bucket, run);
  showResults(stage, run, evidence);
  const inbox = await readInbox(region.inbox);
  story.heading(`Mails in the inbox: ${inbox.length}`);
  story.show(table(inbox.map(({ to, subject }) => [to.join(", "), subject])));
  showPlaces(stage, run, executionArn);
  return [
    ...(await scheduleFaults(stage, executionArn)),
    ...(await findFaults(stage.bucket, evidence, inbox, {
      trainerEmail: stage.course.settings.trainer.email,
      runId: run.runId,
      results: expectations(stage),
      others: reminders(stage),
    })),
  ];
};

const endedRun = async ({ stepFunctions }: Stage, executionArn: string): Promise<CloseRunOutput> => {
  const end = await followRun(stepFunctions, executionArn, { limitMinutes: 1, onProgress: () => undefined });
  if (end.status === "closed") return end.run;
  throw new Error(`The run did not close its ledger: ${JSON.stringify(end)}`);
};

/** The demo itself starts no run; the run's input must show that the schedule started it. */
const scheduleFaults = async ({ stepFunctions }: Stage, executionArn: string): Promise<string[]> => {
  const { input } = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));
  const { scheduledTime } = runRequestSchema.parse(JSON.parse(input ?? "{}"));
  return scheduledTime === undefined ? ["The run was not started by the schedule."] : [];
};

/** The result that everybody must have whose deadline has passed. */
const expectations = ({ course }: Stage): Expectation[] =>
  course.students.flatMap(({ studentId, email, extensions }) =>
    course.tests
      .filter((test) => !extensions.some((extension) => testPath(extension) === testPath(test)))
      .map((test) => ({ studentId, email, test, right: rightAnswers[studentId]?.[testPath(test)] ?? null })),
  );

/** A day and two hours before the deadline, each about all that the student has not sent in. */
const reminders = ({ course: { students, tests, settings } }: Stage): Map<string, number> =>
  new Map(
    students.flatMap((student) => {
      const titles = remindedOf(student, tests).map(({ title }) => title);
      if (titles.length === 0) return [];
      const subject = wordsOf(settings).noticeMail.reminderSubject(titles);
      return [[`${student.email}: ${subject}`, 2] as const];
    }),
  );

const showResults = ({ story }: Stage, run: CloseRunOutput, { report, gradebook }: RunEvidence): void => {
  story.heading(`The ledger of run ${run.runId}: graded + missing + failed = roster`);
  story.show(
    table([
      ["test", "graded", "missing", "failed", "roster"],
      ...report.tests.map((test) => [
        testPath(test),
        ...[test.counts.graded, test.counts.missing, test.counts.failed, test.counts.roster].map(String),
      ]),
    ]),
  );
  story.heading("The gradebook");
  story.show(table(gradebook));
  story.heading("Missing");
  story.show(table(report.missing.map(({ name, ...test }) => [name, testPath(test)])));
};

const showPlaces = ({ story, region }: Stage, run: CloseRunOutput, executionArn: string): void => {
  const name = region.outputs.BucketName;
  story.heading("Where everything lies");
  story.show(
    table([
      ["execution", executionArn],
      ["report", `s3://${name}/${run.reportKey}`],
      ["gradebook", `s3://${name}/${run.gradebookKey}`],
      ["roster", `s3://${name}/${keys.runRoster(run.runId)}`],
      ["results", `s3://${name}/${keys.runResults(run.runId)}/`],
      ["submissions", `s3://${name}/students/<student>/submissions/<subject>/<test>/`],
      ["grades", `s3://${name}/students/<student>/grades/<subject>/<test>.json`],
      ["inbox", `${region.inbox}/store`],
    ]),
  );
};
