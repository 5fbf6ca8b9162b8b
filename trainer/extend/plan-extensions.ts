import { deadlineFor, instantOfWallTime, isInTime } from "../../course/deadlines/deadline.ts";
import { parseUntil, type Until, untilOf, wallTimeFor } from "../../course/deadlines/extending.ts";
import { showInstant } from "../../course/deadlines/shown-instant.ts";
import { type Instant, testPath, toInstant } from "../../course/ids.ts";
import { quote } from "../../course/problems.ts";
import type { Student } from "../../course/student.ts";
import type { Test } from "../../course/test.ts";
import { goesBy, type NamedTest } from "../../course/test-names.ts";
import type { Course, CourseTest } from "../course-folder/course.ts";
import { weeklyDeadlineAfter } from "../course-folder/wall-time.ts";
import { didYouMean, namedGroup, namedStudent } from "../roster/named.ts";
import { TrainerError } from "../trainer-error.ts";

/** What the trainer asked for. */
export interface Wish {
  readonly students: readonly string[];
  /** Its students come on top of `students`. */
  readonly group: string | undefined;
  /** `<subject>/<testId>`; null: every test that has not closed. */
  readonly test: string | null;
  /** As it was typed. */
  readonly until: string;
}

export interface ExtendedTest {
  readonly test: CourseTest;
  /** `until` in the course's zone, as files hold it. */
  readonly wallTime: string;
  readonly until: Instant;
  /** Of the test itself. */
  readonly deadline: Instant;
}

export interface PlannedExtensions {
  readonly students: readonly Student[];
  readonly tests: readonly ExtendedTest[];
  /** Tests that are left as they are, and why. */
  readonly left: readonly { readonly test: CourseTest; readonly why: string }[];
  /** Tests that have closed for some of these students: only who names such a test opens it again. */
  readonly closed: readonly CourseTest[];
  /** Tests that don't say when they opened; their time counts from a week before their deadline. */
  readonly countedAsWeeks: readonly CourseTest[];
}

const weekMs = 7 * 86_400_000;

/**
 * Finds who gets how much more time. It counts from the test's own deadline, whatever extension a student has already, so
 * that the same command twice gives the same.
 *
 * @param published the published index of tests: it knows what the folder leaves open.
 * @throws TrainerError when a name is unknown, or the time is none, has passed or adds nothing.
 */
export const planExtensions = (
  course: Course,
  published: readonly Test[],
  wish: Wish,
  now: Instant,
): PlannedExtensions => {
  const { timeZone } = course.settings;
  const until = untilIn(wish.until, timeZone);
  const students = studentsMeant(course.students, wish);
  const tests: ExtendedTest[] = [];
  const left: { test: CourseTest; why: string }[] = [];
  const closed: CourseTest[] = [];
  const countedAsWeeks: CourseTest[] = [];
  for (const test of testsMeant(course.tests, wish.test)) {
    const times = timesOf(course, test, published, now);
    if (wish.test === null && isClosedToSome(students, { ...test, deadline: times.deadline }, now)) {
      closed.push(test);
      continue;
    }
    const wallTime = wallTimeFor(untilOf(until, times, timeZone), timeZone);
    const extended = {
      test,
      wallTime,
      until: instantOfWallTime(wallTime, timeZone),
      deadline: times.deadline,
    };
    const why = hindrance(extended, timeZone, now);
    if (why === null) {
      tests.push(extended);
      if (until.kind === "share" && times.isWeek) countedAsWeeks.push(test);
    } else if (wish.test === null) left.push({ test, why });
    else throw new TrainerError(`${testPath(test)}: ${why}`);
  }
  if (tests.length === 0) throw new TrainerError(allLeft(left, closed, wish.until));
  return { students, tests, left, closed, countedAsWeeks };
};

/** Whether the deadline of one of them has passed, with the extensions that they have already. */
const isClosedToSome = (
  students: readonly Student[],
  test: NamedTest & { readonly deadline: Instant },
  now: Instant,
): boolean => students.some(({ extensions }) => !isInTime(now, deadlineFor(test, extensions)));

/** What a trainer is told of closed tests; "" when there are none. */
export const closedWords = (closed: readonly CourseTest[]): string => {
  if (closed.length === 0) return "";
  const paths = closed.map(testPath).join(", ");
  return `Closed already, and left so: ${paths}. To open one again, name it in place of --all-tests.`;
};

const untilIn = (text: string, timeZone: string): Until => {
  try {
    return parseUntil(text, timeZone);
  } catch (error) {
    throw error instanceof RangeError ? new TrainerError(error.message) : error;
  }
};

/** In the order of the list, each once. */
const studentsMeant = (listed: readonly Student[], { students, group }: Wish): Student[] => {
  const named = new Set(students.map((id) => namedStudent(id, listed).studentId));
  const label = group === undefined ? undefined : namedGroup(group, listed);
  return listed.filter(
    ({ studentId, groups = [] }) => named.has(studentId) || (label !== undefined && groups.includes(label)),
  );
};

const testsMeant = (tests: readonly CourseTest[], path: string | null): readonly CourseTest[] => {
  if (path === null) return tests;
  const [subject = "", testId = ""] = path.split("/");
  const found = tests.find((test) =>
    [test, ...(test.renamedFrom ?? [])].some((ref) => testPath(ref) === `${subject}/${testId}`),
  );
  if (found) return [found];
  const paths = tests.map(testPath);
  throw new TrainerError(
    `There is no test ${quote(path)} in the folder.${didYouMean(path, paths)} There are: ${paths.join(", ")}.`,
  );
};

/** The test's own times, as they are published or will be. */
const timesOf = (
  { settings: { timeZone, deadline: weekly } }: Course,
  test: CourseTest,
  published: readonly Test[],
  now: Instant,
) => {
  const before = published.find((other) => goesBy(test, other));
  const deadline = test.deadline ?? before?.deadline ?? weeklyDeadlineAfter(now, { timeZone, weekly });
  const opens = test.opens ?? before?.openSince;
  const week = toInstant(new Date(Date.parse(deadline) - weekMs));
  return { opens: opens ?? week, deadline, isWeek: opens === undefined };
};

/** null: nothing is wrong. */
const hindrance = (
  { until, deadline, wallTime }: Omit<ExtendedTest, "test">,
  timeZone: string,
  now: Instant,
): string | null => {
  if (until <= now) return `until ${wallTime} is past: it is ${showInstant(now, timeZone)} now.`;
  if (until > deadline) return null;
  return `until ${wallTime} adds no time: everybody has it until ${showInstant(deadline, timeZone)}.`;
};

const allLeft = (left: PlannedExtensions["left"], closed: readonly CourseTest[], until: string): string => {
  const [first] = left;
  if (first === undefined) return closedWords(closed) || "The folder has no test.";
  return `No test can be extended by ${quote(until)}. ${testPath(first.test)}: ${first.why}`;
};
