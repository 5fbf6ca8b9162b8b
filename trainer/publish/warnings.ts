import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import type { AttemptRule } from "../../course/grading/attempt-rule.ts";
import { mailsScoresLate } from "../../course/grading/late-scores.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { remindersOf } from "../../course/notices/reminder-settings.ts";
import { cutoffOf } from "../../course/run/due.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import { goesBy } from "../../course/test-names.ts";
import { jsonOrUndefined } from "../../course/unknown-value.ts";
import type { Course } from "../course-folder/course.ts";
import type { Problem } from "../course-folder/problems.ts";
import { extensionWarnings } from "./extension-warnings.ts";
import { some } from "./names.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { PublishFacts } from "./publish-facts.ts";
import type { Published, PublishedTest } from "./published.ts";
import { workWarnings } from "./work-warnings.ts";

/**
 * What publishing does to work that is handed in already, and to a stack that was deployed with other settings: a sentence
 * each, with its remedy. All name line 1, because a change has no line of its own.
 */
export const changeWarnings = (
  course: Course,
  published: Published,
  plan: Plan,
  facts: PublishFacts,
): Problem[] => [
  ...settingsWarnings(course.settings, published.settings, plan, facts),
  ...plan.tests.flatMap((planned) =>
    testWarnings(planned, course.settings.timeZone, facts).map((message) => ({
      file: planned.test.file,
      line: 1,
      message: `${testPath(planned.test)}: ${message}`,
    })),
  ),
  ...extensionWarnings(course, published, plan, facts),
  ...returningWarnings(plan, facts),
];

const testWarnings = (planned: PlannedTest, timeZone: string, facts: PublishFacts): string[] => {
  const { before } = planned;
  if (!before) return newTestWarnings(planned, timeZone, facts);
  const gradedThrough = cutoffOf(planned.test, facts.gradedThrough);
  return [
    ...deadlineWarnings(planned, before, timeZone, facts),
    ...workWarnings(planned, facts.handedIn),
    ...ruleWarnings(planned, before, facts),
    ...(gradedThrough !== undefined && before.answerKey !== null && before.answerKey !== planned.answerKey
      ? [
          `the answer key changes, and the test is graded already: the old scores stay until \`${gradeAgain(planned)}\`; with \`--dry-run\` it shows first who changes.`,
        ]
      : []),
  ];
};

const rulesOfAttempts: Readonly<Record<AttemptRule, string>> = {
  latest: "the latest attempt",
  best: "the best attempt",
  first: "the first attempt",
  average: "the average of the attempts",
};

/** Students have been told which of their attempts count. */
const ruleWarnings = (
  planned: PlannedTest,
  before: PublishedTest,
  { handedIn, gradedThrough }: PublishFacts,
): string[] => {
  const { test } = planned;
  const [was, is] = [before.test.counts ?? "latest", test.counts ?? "latest"];
  const isGraded = cutoffOf(test, gradedThrough) !== undefined;
  const who = [...handedIn.values()].filter((attempts) => attempts.some((attempt) => goesBy(test, attempt)));
  if (was === is || (!isGraded && who.length === 0)) return [];
  const effect = isGraded
    ? `the old scores stay until \`${gradeAgain(planned)}\``
    : "that holds for what is handed in already, too";
  return [
    `students were told that ${rulesOfAttempts[was]} counts, and now ${rulesOfAttempts[is]} does; ${effect}. Unless that is meant, write \`counts: ${was}\` into ${test.file}.`,
  ];
};

const gradeAgain = ({ test }: PlannedTest): string => `bin/trainer grade --again ${testPath(test)}`;

/** A test that was graded once, left out and put back, may well be over. */
const newTestWarnings = (
  { deadline, test }: PlannedTest,
  timeZone: string,
  { now, gradedThrough }: PublishFacts,
): string[] =>
  deadline !== null && deadline <= now && deadline > (cutoffOf(test, gradedThrough) ?? "")
    ? [
        `its deadline, ${showInstant(deadline, timeZone)}, has passed already, so nobody can submit and the next run finds everybody missing; unless that is meant, write a later \`deadline:\` into ${test.file}.`,
      ]
    : [];

const deadlineWarnings = (
  planned: PlannedTest,
  before: PublishedTest,
  timeZone: string,
  facts: PublishFacts,
): string[] => {
  const { deadline, test } = planned;
  const old = before.test.deadline;
  if (deadline === null || deadline === old) return [];
  const cure = `unless that is meant, write the old one as \`deadline:\` into ${test.file}`;
  const effects = deadlineEffects(planned, { old, deadline }, facts);
  return [
    `the deadline was ${showInstant(old, timeZone)} and becomes ${showInstant(deadline, timeZone)}; ${[...effects, cure].join("; ")}.`,
  ];
};

