import * as z from "zod";

const wholeName = /^[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*$/;

/** The reason why a text can't be a name, as the rest of a sentence. */
const nameFault = (text: string): string => {
  if (text === "") return "is empty";
  if (!/^[A-Za-z0-9._-]*$/.test(text)) return "may hold letters, digits, '.', '_' and '-' only";
  return /^[._-]/.test(text) ? "must begin with a letter or digit" : "may not hold two dots in a row";
};

/**
 * Names that become part of S3 keys, URLs and e-mail subjects. Letters, digits, `.`, `_` and `-`, at most 64
 * characters, no leading punctuation and no `..`, so no name can leave its folder or be read as another name.
 */
const nameSchema = z
  .string()
  .max(64, "is longer than 64 characters")
  .regex(wholeName, { error: ({ input }) => nameFault(String(input)) });

/**
 * Equal for two ids that people, mail systems and file systems may take for the same one: ignores capitals, and leading
 * zeros, which spreadsheets drop.
 */
export const looseId = (id: string): string => id.toLowerCase().replaceAll(/(?<!\d)0+(?=\d)/g, "");

/**
 * Folders of a student's data. A `*` in a policy's resource also matches slashes, so rights to another kind of data would
 * cover a subject with such a name.
 */
const reservedNames: readonly string[] = ["submissions", "grades", "mail"];

const folderNameSchema = nameSchema.refine((name) => !reservedNames.includes(name), {
  error: `may not be one of the names ${reservedNames.join(", ")}`,
});

export const studentIdSchema = nameSchema.brand<"StudentId">();
export const subjectSchema = folderNameSchema.brand<"Subject">();
export const testIdSchema = folderNameSchema.brand<"TestId">();
export const questionIdSchema = nameSchema.brand<"QuestionId">();
export const answerIdSchema = nameSchema.brand<"AnswerId">();

/**
 * A run is named by its cutoff, `2026-11-23T22-00-00Z`. The n-th later run of the same cutoff adds `-again-n`, the n-th
 * resumption of a run adds `-resume-n`.
 * Sorts by time, and is a legal S3 key part and execution name.
 */
export const runIdSchema = z
  .string()
  .regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z(-again-[1-9]\d{0,3})?(-resume-[1-9]\d{0,3})?$/,
    "is not a run id",
  )
  .brand<"RunId">();

/** The notices of one instant, `2026-11-23T20-00-00Z`; reminders by the trainer end in `-by-hand`, scores in `-scores`. */
export const noticeIdSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}-\d{2}-\d{2}Z(-by-hand(-[0-9a-f]{8})?|-scores)?$/, "is not a notice's id")
  .brand<"NoticeId">();

/** First half (32 hex digits) of the SHA-256 of the submitted answers: the same answers get the same id. */
export const submissionIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/, "is not a submission id")
  .brand<"SubmissionId">();

/** An instant in UTC, ISO 8601 with milliseconds, as `Date.toISOString()` writes it: compares as text. */
export const instantSchema = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/, "is not an instant like 2026-11-23T22:00:00.000Z")
  .brand<"Instant">();

export type StudentId = z.infer<typeof studentIdSchema>;
export type Subject = z.infer<typeof subjectSchema>;
export type TestId = z.infer<typeof testIdSchema>;
export type QuestionId = z.infer<typeof questionIdSchema>;
export type AnswerId = z.infer<typeof answerIdSchema>;
export type RunId = z.infer<typeof runIdSchema>;
export type NoticeId = z.infer<typeof noticeIdSchema>;
export type SubmissionId = z.infer<typeof submissionIdSchema>;
export type Instant = z.infer<typeof instantSchema>;

/** One test of the course. */
export interface TestRef {
  readonly subject: Subject;
  readonly testId: TestId;
}

export const toInstant = (date: Date): Instant => instantSchema.parse(date.toISOString());

export const testRefSchema = z.object({ subject: subjectSchema, testId: testIdSchema });

/** The name of a test for people and in maps: `<subject>/<testId>`. */
export const testPath = (test: TestRef): string => `${test.subject}/${test.testId}`;
