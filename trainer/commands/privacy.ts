import { resolve } from "node:path";
import { Command } from "commander";
import * as z from "zod";
import { counted } from "../../course/counted.ts";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import { type Erasure, eraseStudent } from "../privacy/erase-student.ts";
import { exportStudent } from "../privacy/export-student.ts";
import { TrainerError } from "../trainer-error.ts";
import { type CommonOptions, commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export const exportCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("export"))
    .description("write everything that is stored about a student as files")
    .argument("<student>", "the student's id")
    .option("--out <dir>", 'a folder that is not there yet; "export-" and the id when left out')
    .action((id: string, _: unknown, command: Command) => exportOne(studentOf(id), command, terminal));

export const eraseCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("erase"))
    .description("delete everything that is stored about a student, for good; counts stay")
    .argument("<student>", "the student's id")
    .option("--yes", "don't ask")
    .action((id: string, _: unknown, command: Command) => eraseOne(studentOf(id), command, terminal));

const studentOf = (id: string): StudentId => {
  const parsed = studentIdSchema.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new UsageError(`"${id}" can't be a student id: it ${parsed.error.issues[0]?.message}.`);
};

const exportOptionsSchema = z.object({ out: z.string().min(1).optional() });

const exportOne = async (studentId: StudentId, command: Command, { out }: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const folder = resolve(exportOptionsSchema.parse(command.opts()).out ?? `export-${studentId}`);
  await withSession(common, async ({ bucket }) => {
    const files = await exportStudent(bucket, studentId, folder);
    out(
      common.json
        ? JSON.stringify({ studentId, folder, files })
        : `Wrote ${counted(files.length, "file")} about ${studentId} to ${folder}; index.json says what each is.`,
    );
  });
};

const eraseOptionsSchema = z.object({ yes: z.boolean().default(false) });

const eraseOne = async (studentId: StudentId, command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const { yes } = eraseOptionsSchema.parse(command.opts());
  await withSession(common, async ({ bucket, stack, stepFunctions }) => {
    if (!yes) await confirm(studentId, stack.name, terminal);
    const { stateMachineArn } = stack;
    const erasure = await eraseStudent({ bucket, stepFunctions, stateMachineArn }, studentId);
    const lines = common.json
      ? [JSON.stringify({ studentId, ...erasure })]
      : erasureLines(studentId, erasure);
    for (const line of lines) terminal.out(line);
    refuseUnknown(studentId, erasure);
    for (const line of elsewhere(studentId, common)) terminal.note(line);
    if (erasure.notUnderstood.length > 0) {
      throw new TrainerError(
        `These objects name ${studentId} in a form that is not known here; look at them yourself: ${erasure.notUnderstood.join(", ")}`,
      );
    }
  });
};

const confirm = async (studentId: StudentId, course: string, { ask }: Terminal): Promise<void> => {
  const answer = await ask(
    `Everything about ${studentId} in ${course} will be deleted, for good: submissions, grades, key, all old versions.\nType the student's id to go on: `,
  );
  if (answer === null)
    throw new UsageError("There is no terminal to ask at. Add --yes to erase without a question.");
  if (answer.trim() !== studentId) throw new TrainerError("That is another id. Nothing was erased.");
};

const foundNothing = ({ versions, rewritten, oldVersions, notUnderstood }: Erasure): boolean =>
  versions + rewritten.length + oldVersions + notUnderstood.length === 0;

/**
 * A mistyped id must not look like a success. A student who was erased before can't be told from an unknown one, because
 * a record of the erasure would keep the student's name.
 *
 * @throws TrainerError when nothing named the student.
 */
const refuseUnknown = (studentId: StudentId, erasure: Erasure): void => {
  if (!foundNothing(erasure)) return;
  throw new TrainerError(
    `Nothing is stored about "${studentId}", so nothing was erased: the id is wrong, or everything was erased before.`,
  );
};

const erasureLines = (studentId: StudentId, erasure: Erasure): string[] => {
  if (foundNothing(erasure)) return [];
  const { versions, rewritten, oldVersions } = erasure;
  return [
    `Deleted ${counted(versions, "version")} of what was stored about ${studentId}, and ${counted(oldVersions, "old version")} of what named ${studentId} among others.`,
    `Rewrote ${counted(rewritten.length, "object")} without ${studentId}; the counts stay.`,
    ...rewritten.map((key) => `  ${key}`),
  ];
};

/** What no command can delete, and what would bring the student back. */
const elsewhere = (studentId: StudentId, { local, data }: CommonOptions): string[] => [
  `Take ${studentId} out of the course's folder too: the next publishing would put the student on the list again.`,
  local
    ? `The local region keeps the histories of its runs for 90 days, its logs and its inbox until you delete them, all in ${data}.`
    : "Step Functions keeps the histories of runs for 90 days, CloudWatch the functions' logs for a month; mails that went out stay where they arrived.",
];
