import { Command } from "commander";
import * as z from "zod";
import type { ObjectStore } from "../../adapters/storage/object-store.ts";
import { type StudentId, studentIdSchema } from "../../course/ids.ts";
import { makeKey, revokeKey } from "../api-key.ts";
import { commonOptions, withCommonOptions } from "./options.ts";
import { withSession } from "./session.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const configOptionsSchema = z.object({
  student: z.string().optional(),
  rotate: z.boolean().default(false),
  revoke: z.boolean().default(false),
});

type ConfigOptions = z.output<typeof configOptionsSchema>;

/** What happened to the student's key: made (and shown, this once), kept as it is, taken away, or there was none. */
type KeyOutcome = { readonly key: string } | { readonly status: "kept" | "revoked" | "none" };

export const configCommand = (terminal: Terminal): Command =>
  withCommonOptions(new Command("config"))
    .description("print the API's address, and make or revoke a student's key")
    .option("--student <id>", "the student; gets a key if there is none")
    .option("--rotate", "make a new key for the student; the old one ends")
    .option("--revoke", "revoke the student's key")
    .action((_: unknown, command: Command) => config(command, terminal));

const config = async (command: Command, { out, note }: Terminal): Promise<void> => {
  const common = commonOptions(command);
  const options = configOptionsSchema.parse(command.opts());
  checkOptions(options);
  await withSession(common, async ({ stack, bucket }) => {
    if (options.student === undefined) {
      out(common.json ? JSON.stringify({ url: stack.apiUrl }) : `url=${stack.apiUrl}`);
      return;
    }
    const studentId = studentIdSchema.parse(options.student);
    const outcome = await keyOutcome(bucket, studentId, options);
    if (common.json) {
      out(JSON.stringify({ url: stack.apiUrl, id: studentId, ...outcome }));
      return;
    }
    for (const line of [`url=${stack.apiUrl}`, `id=${studentId}`]) out(line);
    if ("key" in outcome) out(`key=${outcome.key}`);
    note(sentences["key" in outcome ? "made" : outcome.status]);
  });
};

/** API Gateway caches the authorizer's answer for a minute (lib/student-api.ts). */
const sentences = {
  made: "The key is shown only now and stored nowhere: send it to the student. An older key stops working within a minute.",
  kept: "The student has a key already; it can't be shown again. Make a new one with --rotate.",
  revoked: "The key was revoked; it stops working within a minute.",
  none: "The student had no key.",
} as const;

const keyOutcome = async (
  store: ObjectStore,
  studentId: StudentId,
  { rotate, revoke }: ConfigOptions,
): Promise<KeyOutcome> => {
  if (revoke) return { status: (await revokeKey(store, studentId)) ? "revoked" : "none" };
  const key = await makeKey(store, studentId, { rotate });
  return key === null ? { status: "kept" } : { key };
};

const checkOptions = ({ student, rotate, revoke }: ConfigOptions): void => {
  if (rotate && revoke) throw new UsageError("--rotate and --revoke exclude each other.");
  if ((rotate || revoke) && student === undefined) throw new UsageError("Name the student: --student ID.");
  const parsed = studentIdSchema.safeParse(student);
  if (student !== undefined && !parsed.success) {
    throw new UsageError(`"${student}" can't be a student id: it ${parsed.error.issues[0]?.message}.`);
  }
};
