import { Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import { mapBounded } from "../../adapters/storage/bounded.ts";
import { startWords, toldWords } from "../../course/notices/notices-execution.ts";
import { againWords, isAgain } from "../../course/run/run-id.ts";
import { listNotices } from "../notices/list-notices.ts";
import { type ClosedRun, closedRunOf } from "../run/graded-tests.ts";
import { readRuns } from "../run/list-runs.ts";
import { type RunStanding, readStandings, type UnopenedRun } from "../run/run-standings.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import { countWords } from "./show-run.ts";
import type { Terminal } from "./terminal.ts";

const runsOptionsSchema = z.object({ most: z.number(), notices: z.boolean().default(false) });

const count = (text: string): number => {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1.");
};

export const runsCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("runs"))
    .description("list the grading runs and what each has graded, the one that ended last first")
    .option("--most <n>", "list no more than this", count, 20)
    .option("--notices", "list the notices to students instead, and what they told")
    .action((_: unknown, command: Command) => runs(command, terminal));

const runs = async (command: Command, terminal: Terminal): Promise<void> => {
  const options = commonOptions(command);
  const { most, notices } = runsOptionsSchema.parse(command.opts());
  await withSession(options, async (session) => {
    if (notices) return noticesRuns(session, { most, json: options.json }, terminal);
    const { bucket, stepFunctions, stack } = session;
    const records = await Array.fromAsync(readRuns(bucket));
    const standings = await readStandings(stepFunctions, stack.stateMachineArn, records);
    const shown = await Array.fromAsync(
      mapBounded(standings.runs.slice(0, most), parallelReads, async (run): Promise<ShownRun> => {
        return { ...run, closed: await closedRunOf(bucket, run.record) };
      }),
    );
    const unopened = standings.unopened.slice(0, most);
    if (options.json) {
      terminal.out(JSON.stringify(shown.map((run) => runJson(run, session))));
    } else {
      if (shown.length + unopened.length === 0) terminal.out("There is no run yet.");
      for (const run of shown) for (const line of runLines(run, session, terminal)) terminal.out(line);
    }
    for (const run of unopened) terminal.note(unopenedLine(run, session));
  });
};

const noticesRuns = async (
  { stack, stepFunctions, linkToNotices }: Session,
  { most, json }: { readonly most: number; readonly json: boolean },
  { out, paint }: Terminal,
): Promise<void> => {
  const machine = stack.noticesStateMachineArn;
  const listed = machine === null ? [] : await listNotices(stepFunctions, machine, most);
  if (json) {
    out(JSON.stringify(listed.map((one) => ({ ...one, link: linkToNotices(one.executionArn) }))));
    return;
  }
  if (listed.length === 0)
    out(machine === null ? "This course sends no notices." : "There is no notice yet.");
  for (const { executionArn, startedAt, status, startedBy, counts } of listed) {
    const link = linkToNotices(executionArn) ?? executionArn;
    out(`${startedAt}  ${paint(noticesTone(status), status.toLowerCase())}  ${link}`);
    out(`  ${startWords[startedBy]}${counts === undefined ? "" : `: ${toldWords(counts)}`}`);
  }
};

const noticesTone = (status: string): "good" | "strong" | "bad" => {
  if (status === "SUCCEEDED") return "good";
  return status === "RUNNING" ? "strong" : "bad";
};

const parallelReads = 16;

interface ShownRun extends RunStanding {
  readonly closed: ClosedRun | undefined;
}

/** The record, except that a failed execution makes its status `failed`; `hasGradebook`: the record says `closed`. */
const runJson = ({ record, status, execution, endedAt, closed }: ShownRun, { linkTo }: Session) => ({
  ...record,
  ...(closed && { closed }),
  ...(endedAt !== undefined && { endedAt }),
  again: isAgain(record),
  status,
  ...(execution !== undefined && { execution }),
  hasGradebook: record.status === "closed",
  link: linkTo(record.executionArn),
});

const tones = { open: "strong", "nothing-due": "faint", closed: "good", failed: "bad" } as const;

const runLines = (run: ShownRun, { linkTo }: Session, { paint }: Terminal): string[] => {
  const { record, status } = run;
  const { runId, students, executionArn } = record;
  return [
    `${runId}  ${paint(tones[status], status)}  students: ${students}  ${linkTo(executionArn) ?? executionArn}`,
    ...(run.closed ? [`  ${gradedWords(run.closed, paint)}`] : []),
    ...remarks(run).map((remark) => `  ${remark}`),
  ];
};

/** `Booting, Files: 20 graded, 3 missing, 1 failed`. */
export const gradedWords = ({ tests, counts }: ClosedRun, paint: Terminal["paint"]): string =>
  [...(tests.length > 0 ? [tests.map(({ title }) => title).join(", ")] : []), countWords(counts, paint)].join(
    ": ",
  );

const endings: Readonly<Record<string, string>> = {
  ABORTED: "was stopped",
  TIMED_OUT: "took longer than it may",
};

const remarks = ({ record, status, execution = "" }: RunStanding): string[] => [
  ...(isAgain(record) ? [`again, ${againWords(record)}`] : []),
  ...(record.resumes === null ? [] : [`resumed run ${record.resumes}`]),
  ...(record.resumedBy === undefined ? [] : [`resumed by run ${record.resumedBy}`]),
  ...(status === "failed" ? [failedRemark(record, endings[execution] ?? "failed")] : []),
];

const failedRemark = ({ runId, status, resumedBy }: RunStanding["record"], ended: string): string => {
  if (status === "closed") {
    return `${ended} after everything was graded: the mail to the trainer may not have gone out. See: bin/trainer mail --unknown`;
  }
  return resumedBy === undefined ? `${ended}. Grade what is left: bin/trainer resume ${runId}` : ended;
};

/** It has no run id, so it has no line in the table. */
const unopenedLine = ({ executionArn, startedAt, execution }: UnopenedRun, { linkTo }: Session): string =>
  `Started ${startedAt.toISOString()} and ${endings[execution] ?? "failed"} before any student was graded: ${linkTo(executionArn) ?? executionArn}`;
