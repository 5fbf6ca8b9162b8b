import { countingAttempt } from "../../course/attempts.ts";
import { counted } from "../../course/counted.ts";
import { deadlineFor } from "../../course/deadlines/deadline.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import { cutoffOf } from "../../course/run/due.ts";
import type { HandedIn } from "./handed-in.ts";
import { some } from "./names.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { PublishFacts } from "./publish-facts.ts";
import type { Published } from "./published.ts";
import { type DroppedName, heirOf, lineToAdd } from "./renames.ts";

/**
 * What publishing would take away from people: a sentence each, which names them and says how to keep it. Publishing asks
 * before it does such a thing.
 */
export const publishLosses = (plan: Plan, published: Published, facts: PublishFacts): string[] => [
  ...plan.droppedNames.flatMap((name) => nameLosses(name, plan, published, facts)),
  ...plan.tests.flatMap((planned) => workLosses(planned, plan, published, facts)),
  ...studentLosses(plan, published, facts.handedIn),
];

/** Names of tests that are removed, with the work that was handed in under them. */
const nameLosses = (
  name: DroppedName,
  plan: Plan,
  published: Published,
  { gradedThrough, handedIn }: PublishFacts,
): string[] => {
  const path = testPath(name.ref);
  const who = [...handedIn].flatMap(([id, attempts]) =>
    published.students.has(id) && attempts.some((attempt) => testPath(attempt) === path) ? [id] : [],
  );
  if (who.length === 0) return [];
  const effect = gradedThrough.has(path)
    ? "It was graded: the scores stay, but can't be graded again"
    : "What they sent in would not be graded";
  return [
    `${path} is not in the folder any more, and ${students(who)} handed it in (${some(who)}). ${effect}. ${remedyOf(name, plan, published)}`,
  ];
};

const remedyOf = (name: DroppedName, { tests }: Plan, published: Published): string => {
  const path = testPath(name.ref);
  const folderTests = tests.map(({ test }) => test);
  const heir = heirOf(name, folderTests, published);
  if (heir === undefined) {
    return `To keep it, put its file back; if it has another name now, write \`renamedFrom: ${path}\` into that file.`;
  }
  const file = heir.file.endsWith(".yaml") || heir.file.endsWith(".yml") ? heir.file : null;
  return file === null
    ? `It looks like ${testPath(heir)}: to keep it, leave it its old name.`
    : `It looks like ${testPath(heir)}: to keep it under that name, write this line into ${file}: ${lineToAdd(name.ref, heir)}`;
};

/** Tests that stay, but for which a student's work counts no more, because the student's deadline becomes earlier. */
const workLosses = (
  { test, before: publishedTest, deadline }: PlannedTest,
  plan: Plan,
  published: Published,
  { gradedThrough, handedIn }: PublishFacts,
): string[] => {
  const before = publishedTest?.test;
  if (!before || handedIn.size === 0) return [];
  const after = { ...test, deadline: deadline ?? before.deadline };
  const cutoff = cutoffOf(test, gradedThrough) ?? "";
  const who = plan.students.flatMap(({ student: { studentId, extensions } }) => {
    const attempts = handedIn.get(studentId) ?? [];
    const was = deadlineFor(before, published.students.get(studentId)?.extensions ?? []);
    const counted = was > cutoff && countingAttempt(attempts, { ...test, deadline: was });
    const counts = countingAttempt(attempts, { ...after, deadline: deadlineFor(after, extensions) });
    return counted && !counts ? [studentId] : [];
  });
  if (who.length === 0) return [];
  return [
    `${testPath(test)}: what ${students(who)} sent in (${some(who)}) would not count any more: it came after the deadline that they have now. To keep it, leave the later deadline in ${test.file}, or in extensions.csv, until a run has graded it.`,
  ];
};

/** This share of the list may be removed without a question, when none of them has handed in anything. */
const largestUnaskedShare = 1 / 5;

const studentLosses = (
  { removedStudents, students: listed }: Plan,
  published: Published,
  handedIn: HandedIn,
): string[] => {
  const working = removedStudents.filter((id) => handedIn.has(id));
  const isMany = removedStudents.length > published.students.size * largestUnaskedShare;
  return [
    ...(working.length === 0
      ? []
      : [
          `${students(working)} would go off the list and handed something in: ${some(working.map((id) => workOf(id, handedIn)))}. What waits for a run would not be graded. To keep them, put ${working.length === 1 ? "the line" : "the lines"} back into students.csv.`,
        ]),
    ...(isMany
      ? [
          `${removedStudents.length} of ${counted(published.students.size, "student")} would go off the list (${some(removedStudents)}), and could not open the page any more; ${listed.length} would be on it. Is students.csv the right file?`,
        ]
      : []),
  ];
};

const workOf = (id: StudentId, handedIn: HandedIn): string =>
  `${id} (${some([...new Set((handedIn.get(id) ?? []).map(testPath))])})`;

const students = ({ length }: readonly StudentId[]): string => counted(length, "student");
