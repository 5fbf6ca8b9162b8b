import { findJson } from "../../adapters/storage/json-store.ts";
import { counted } from "../../course/counted.ts";
import { mendKeyIn } from "../../course/grading/mend-key.ts";
import type { RegradePreview, ScoreChange } from "../../course/grading/regrade.ts";
import type { Supposed } from "../../course/grading/supposed-key.ts";
import { type RunId, runIdSchema, testPath } from "../../course/ids.ts";
import { runRecordSchema } from "../../course/run/run-record.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { previewAgain, previewUndo } from "../regrade/preview.ts";
import { TrainerError } from "../trainer-error.ts";
import { askToGoOn } from "./go-on.ts";
import type { Session } from "./session.ts";
import { table } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

interface ShowAgainOptions {
  readonly terminal: Terminal;
  readonly json: boolean;
  /** A choice that may be right. */
  readonly supposed: Supposed | undefined;
}

/** `--again` without doing it: who would change, and by how much. */
export const showAgain = async (
  { bucket }: Session,
  paths: readonly string[],
  { terminal, json, supposed }: ShowAgainOptions,
): Promise<void> => {
  const preview = await watched(terminal, async (onStudents) =>
    previewAgain(bucket, paths, await bucket.now(), { onStudents, supposed }),
  );
  show(preview, terminal, json);
  const [path = ""] = paths;
  const mend = supposed && mendKeyIn(path, [supposed.questionId]);
  if (preview.students === 0) terminal.note("No deadline of these tests has come yet.");
  else
    terminal.note(`Nothing was graded. To do it: ${mend ?? `bin/trainer grade --again ${paths.join(" ")}`}`);
};

/** A closed run, with what undoing it would put back. */
const undoable = async ({ bucket }: Session, wanted: string, terminal: Terminal) => {
  const run = runIdSchema.safeParse(wanted).data;
  if (run === undefined) throw new UsageError(`"${wanted}" is not a run id such as 2026-11-23T22-00-00Z.`);
  const record = await findJson(bucket, keys.run(run), runRecordSchema);
  if (record === null)
    throw new TrainerError(`There is no run "${run}". See the runs with: bin/trainer runs`);
  if (record.status !== "closed") {
    throw new TrainerError(`Run ${run} is ${record.status}; only a run that is closed can be undone.`);
  }
  return { run, preview: await watched(terminal, (onStudents) => previewUndo(bucket, run, { onStudents })) };
};

/** `--undo` without doing it. @throws TrainerError when there is no such closed run. */
export const showUndo = async (
  session: Session,
  wanted: string,
  terminal: Terminal,
  json: boolean,
): Promise<void> => {
  const { run, preview } = await undoable(session, wanted, terminal);
  show(preview, terminal, json);
  terminal.note(`Nothing was put back. To do it: bin/trainer grade --undo ${run}`);
};

/**
 * Shows what undoing a run would put back, and asks.
 *
 * @returns the run to undo.
 * @throws TrainerError when there is no such closed run, nothing to put back, or the answer is no.
 */
export const askUndo = async (
  session: Session,
  wanted: string,
  { yes, json }: { readonly yes: boolean; readonly json: boolean },
  terminal: Terminal,
): Promise<RunId> => {
  const { run, preview } = await undoable(session, wanted, terminal);
  // With --json, the result of the run is all that is printed.
  if (!json) show(preview, terminal, false);
  const { changes } = preview;
  if (changes.length === 0) {
    throw new TrainerError(
      `Run ${run} changed no score that still stands, so there is nothing to put back. A first score, and one that a later run changed, stay as they are.`,
    );
  }
  await askToGoOn(
    {
      question: `Put back ${counted(changes.length, "score")}, and mail each student the correction?`,
      refused: "Nothing was put back",
      wish: "put them back",
      yes,
    },
    terminal,
  );
  return run;
};

const watched = async <T>(
  terminal: Terminal,
  work: (onStudents: (done: number) => void) => Promise<T>,
): Promise<T> => {
  const bar = terminal.progress("Comparing", "students");
  try {
    return await work((done) => bar.at(done, done));
  } finally {
    bar.end();
  }
};

const show = (preview: RegradePreview, terminal: Terminal, json: boolean): void => {
  if (json) terminal.out(JSON.stringify(preview));
  else for (const line of previewLines(preview, terminal.paint)) terminal.out(line);
};

const changeRow = ({ studentId, name, before, after, byHand, ...test }: ScoreChange): string[] => [
  `  ${testPath(test)}`,
  studentId,
  name,
  `${before ?? "no score"} -> ${after ?? "no score"}`,
  byHand ? "set by hand, which stays" : "",
];

/** `30 students: 4 up, 1 down, 25 the same`, and who. */
const previewLines = (preview: RegradePreview, paint: Terminal["paint"]): string[] => {
  const { students, up, down, same, other, failed, changes, failures } = preview;
  const counts = [
    paint(up > 0 ? "good" : "faint", `${up} up`),
    paint(down > 0 ? "bad" : "faint", `${down} down`),
    paint("faint", `${same} the same`),
    ...(other > 0 ? [paint("attention", `${other} with a score where none was, or none where one was`)] : []),
    ...(failed > 0 ? [paint("bad", `${failed} that can't be graded`)] : []),
  ];
  return [
    `${counted(students, "score")}: ${counts.join(", ")}`,
    ...table(changes.map(changeRow)),
    ...failures.map(({ studentId, reason, ...test }) => `  ${studentId} ${testPath(test)}: ${reason}`),
  ];
};