const deadlineEffects = (
  planned: PlannedTest,
  { old, deadline }: { readonly old: Instant; readonly deadline: Instant },
  { now, gradedThrough }: PublishFacts,
): string[] => {
  const cutoff = cutoffOf(planned.test, gradedThrough);
  const isGraded = cutoff !== undefined && old <= cutoff;
  const lost = isGraded
    ? `the test is graded already: the old scores stay until \`${gradeAgain(planned)}\`, by which what was accepted after the new one will not count`
    : "what was accepted after the new one will not count";
  return [
    ...(deadline < old ? [lost] : []),
    ...(deadline <= now && old > now
      ? ["the new one has passed already, so nobody can submit any more"]
      : []),
    ...(isGraded && deadline > cutoff
      ? ["the test is graded already, and will be graded again after the new one"]
      : []),
  ];
};

const returningWarnings = ({ tests }: Plan, { gradedThrough, returning }: PublishFacts): Problem[] => {
  const missed = tests.filter(({ test, deadline }) => {
    const cutoff = cutoffOf(test, gradedThrough);
    if (cutoff === undefined || deadline === null) return false;
    return returning.some((s) => deadlineFor({ ...test, deadline }, s.extensions) <= cutoff);
  });
  if (missed.length === 0) return [];
  const who = returning.map(({ studentId }) => studentId);
  const latestFirst = missed.toSorted((a, b) => ((a.deadline ?? "") < (b.deadline ?? "") ? 1 : -1));
  const paths = latestFirst.map(({ test }) => testPath(test));
  const message = `${some(who)} ${who.length === 1 ? "is" : "are"} back on the list: what was graded meanwhile (${some(paths)}) is not graded for them until \`bin/trainer grade --again SUBJECT/TEST\`.`;
  return [{ file: "students.csv", line: 1, message }];
};

/** The settings that are built into the stack, and what each of them decides there. */
const stackParts: readonly (readonly [what: string, makes: string, of: (settings: Settings) => unknown])[] = [
  ["deadline", "the schedule", ({ deadline }) => deadline],
  ["timeZone", "the schedule", ({ timeZone }) => timeZone],
  ["mailsPerSecond", "the pace of mails", ({ mailsPerSecond }) => mailsPerSecond],
  ["keepMonths", "how long data is kept", ({ keepMonths }) => keepMonths],
  ["reminders", "the mailing of reminders", (s) => remindersOf(s)?.quiet.until],
  ["release of scores", "the mailing of scores that wait", mailsScoresLate],
  ["sender", "the right to send mail", ({ sender }) => sender],
  ["trainer's email", "whom alarms are sent to", ({ trainer }) => trainer.email],
];

const settingsWarnings = (
  settings: Settings,
  publishedText: string | null,
  plan: Plan,
  facts: PublishFacts,
): Problem[] => {
  const before = settingsSchema.safeParse(jsonOrUndefined(publishedText)).data;
  const scale = before ? scaleWarnings(before.scale, settings.scale, plan, facts) : [];
  const changed = before ? stackParts.filter(([, , of]) => of(before) !== of(settings)) : [];
  if (changed.length === 0) return scale;
  const whats = changed.map(([what]) => what).join(", ");
  const makes = [...new Set(changed.map(([, make]) => make))].join(", ");
  const message = `course.yaml changes ${whats}, and ${makes} ${makes.includes(",") ? "stand" : "stands"} in the stack: deploy again, unless you have since (\`npm run deploy -- -c course=DIR\`; on the local region, start it again).`;
  return [...scale, { file: "course.yaml", line: 1, message }];
};

/** A grade keeps the scale that it was given on. */
const scaleWarnings = (
  was: number,
  is: number,
  { tests }: Plan,
  { gradedThrough }: PublishFacts,
): Problem[] => {
  const graded = tests.filter(({ test }) => cutoffOf(test, gradedThrough) !== undefined);
  if (was === is || graded.length === 0) return [];
  const paths = graded.map(({ test }) => testPath(test));
  const message = `course.yaml changes scale from ${was} to ${is}: what is graded already keeps scores out of ${was} (${some(paths)}), what is graded from now on is out of ${is}. To have all on one scale: bin/trainer grade --again ${paths.length === 1 ? paths[0] : "SUBJECT/TEST ..."}; or write \`scale: ${was}\` again.`;
  return [{ file: "course.yaml", line: 1, message }];
};
