import { countingAttempt } from "../../course/attempts.ts";
import { deadlineFor } from "../../course/deadline.ts";
import { type StudentId, testPath } from "../../course/ids.ts";
import type { HandedIn } from "./handed-in.ts";
import { some } from "./names.ts";
import type { Plan, PlannedTest } from "./plan.ts";
import type { PublishFacts } from "./publish-facts.ts";
import type { Published } from "./published.ts";

/**
 * What publishing would take away from people: a sentence each, which names them and says how to keep it. Publishing asks
 * before it does such a thing.
 */
export const publishLosses = (
  plan: Plan,
  published: Published,
  facts: PublishFacts,
  handedIn: HandedIn,
): string[] => [
  ...plan.removedTests.flatMap((path) => testLosses(path, published, facts, handedIn)),
  ...plan.tests.flatMap((planned) => workLosses(planned, plan, published, facts, handedIn)),
  ...studentLosses(plan, published, handedIn),
];

/** A test that goes, with what was handed in. */
const testLosses = (
  path: string,
  published: Published,
  { gradedThrough }: PublishFacts,
  handedIn: HandedIn,
): string[] => {
  const who = [...handedIn].flatMap(([id, attempts]) =>
    published.students.has(id) && attempts.some((attempt) => testPath(attempt) === path) ? [id] : [],
  );
  if (who.length === 0) return [];
  const effect = gradedThrough.has(path)
    ? "It was graded: the scores stay, but can't be graded again"
    : "What they sent in would not be graded";
  return [
    `${path} is not in the folder any more, and ${counted(who)} handed it in (${some(who)}). ${effect}. To keep it, put ${path}.yaml back.`,
  ];
};

/** A test that stays, for which nothing counts any more that a student sent in: the student's deadline becomes earlier. */
const workLosses = (
  { test, deadline }: PlannedTest,
  plan: Plan,
  published: Published,
  { gradedThrough }: PublishFacts,
  handedIn: HandedIn,
): string[] => {
  const before = published.tests.get(testPath(test))?.test;
  if (!before || handedIn.size === 0) return [];
  const after = { ...before, deadline: deadline ?? before.deadline };
  const cutoff = gradedThrough.get(testPath(test)) ?? "";
  const who = plan.students.flatMap(({ student: { studentId, extensions } }) => {
    const attempts = handedIn.get(studentId) ?? [];
    const was = deadlineFor(before, published.students.get(studentId)?.extensions ?? []);
    const counted = was > cutoff && countingAttempt(attempts, { ...before, deadline: was });
    const counts = countingAttempt(attempts, { ...after, deadline: deadlineFor(after, extensions) });
    return counted && !counts ? [studentId] : [];
  });
  if (who.length === 0) return [];
  return [
    `${testPath(test)}: what ${counted(who)} sent in (${some(who)}) would not count any more: it came after the deadline that they have now. To keep it, leave the later deadline in ${test.file}, or in extensions.csv, until a run has graded it.`,
  ];
};

/** Of the list this much may go without a question, when nobody of them has handed in anything. */
const largestUnaskedShare = 1 / 5;

const studentLosses = (
  { removedStudents, students }: Plan,
  published: Published,
  handedIn: HandedIn,
): string[] => {
  const working = removedStudents.filter((id) => handedIn.has(id));
  const before = published.students.size;
  const isMany = removedStudents.length > before * largestUnaskedShare;
  return [
    ...(working.length === 0
      ? []
      : [
          `${counted(working)} would go off the list and handed something in: ${some(working.map((id) => workOf(id, handedIn)))}. What waits for a run would not be graded. To keep them, put their lines back into students.csv.`,
        ]),
    ...(isMany
      ? [
          `${removedStudents.length} of ${counted([...published.students.keys()])} would go off the list (${some(removedStudents)}), and could not open the page any more; ${students.length} would be on it. Is students.csv the right file?`,
        ]
      : []),
  ];
};

const workOf = (id: StudentId, handedIn: HandedIn): string =>
  `${id} (${some([...new Set((handedIn.get(id) ?? []).map(testPath))])})`;

const counted = ({ length }: readonly StudentId[]): string =>
  length === 1 ? "1 student" : `${length} students`;
