import * as z from "zod";
import { instantSchema, studentIdSchema, subjectSchema, testIdSchema } from "./ids.ts";

/** A later deadline of one student for one test. */
export const extensionSchema = z.object({
  subject: subjectSchema,
  testId: testIdSchema,
  deadline: instantSchema,
});

/** What several students have in common, such as `evening` or `extra-time`: letters, digits, dots, dashes, underscores. */
export const groupSchema = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u);

/** A student as the trainer lists them; one line of the roster index `course/roster.jsonl`. */
export const studentSchema = z.object({
  studentId: studentIdSchema,
  email: z.email(),
  name: z.string().min(1),
  extensions: z.array(extensionSchema),
  /** When the student came on the list, if the course was published already. Left out: always there. */
  since: instantSchema.optional(),
  /** Labels by which the trainer names several students at once. Left out: none. */
  groups: z.array(groupSchema).optional(),
});

/** `students/<studentId>/profile.json`: the student, the key's hash, and whether still on the list. */
export const profileSchema = studentSchema.extend({
  onList: z.boolean(),
  /** null: no key was made yet, or it was revoked. */
  apiKey: z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), madeAt: instantSchema }).nullable(),
});

export type Extension = z.infer<typeof extensionSchema>;
export type Student = z.infer<typeof studentSchema>;
export type Profile = z.infer<typeof profileSchema>;
