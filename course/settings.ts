import * as z from "zod";
import { courseIdSchema } from "./course-id.ts";
import { remindersSchema } from "./notices/reminder-settings.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

export type Weekday = (typeof weekdays)[number];

/** A weekly wall time, e.g. `Monday 23:00`. */
export interface WeeklyTime {
  readonly weekday: Weekday;
  readonly hour: number;
  readonly minute: number;
}

const succeeds = (read: () => unknown): boolean => {
  try {
    read();
    return true;
  } catch {
    return false;
  }
};

/** Language codes have two or three letters. Longer ones are reserved; allowing them would accept words such as `polish`. */
const isLanguage = (tag: string): boolean =>
  /^[a-z]{2,3}(-|$)/i.test(tag) && succeeds(() => Intl.getCanonicalLocales(tag));

/** A language tag of BCP 47. */
export const languageSchema = z.string().refine(isLanguage, 'must be a language such as "pl" or "pt-BR"');

const weeklyTimeSchema = z
  .string()
  .regex(
    new RegExp(`^(${weekdays.join("|")}) ([01]\\d|2[0-3]):[0-5]\\d$`),
    'must be a weekday and a time such as "Monday 23:00"',
  );

/** Names that are known to be zones. A lookup takes long, and every message brings a run's settings. */
const knownZones = new Set<string>();

const isTimeZone = (name: string): boolean => {
  const isZone = knownZones.has(name) || succeeds(() => new Intl.DateTimeFormat("en", { timeZone: name }));
  if (isZone) knownZones.add(name);
  return isZone;
};

const releaseWhen = z.enum(["after grading", "after extensions", "never"], {
  error: 'must be "after grading", "after extensions" or "never"',
});

export type ReleaseWhen = z.infer<typeof releaseWhen>;

/** They are listed in the order in which they come. */
const isBefore = (a: ReleaseWhen, b: ReleaseWhen): boolean =>
  releaseWhen.options.indexOf(a) < releaseWhen.options.indexOf(b);

/**
 * When students are told, where a course gives feedback. `after extensions`: when the test is graded and the last student's
 * deadline has passed. Who sees right answers also sees the score, so they come no earlier.
 */
const releaseSchema = z
  .strictObject({
    score: releaseWhen.optional(),
    /** The right answer of each question, and why. */
    answers: releaseWhen.optional(),
  })
  .refine(({ score, answers }) => !(score && answers && isBefore(answers, score)), {
    error: "may not tell right answers before the score, which they show",
  });

const dropSchema = z.int().nonnegative().max(1000);

/** `course.yaml`, and as published `course/settings.json`. */
export const settingsSchema = z.strictObject({
  /** Names the course's stack and data. Left out in older courses, where the title names them (course-id.ts). */
  id: courseIdSchema.optional(),
  title: z.string().trim().min(1).max(120),
  trainer: z.strictObject({ name: z.string().trim().min(1).max(120), email: z.email() }),
  /** The address mails come from; verified in SES. */
  sender: z.email(),
  /** IANA name; deadlines are wall time in this zone. */
  timeZone: z.string().refine(isTimeZone, 'must be a time zone such as "Europe/Warsaw"'),
  /** Weekly; when the schedule starts the grading run. */
  deadline: weeklyTimeSchema,
  /** The best score a test can have. */
  scale: z.number().positive().max(1000).default(5),
  /** The SES account's sending rate in messages per second; the sandbox allows 1. */
  mailsPerSecond: z.number().positive().max(1000).default(1),
  /**
   * Months after which submissions, grades, mails, runs and the book are deleted, counted from when each was last written;
   * publishing renews profiles. Left out: nothing is deleted by itself. At least six, so that a course that is published
   * once a term does not lose students.
   */
  keepMonths: z.int().min(6).max(120).optional(),
  /** Whether students see each question with their answer, the right one and why. Left out: they see the score alone. */
  feedback: z.boolean().optional(),
  /** When they see it. Left out: the score after grading, right answers after extensions (release.ts). */
  release: releaseSchema.optional(),
  /** How much a test counts, by `subject/testId` or for all tests of a subject; a test's own comes first. Left out: 1. */
  weights: z.record(z.string(), z.number().nonnegative().max(1000)).optional(),
  /** How many of a student's lowest scores don't count: of the whole course, or of each subject. Left out: none. */
  drop: z
    .union([dropSchema, z.record(z.string(), dropSchema)], {
      error: "must be a whole number such as 1, or one for each subject",
    })
    .optional(),
  /** Whether the stack has a CloudWatch dashboard. An account's fourth costs 3 $ a month. Left out: none. */
  dashboard: z.boolean().optional(),
  /** Mails about tests that open and deadlines that come (reminder-settings.ts). Left out: off. */
  reminders: remindersSchema.optional(),
  /**
   * Language of page, mails and client, where there is a catalogue (course/words), and of the tests' texts, for screen readers.
   * Left out: English, and texts in a language that nobody knows.
   */
  language: languageSchema.optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The wall time a number of hours after another; clock changes are ignored. */
export const laterInWeek = ({ weekday, hour, minute }: WeeklyTime, hours: number): WeeklyTime => {
  const hourOfWeek = (weekdays.indexOf(weekday) * 24 + hour + hours) % (7 * 24);
  const day = weekdays[Math.floor(hourOfWeek / 24)] ?? weekday;
  return { weekday: day, hour: hourOfWeek % 24, minute };
};

export const parseWeeklyTime = (text: string): WeeklyTime => {
  const [weekday, hour, minute] = weeklyTimeSchema.parse(text).split(/[ :]/);
  return { weekday: z.enum(weekdays).parse(weekday), hour: Number(hour), minute: Number(minute) };
};
