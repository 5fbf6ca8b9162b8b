import * as z from "zod";
import {
  type RunId,
  runIdSchema,
  type StudentId,
  studentIdSchema,
  subjectSchema,
  type TestRef,
  testIdSchema,
} from "../../course/ids.ts";
import { keys } from "../../course/storage/storage-keys.ts";

/** The mail with a student's present key. */
export interface InvitationRef {
  readonly kind: "invitation";
  readonly studentId: StudentId;
}

/** A mail of a run: one revision of a student's grade, or one of the two that a run sends to the trainer. */
export type MailRef =
  | (TestRef & { readonly kind: "student"; readonly studentId: StudentId; readonly revision: number })
  | { readonly kind: "trainer"; readonly runId: RunId; readonly mail: "gradebook" | "failure" };

export type StudentMailRef = Extract<MailRef, { kind: "student" }>;
export type TrainerMailRef = Extract<MailRef, { kind: "trainer" }>;

const revisionSchema = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform(Number);
const studentMailSchema = z.tuple([studentIdSchema, subjectSchema, testIdSchema, revisionSchema]);
const invitationSchema = z.tuple([studentIdSchema, z.literal("invitation")]);
const trainerMailSchema = z.tuple([runIdSchema, z.enum(["gradebook", "failure"])]);

/**
 * How mails are named to people: `<studentId>/<subject>/<testId>/<revision>`, `<studentId>/invitation`, `<runId>/gradebook`,
 * `<runId>/failure`.
 */
export const mailId = (ref: MailRef | InvitationRef): string => {
  if (ref.kind === "invitation") return `${ref.studentId}/invitation`;
  return ref.kind === "student"
    ? `${ref.studentId}/${ref.subject}/${ref.testId}/${ref.revision}`
    : `${ref.runId}/${ref.mail}`;
};

/** The mail that an id names; null: it is not an id of a mail. */
export const parseMailId = (id: string): MailRef | InvitationRef | null => {
  const parts = id.split("/");
  const ofInvitation = invitationSchema.safeParse(parts);
  if (ofInvitation.success) return { kind: "invitation", studentId: ofInvitation.data[0] };
  const ofStudent = studentMailSchema.safeParse(parts);
  if (ofStudent.success) {
    const [studentId, subject, testId, revision] = ofStudent.data;
    return { kind: "student", studentId, subject, testId, revision };
  }
  const ofTrainer = trainerMailSchema.safeParse(parts);
  if (!ofTrainer.success) return null;
  const [runId, mail] = ofTrainer.data;
  return { kind: "trainer", runId, mail };
};

/** Where the ledger has it. */
export const mailKey = (ref: MailRef): string =>
  ref.kind === "student"
    ? keys.mail(ref.studentId, ref, ref.revision)
    : keys.trainerMail(ref.runId, ref.mail);

/** The student's mail that a key of the ledger is about; null: it is not such a key. */
export const studentMailOfKey = (studentId: StudentId, key: string): StudentMailRef | null => {
  const prefix = keys.mails(studentId);
  if (!key.startsWith(prefix) || !key.endsWith(".json")) return null;
  const ref = parseMailId(`${studentId}/${key.slice(prefix.length, -".json".length)}`);
  return ref?.kind === "student" ? ref : null;
};
