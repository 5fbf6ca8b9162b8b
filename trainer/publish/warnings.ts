import { isDeepStrictEqual } from "node:util";
import { deadlineFor, showInstant } from "../../course/deadline.ts";
import { cutoffOf } from "../../course/due.ts";
import { type Instant, testPath } from "../../course/ids.ts";
import { type Settings, settingsSchema } from "../../course/settings.ts";
import type { Extension } from "../../course/student.ts";
import { type Question, questionsSchema } from "../../course/test.ts";
import { goesBy } from "../../course/test-names.ts";
import type { Course } from "../course-folder/course.ts";
import type { Problem } from "../course-folder/problems.ts";
import { some } from "./names.ts";
import { parsedOrNull } from "./parsed.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { PublishFacts } from "./publish-facts.ts";
import type { Published, PublishedTest } from "./published.ts";

/**
 * What publishing does to work that is handed in already, and to a stack that was deployed with other settings: a sentence
 * each, with its cure. Their lines are all 1, as a change is nowhere in particular.
 */
export const changeWarnings = (
  course: Course,
  published: Published,
  plan: Plan,
  facts: PublishFacts,
): Problem[] => [
  ...settingsWarnings(course.settings, published.settings),
  ...plan.tests.flatMap((planned) =>
    testWarnings(planned, course.settings.timeZone, facts).map((message) => ({
      file: planned.test.file,
      line: 1,
      message: `${testPath(planned.test)}: ${message}`,
    })),
  ),
  ...plan.tests.flatMap((planned) => extensionWarnings(planned, published, plan, facts)),
  ...returningWarnings(plan, facts),
];

const testWarnings = (planned: PlannedTest, timeZone: string, facts: PublishFacts): string[] => {
  const { before } = planned;
  if (!before) return newTestWarnings(planned, timeZone, facts);
  const gradedThrough = cutoffOf(planned.test, facts.gradedThrough);
  return [
    ...deadlineWarnings(planned, before, timeZone, facts),
    ...questionWarnings(planned, before, facts),
    ...(gradedThrough !== undefined && before.answerKey !== null && before.answerKey !== planned.answerKey
      ? [
          `the answer key changes, and the test is graded already: the old scores stay until \`${gradeAgain(planned)}\`.`,
        ]
      : []),
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

/** Submissions name a question by its id alone. */
const questionWarnings = ({ test }: PlannedTest, before: PublishedTest, { now }: PublishFacts): string[] => {
  const isOpened = before.test.opens === null || before.test.opens <= now;
  if (!isOpened || before.questions === null || before.questions === JSON.stringify(test.questions))
    return [];
  const old = new Map(readQuestions(before.questions).map((question) => [question.questionId, question]));
  const changed = test.questions.filter((question) => {
    const known = old.get(question.questionId);
    return known !== undefined && !isSameQuestion(known, question);
  });
  if (changed.length === 0) return [];
  const ids = changed.map(({ questionId }) => questionId);
  return [
    `${changed.length === 1 ? "a question changes under its id" : "questions change under their ids"} (${some(ids)}), and the test has opened: earlier answers will be marked against what stands there now; to insert or reorder questions, give each an \`id:\` of its own in ${test.file}, and the old ones the ids that they had.`,
  ];
};

/** What is no list of questions any more is replaced by this publishing: nothing can be said of it. */
const readQuestions = (text: string): Question[] => questionsSchema.safeParse(parsedOrNull(text)).data ?? [];

const isSameQuestion = (a: Question, b: Question): boolean =>
  a.question === b.question && isDeepStrictEqual(offeredBy(a), offeredBy(b));

/** In another order the answers are the same. */
const offeredBy = ({ answers }: Question) =>
  new Map(answers.map(({ answerId, answerBody }) => [answerId, answerBody]));

/** Of students whose own deadline came, or the new one has, before a run graded them by it. */
const extensionWarnings = (
  { test, before: publishedTest, deadline }: PlannedTest,
  published: Published,
  { students }: Plan,
  { now, gradedThrough }: PublishFacts,
): Problem[] => {
  const before = publishedTest?.test;
  if (!before) return [];
  const cutoff = cutoffOf(test, gradedThrough);
  const after = { ...test, deadline: deadline ?? before.deadline };
  const isLost = (old: readonly Extension[], present: readonly Extension[]): boolean => {
    const line = ownDeadline(test, old);
    if (line === null || line <= (ownDeadline(test, present) ?? "")) return false;
    const [was, is] = [deadlineFor(before, old), deadlineFor(after, present)];
    return is < was && is <= now && (cutoff === undefined || was > cutoff);
  };
  const lost = students.flatMap(({ change, student }) => {
    const old = change === "changed" ? published.students.get(student.studentId) : undefined;
    return old && isLost(old.extensions, student.extensions) ? [student.studentId] : [];
  });
  if (lost.length === 0) return [];
  const path = testPath(test);
  const message = `${path}: the later deadline of ${some(lost)} goes before a run has graded what was sent in by it, and that would never be graded; put the line back into extensions.csv, publish, and leave it there until \`bin/trainer grade\` has run, or \`bin/trainer grade --again ${path}\` where the test was graded in between.`;
  return [{ file: "extensions.csv", line: 1, message }];
};

const ownDeadline = (test: PlannedTest["test"], extensions: readonly Extension[]): Instant | null =>
  extensions.find((extension) => goesBy(test, extension))?.deadline ?? null;

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

/** What of the settings stands in the stack, and what it makes there. */
const stackParts: readonly (readonly [what: string, makes: string, of: (settings: Settings) => unknown])[] = [
  ["deadline", "the schedule", ({ deadline }) => deadline],
  ["timeZone", "the schedule", ({ timeZone }) => timeZone],
  ["mailsPerSecond", "the pace of mails", ({ mailsPerSecond }) => mailsPerSecond],
  ["keepMonths", "how long data is kept", ({ keepMonths }) => keepMonths],
  ["sender", "the right to send mail", ({ sender }) => sender],
  ["trainer's email", "whom alarms are sent to", ({ trainer }) => trainer.email],
];

const settingsWarnings = (settings: Settings, publishedText: string | null): Problem[] => {
  const before = settingsSchema.safeParse(parsedOrNull(publishedText)).data;
  const changed = before ? stackParts.filter(([, , of]) => of(before) !== of(settings)) : [];
  if (changed.length === 0) return [];
  const whats = changed.map(([what]) => what).join(", ");
  const makes = [...new Set(changed.map(([, make]) => make))].join(", ");
  const message = `course.yaml changes ${whats}, and ${makes} ${makes.includes(",") ? "stand" : "stands"} in the stack: deploy again, unless you have since (\`npm run deploy -- -c course=DIR\`; on the local region, start it again).`;
  return [{ file: "course.yaml", line: 1, message }];
};
