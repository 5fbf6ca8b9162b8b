import * as z from "zod";

/** How long before a deadline a reminder goes out. A day is a day of the calendar, also when clocks change. */
export interface Lead {
  readonly amount: number;
  readonly unit: "day" | "hour";
}

/** Minutes after midnight, in the course's zone; `from` is quiet, `until` is not. `until` may lie on the next day. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** The mails about tests that students get, besides their scores. */
export interface Reminders {
  /** Whether they get a mail when a test has opened. */
  readonly opened: boolean;
  /** The longest first. */
  readonly before: readonly Lead[];
  readonly quiet: QuietHours;
}

const leadPattern = /^[1-9]\d? (?:day|hour)s?$/;
const quietPattern = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:[01]\d|2[0-3]):[0-5]\d$/;

/** A test is rarely open for longer, and an earlier reminder would be useless. */
const longestHours = 14 * 24;

const parseLead = (text: string): Lead => {
  const [amount, unit] = text.split(" ");
  return { amount: Number(amount), unit: unit?.startsWith("day") ? "day" : "hour" };
};

/** A lead in hours, which also names it: two days are 48, whatever the clocks do. */
export const hoursOf = ({ amount, unit }: Lead): number => (unit === "day" ? 24 * amount : amount);

const parseQuiet = (text: string): QuietHours => {
  const [hour = 0, minute = 0, untilHour = 0, untilMinute = 0] = text.split(/[:-]/).map(Number);
  return { from: 60 * hour + minute, until: 60 * untilHour + untilMinute };
};

/** Clocks change before this hour, so the end of the quiet hours comes exactly once each morning. */
const earliestEnd = 4 * 60;
const latestEnd = 12 * 60;

/** What is wrong with a text, as the rest of a sentence; undefined: nothing. */
type Fault = (text: string) => string | undefined;

const leadFault: Fault = (text) => {
  if (!leadPattern.test(text)) return 'must be a number of days or hours such as "1 day" or "2 hours"';
  return hoursOf(parseLead(text)) > longestHours ? "must be 14 days at most" : undefined;
};

const quietFault: Fault = (text) => {
  if (!quietPattern.test(text)) return 'must be two times such as "22:00-07:00"';
  const { from, until } = parseQuiet(text);
  const isGood = from !== until && until >= earliestEnd && until <= latestEnd;
  return isGood ? undefined : "must end in the morning, between 04:00 and 12:00, such as 22:00-07:00";
};

const without = (faultOf: Fault) =>
  z.string().superRefine((text, context) => {
    const message = faultOf(text);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

const leadSchema = without(leadFault);
const quietSchema = without(quietFault);

/** YAML reads `yes` as text. */
const yesOrNo = z.enum(["yes", "no"], { error: 'must be "yes" or "no"' });

/** In the form in which the trainer writes it. */
const groupSchema = z.strictObject({
  opened: yesOrNo.optional(),
  before: z
    .array(leadSchema)
    .max(5)
    .refine((leads) => new Set(leads.map(parseLead).map(hoursOf)).size === leads.length, {
      error: "names one time twice",
    })
    .optional(),
  quiet: quietSchema.optional(),
});

/** `reminders` of course.yaml. Left out, as in courses of earlier versions: nobody is reminded of anything. */
export const remindersSchema = z.union([z.literal("off"), groupSchema], {
  error: ({ input }) => firstComplaint(input),
});

const wanted =
  'must be "off", or a group such as { opened: yes, before: [1 day, 2 hours], quiet: 22:00-07:00 }';

/** What is wrong inside a group, in one sentence: a union's own message does not say it. */
const firstComplaint = (input: unknown): string => {
  const first = groupSchema.safeParse(input).error?.issues[0];
  return first && first.path.length > 0 ? `${first.path.join(".")} ${first.message}` : wanted;
};

export type ReminderSettings = z.infer<typeof remindersSchema>;

/** The reminders that `init` writes. */
export const usualReminders = {
  opened: "yes",
  before: ["1 day", "2 hours"],
  quiet: "22:00-07:00",
} as const;

/** Also of a course that mails students in the morning, and reminds them of nothing. */
export const usualQuiet: QuietHours = parseQuiet(usualReminders.quiet);

/** The settings with their defaults; null: off. */
export const remindersOf = ({
  reminders,
}: {
  readonly reminders?: ReminderSettings | undefined;
}): Reminders | null => {
  if (reminders === undefined || reminders === "off") return null;
  const { opened, before, quiet } = usualReminders;
  return {
    opened: (reminders.opened ?? opened) === "yes",
    before: (reminders.before ?? before).map(parseLead).toSorted((a, b) => hoursOf(b) - hoursOf(a)),
    quiet: parseQuiet(reminders.quiet ?? quiet),
  };
};
