import { Command } from "commander";
import * as z from "zod";
import { forEachBounded } from "../../adapters/storage/bounded.ts";
import { readJsonLines } from "../../adapters/storage/json-store.ts";
import { counted } from "../../course/counted.ts";
import { keys } from "../../course/storage/storage-keys.ts";
import { type Student, studentSchema } from "../../course/student.ts";
import { inviteDepsOf } from "../invite/invite-deps.ts";
import { type InviteDeps, type Invited, inviteStudent } from "../invite/invite-student.ts";
import { type KeyStanding, keyStanding } from "../invite/key-standing.ts";
import { TrainerError } from "../trainer-error.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { type Session, withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const inviteOptionsSchema = z.object({
  student: z.string().optional(),
  allWithoutKey: z.boolean().default(false),
  rotate: z.boolean().default(false),
  dryRun: z.boolean().default(false),
});

type InviteOptions = z.output<typeof inviteOptionsSchema>;

/** Invitations made at the same time; each takes a few calls. The course's limit of mails a second holds as well. */
const parallelInvitations = 32;

export const inviteCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("invite"))
    .description("make keys, and mail each with the link to the students' page")
    .option("--student <id>", "one student")
    .option("--all-without-key", "everybody on the list who has no key yet")
    .option("--rotate", "with --student: a new key; the old one ends when the mail has gone out")
    .option("--dry-run", "say who would be invited, and do nothing")
    .action((_: unknown, command: Command) => invite(command, terminal));

const invite = async (command: Command, terminal: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const options = inviteOptionsSchema.parse(command.opts());
  checkOptions(options);
  await withSession(common, async (session) => {
    const students = await studentsMeant(session, options);
    const outcomes = options.dryRun
      ? await outlook(session, students, options)
      : await inviteAll(await inviteDepsOf(session, terminal.note), students, options, terminal);
    report(outcomes, { ...options, json: common.json }, terminal);
  });
};

const checkOptions = ({ student, allWithoutKey, rotate }: InviteOptions): void => {
  if ((student !== undefined) === allWithoutKey) {
    throw new UsageError("Say whom to invite: --student ID or --all-without-key.");
  }
  if (rotate && student === undefined) {
    throw new UsageError("--rotate makes a new key for one student: --student ID.");
  }
};

/** The students to invite, in the order of the published list. */
const studentsMeant = async ({ bucket }: Session, { student }: InviteOptions): Promise<Student[]> => {
  const students: Student[] = [];
  for await (const listed of readJsonLines(bucket, keys.roster, studentSchema)) {
    if (student === undefined || listed.studentId === student) students.push(listed);
  }
  if (students.length > 0 || student === undefined) return students;
  throw new TrainerError(
    `There is no student "${student}" on the list. Publish a list with the student first.`,
  );
};

const outlook = async (
  { bucket }: Session,
  students: readonly Student[],
  { rotate }: InviteOptions,
): Promise<Invited[]> => {
  const outcomes: Invited[] = [];
  await forEachBounded(students, parallelInvitations, async ({ studentId }) => {
    const standing = rotate ? ({ kind: "none" } as const) : await keyStanding(bucket, studentId);
    outcomes.push(expected(studentId, standing));
  });
  return outcomes;
};

const expected = (studentId: Student["studentId"], { kind }: KeyStanding): Invited => {
  if (kind === "has-key") return { studentId, status: "has-key" };
  if (kind === "under-way")
    return { studentId, status: "unsure", reason: "Another command may be sending it right now." };
  return { studentId, status: "invited", ...(kind === "unknown" && { again: true }) };
};

const inviteAll = async (
  deps: InviteDeps,
  students: readonly Student[],
  { rotate }: InviteOptions,
  terminal: Terminal,
): Promise<Invited[]> => {
  const outcomes: Invited[] = [];
  const progress = terminal.progress("Inviting", "students");
  try {
    await forEachBounded(students, parallelInvitations, async (student) => {
      outcomes.push(await inviteStudent(deps, student, { rotate }));
      progress.at(outcomes.length, students.length);
    });
  } finally {
    progress.end();
  }
  return outcomes;
};

/** @throws TrainerError when somebody who should have been invited surely or possibly was not. */
const report = (
  outcomes: readonly Invited[],
  { dryRun, json, student }: InviteOptions & { readonly json: boolean },
  { out, note }: Terminal,
): void => {
  const {
    invited = [],
    "has-key": hasKey = [],
    unsure = [],
    "not-sent": notSent = [],
  } = Object.groupBy(outcomes, ({ status }) => status);
  if (json) out(JSON.stringify({ dryRun, students: outcomes }));
  else {
    for (const { studentId } of invited) out(studentId);
    note(
      `${counted(invited.length, "student")} ${dryRun ? "would be invited" : "invited"}, ${hasKey.length} with a key already.`,
    );
    const again = invited.filter((outcome) => "again" in outcome).map(({ studentId }) => studentId);
    if (again.length > 0) note(`${againWords} ${again.join(", ")}`);
  }
  if (student !== undefined && hasKey.length === 1) {
    throw new TrainerError(
      `"${student}" has a key already; it can't be shown again. Mail a new one: --rotate.`,
    );
  }
  const problems = [...unsure, ...notSent];
  if (problems.length === 0) return;
  throw new TrainerError(problems.map(problemText).join("\n"));
};

const againWords =
  "An earlier command may have mailed a key to these students. That key has ended, and the new mail says so:";

const problemText = (outcome: Invited): string => {
  const reason = "reason" in outcome ? outcome.reason : "";
  return outcome.status === "unsure"
    ? `${outcome.studentId}: it is not known whether the mail went out. ${reason} Run the command again: it mails a new key, and says there that an earlier one has ended.`
    : `${outcome.studentId}: not sent, and no key was made. ${reason} Run the command again.`;
};
