import * as z from "zod";
import { courseIdSchema } from "./course-id.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

export type Weekday = (typeof weekdays)[number];

/** A weekly wall time, e.g. `Monday 23:00`. */
export interface WeeklyTime {
  readonly weekday: Weekday;
  readonly hour: number;
  readonly minute: number;
}

/** Names of languages have two or three letters; longer ones are reserved, and words such as `polish` would pass for them. */
const isLanguage = (tag: string): boolean => {
  if (!/^[a-z]{2,3}(-|$)/i.test(tag)) return false;
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
};

/** A language tag of BCP 47. */
export const languageSchema = z.string().refine(isLanguage, 'must be a language such as "pl" or "pt-BR"');

const weeklyTimeSchema = z
  .string()
  .regex(
    new RegExp(`^(${weekdays.join("|")}) ([01]\\d|2[0-3]):[0-5]\\d$`),
    'must be a weekday and a time such as "Monday 23:00"',
  );

/** Names that were found to be zones: looking one up takes long, and a run's settings come with every message. */
const knownZones = new Set<string>();

const isTimeZone = (name: string): boolean => {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    knownZones.add(name);
    return true;
  } catch {
    return false;
  }
};

/** `course.yaml`, and as published `course/settings.json`. */
export const settingsSchema = z.strictObject({
  /** What the course is: names its stack and its data. Left out, as in courses of before, its title does (course-id.ts). */
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
  /** What the SES account may send; the sandbox allows 1. Messages per second. */
  mailsPerSecond: z.number().positive().max(1000).default(1),
  /**
   * Months after which what students sent in, their grades, mails and runs are deleted, counted from when each was last
   * written; a profile is renewed by publishing. Left out: nothing is deleted by itself. At least six, so that no course
   * loses students in its midst that is published once a term.
   */
  keepMonths: z.int().min(6).max(120).optional(),
  /**
   * Whether students see which of their answers were right, with the feedback of each question, once a test is graded.
   * A student with a later deadline may be told by the others.
   */
  feedback: z.boolean().optional(),
  /** Of the tests' texts, which a screen reader is told. Left out: nobody knows. */
  language: languageSchema.optional(),
});

export type Settings = z.infer<typeof settingsSchema>;

/** The wall time so many hours after another, as a clock on the wall shows it: its changes are not counted. */
export const laterInWeek = ({ weekday, hour, minute }: WeeklyTime, hours: number): WeeklyTime => {
  const hourOfWeek = (weekdays.indexOf(weekday) * 24 + hour + hours) % (7 * 24);
  const day = weekdays[Math.floor(hourOfWeek / 24)] ?? weekday;
  return { weekday: day, hour: hourOfWeek % 24, minute };
};

export const parseWeeklyTime = (text: string): WeeklyTime => {
  const [day, time] = weeklyTimeSchema.parse(text).split(" ");
  const [hour, minute] = (time ?? "").split(":").map(Number);
  return { weekday: z.enum(weekdays).parse(day), hour: hour ?? 0, minute: minute ?? 0 };
};
